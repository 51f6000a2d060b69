import clsx from 'clsx'
import type { ComponentProps } from 'react'

/** A real table that scrolls inside itself; `caption` is its name for readers. Put `num` on cells of figures. */
export function Table({ caption, className, children, ...rest }: ComponentProps<'table'> & { caption: string }) {
  return (
    <section
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keys
      tabIndex={0}
      className="max-w-full min-w-0 overflow-x-auto focus-visible:-outline-offset-2"
    >
      <table {...rest} className={clsx('w-full min-w-max border-collapse text-sm md:min-w-0', className)}>
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </section>
  )
}

export function Th({ num = false, className, ...rest }: ComponentProps<'th'> & { num?: boolean }) {
  return (
    <th
      scope="col"
      {...rest}
      className={clsx(
        'border-b border-line-strong px-2.5 py-1.5 first:pl-4 last:pr-4 text-xs font-medium whitespace-nowrap text-ink-3',
        num ? 'text-end' : 'text-start',
        className,
      )}
    />
  )
}

export function Td({ num = false, className, ...rest }: ComponentProps<'td'> & { num?: boolean }) {
  return (
    <td
      {...rest}
      className={clsx(
        'h-(--row) border-b border-line px-2.5 py-1 in-[tbody_tr:last-child]:border-b-0 first:pl-4 last:pr-4 align-middle',
        num && 'text-end whitespace-nowrap tabular-nums',
        className,
      )}
    />
  )
}
