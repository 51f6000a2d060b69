import clsx from 'clsx'
import type { ComponentProps, ReactNode } from 'react'
import { Heading } from './heading.tsx'
import { type Tone, toneVar } from './tone.ts'

/** A sheet of paper on the desk. With a title it is a section of its own; `tone` draws a thread of that state down its edge. */
export function Card({
  title,
  level = 2,
  actions,
  tone,
  footer,
  flush = false,
  className,
  children,
  ...rest
}: Omit<ComponentProps<'section'>, 'title'> & {
  title?: ReactNode
  level?: 2 | 3 | 4
  actions?: ReactNode
  tone?: Tone
  footer?: ReactNode
  flush?: boolean
}) {
  return (
    <section {...rest} className={clsx('relative min-w-0 rounded-card border border-line bg-surface', className)}>
      {tone && (
        <span
          aria-hidden
          className="absolute inset-y-3 -left-px w-0.5 rounded-full"
          style={{ background: toneVar(tone) }}
        />
      )}
      {(title || actions) && (
        <header className={clsx('flex flex-wrap items-center gap-2 px-4 pt-3', flush && 'pb-2')}>
          {title && (
            <Heading level={level} className="flex-1">
              {title}
            </Heading>
          )}
          {actions}
        </header>
      )}
      <div className={clsx(!flush && 'px-4 py-3')}>{children}</div>
      {footer && (
        <footer className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-2.5">{footer}</footer>
      )}
    </section>
  )
}
