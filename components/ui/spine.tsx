import clsx from 'clsx'
import type { ComponentProps, ReactNode } from 'react'

/** The thread down the left of anything that happened in order; put SpineItems inside. */
export function Spine({ className, children, ...rest }: ComponentProps<'ol'>) {
  return (
    <ol {...rest} className={clsx('ui-spine', className)}>
      {children}
    </ol>
  )
}

/** One thing on the thread. `node` is what sits on it (a Mark, a Glyph); `broken` where work broke off, `mended` where it was picked up again. */
export function SpineItem({
  node,
  thread = 'whole',
  className,
  children,
  ...rest
}: ComponentProps<'li'> & { node?: ReactNode; thread?: 'whole' | 'broken' | 'mended' }) {
  return (
    <li {...rest} data-thread={thread} className={clsx('ui-spine-item', className)}>
      <span className="ui-spine-node">{node}</span>
      <div className="min-w-0 self-center">{children}</div>
    </li>
  )
}

/** A line beside the thread that divides it: "new since 10:31", a date. The thread itself goes on. */
export function SpineDivider({ children }: { children: ReactNode }) {
  return (
    <li className="ui-spine-item ui-spine-divider">
      <span />
      <span className="flex items-center gap-3 text-xs font-medium text-accent">
        <span aria-hidden className="flex-1 border-t border-thread" />
        {children}
        <span aria-hidden className="flex-1 border-t border-thread" />
      </span>
    </li>
  )
}
