import clsx from 'clsx'
import Link from 'next/link'

/** A short id in mono (`T-21`), a link when it has somewhere to go; selected whole by one click. */
export function IdTag({ id, href, className }: { id: string; href?: string; className?: string }) {
  const look = clsx('-my-1 inline-block min-w-6 py-1 font-mono text-xs whitespace-nowrap text-ink-2', className)
  if (!href) return <span className={clsx(look, 'select-all')}>{id}</span>
  return (
    <Link
      href={href}
      className={clsx(
        look,
        'underline decoration-line-strong underline-offset-2 hover:text-accent hover:decoration-accent',
      )}
    >
      {id}
    </Link>
  )
}
