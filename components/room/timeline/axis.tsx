'use client'

import { useMedia } from '../../ui/media.ts'
import { type Span, ticksOf } from './window.ts'

/** The width of the names at the left, the same in every row. */
export const nameWidth = 'w-40 shrink-0 max-md:w-24'

const dayMs = 86_400_000

/** Round times above the bars. */
export function Axis({ span, now }: { span: Span; now: number | null }) {
  const isNarrow = useMedia('(max-width: 52.5rem)')
  const { from, to } = span
  const isLong = to - from > dayMs
  const words = new Intl.DateTimeFormat('en-GB', {
    ...(isLong ? { day: 'numeric', month: 'short' } : {}),
    hour: '2-digit',
    minute: '2-digit',
    ...(to - from < 300_000 ? { second: '2-digit' } : {}),
  })
  const place = (at: number) => `${((at - from) / (to - from)) * 100}%`
  /** A time this near to the right edge, as a share of the whole, would be cut off. */
  const written = (at: number) => (to - at) / (to - from) > (isNarrow ? 0.22 : 0.09)
  return (
    <div aria-hidden className="flex border-b border-line bg-canvas px-4 text-xs text-ink-3 max-md:px-3">
      <span className={nameWidth} />
      <span className="relative h-6 flex-1 overflow-hidden">
        {ticksOf(span, isNarrow ? 3 : 8).map((at) => (
          <span key={at} className="absolute top-1 border-l border-line pl-1 tabular-nums" style={{ left: place(at) }}>
            {written(at) && words.format(at)}
          </span>
        ))}
        {now !== null && now <= to && (
          <span className="absolute inset-y-0 border-l-2 border-accent" style={{ left: place(now) }} />
        )}
      </span>
    </div>
  )
}
