import clsx from 'clsx'

const widths = ['w-11/12', 'w-4/5', 'w-full', 'w-3/5', 'w-10/12']

/** The shape of what is coming. Shows after 150 ms, so quick answers never flash it; readers hear `label`. */
export function Skeleton({
  shape = 'lines',
  count = 3,
  label = 'Loading',
  className,
}: {
  shape?: 'lines' | 'rows' | 'cards'
  count?: number
  label?: string
  className?: string
}) {
  return (
    <div role="status" className={clsx('animate-late', className)}>
      <span className="sr-only">{label}</span>
      <div
        aria-hidden
        className={clsx('grid', shape === 'cards' ? 'gap-3 sm:grid-cols-2' : shape === 'rows' ? 'gap-0' : 'gap-2')}
      >
        {Array.from({ length: count }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces never move
          <Piece key={index} shape={shape} index={index} />
        ))}
      </div>
    </div>
  )
}

function Piece({ shape, index }: { shape: 'lines' | 'rows' | 'cards'; index: number }) {
  const width = widths[index % widths.length]
  if (shape === 'lines') return <span className={clsx('h-3.5 rounded-control bg-line/70', width)} />
  if (shape === 'cards') {
    return (
      <span className="grid gap-2 rounded-card border border-line p-4">
        <span className="h-4 w-2/5 rounded-control bg-line/70" />
        <span className={clsx('h-3 rounded-control bg-line/70', width)} />
      </span>
    )
  }
  return (
    <span className="flex min-h-(--row) items-center gap-3 border-b border-line px-3">
      <span className="size-5 shrink-0 rounded-full bg-line/70" />
      <span className={clsx('h-3 rounded-control bg-line/70', width)} />
    </span>
  )
}
