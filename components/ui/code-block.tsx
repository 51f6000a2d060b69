import clsx from 'clsx'
import { CopyButton } from './copy-button.tsx'

/** Text a machine reads, in mono, with copy. Long lines scroll inside unless `wrap`; `name` says what it is. */
export function CodeBlock({
  code,
  name,
  wrap = false,
  copy = true,
  maxHeight = '24rem',
  className,
}: {
  code: string
  name?: string
  wrap?: boolean
  copy?: boolean
  maxHeight?: string
  className?: string
}) {
  return (
    <figure
      className={clsx('relative min-w-0 overflow-hidden rounded-control border border-line bg-sunken', className)}
    >
      {(name || copy) && (
        <figcaption className="flex min-h-8 items-center justify-between gap-2 border-b border-line py-0.5 pr-1 pl-3 text-xs text-ink-2">
          <span className="truncate">{name}</span>
          {copy && <CopyButton text={code} what={name ?? 'text'} iconOnly />}
        </figcaption>
      )}
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keys
        tabIndex={0}
        aria-label={name ?? 'Code'}
        className="overflow-auto focus-visible:-outline-offset-2"
        style={{ maxHeight }}
      >
        <pre className="px-3 py-2.5 font-mono text-xs">
          <code className={clsx(wrap && 'break-all whitespace-pre-wrap')}>{code}</code>
        </pre>
      </section>
    </figure>
  )
}
