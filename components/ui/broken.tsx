import clsx from 'clsx'
import type { ReactNode } from 'react'
import { buttonClass } from './button-class.ts'
import { Glyph } from './glyph.tsx'
import { Heading } from './heading.tsx'

/** Something failed: what happened, what is safe, what to do, and a reference to quote. */
export function Broken({
  title,
  level = 2,
  safe,
  reference,
  onRetry,
  action,
  className,
  children,
}: {
  title: ReactNode
  level?: 1 | 2 | 3
  safe?: ReactNode
  reference?: string
  onRetry?: () => void
  action?: ReactNode
  className?: string
  children?: ReactNode
}) {
  return (
    <div role="alert" className={clsx('mx-auto grid max-w-md justify-items-start gap-2 px-4 py-8', className)}>
      <Heading level={level} look="section" className="flex items-center gap-2 text-failed">
        <Glyph name="✕" />
        {title}
      </Heading>
      {children && <div className="text-base text-ink-1 text-pretty">{children}</div>}
      {safe && <p className="text-sm text-ink-2">{safe}</p>}
      {(onRetry || action) && (
        <div className="mt-1 flex flex-wrap gap-2">
          {onRetry && (
            <button type="button" className={buttonClass()} onClick={onRetry}>
              Try again
            </button>
          )}
          {action}
        </div>
      )}
      {reference && (
        <p className="text-xs text-ink-3">
          Reference <code className="font-mono select-all">{reference}</code>
        </p>
      )}
    </div>
  )
}
