import clsx from 'clsx'
import type { ReactNode } from 'react'
import { Heading } from './heading.tsx'

const drawings: Record<'none' | 'no-match' | 'no-right', ReactNode> = {
  none: <path d="M24 4v10m0 20v10M14 24a10 10 0 1 0 20 0 10 10 0 0 0-20 0Z" />,
  'no-match': <path d="M24 4v8M24 36v8M15 15l18 18M33 15 15 33" />,
  'no-right': <path d="M24 4v12m0 16v12M14 20h20v12H14ZM18 20v-3a6 6 0 0 1 12 0v3" />,
}

/** A list with nothing in it: nothing yet, nothing matches, or not allowed. Says why and offers one way on. */
export function Empty({
  kind = 'none',
  title,
  level = 2,
  action,
  className,
  children,
}: {
  kind?: 'none' | 'no-match' | 'no-right'
  title: ReactNode
  level?: 1 | 2 | 3 | 4
  action?: ReactNode
  className?: string
  children?: ReactNode
}) {
  return (
    <div className={clsx('mx-auto grid max-w-sm justify-items-center gap-2 px-4 py-10 text-center', className)}>
      <svg
        viewBox="0 0 48 48"
        aria-hidden="true"
        className="size-10 fill-none stroke-thread"
        strokeWidth="2"
        strokeLinecap="round"
      >
        {drawings[kind]}
      </svg>
      <Heading level={level} look="section">
        {title}
      </Heading>
      {children && <div className="text-base text-ink-2 text-pretty">{children}</div>}
      {action && <div className="mt-2">{action}</div>}
    </div>
  )
}
