import type { TimelineAttempt } from '../../../server/contract/story-views.ts'

/** The stretch of time that is drawn, Unix ms. */
export type Span = { from: number; to: number }

const least = 10_000

/** From the first hand-out to the last end, or to now while anything is open; never empty. */
export function fitted(attempts: readonly Pick<TimelineAttempt, 'offeredAt' | 'endedAt'>[], now: number): Span {
  let [from, to] = [now, 0]
  for (const { offeredAt, endedAt } of attempts) {
    from = Math.min(from, offeredAt)
    to = Math.max(to, endedAt ?? now)
  }
  return { from, to: Math.max(to, from + least) }
}

/** The same middle with `factor` times the time, never beyond the whole. */
export function zoomed({ from, to }: Span, whole: Span, factor: number): Span | null {
  const length = Math.max(least, (to - from) * factor)
  if (length >= whole.to - whole.from) return null
  return within({ from: (from + to) / 2 - length / 2, to: (from + to) / 2 + length / 2 }, whole)
}

/** Half a width earlier or later, within the whole. */
export function panned({ from, to }: Span, whole: Span, step: 1 | -1): Span {
  const by = (step * (to - from)) / 2
  return within({ from: from + by, to: to + by }, whole)
}

function within({ from, to }: Span, whole: Span): Span {
  const over = Math.min(0, from - whole.from) + Math.max(0, to - whole.to)
  return { from: Math.max(whole.from, from - over), to: Math.min(whole.to, to - over) }
}

const tickSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400].map(
  (s) => s * 1000,
)

/** Round moments in a span, at most about `most` of them. */
export function ticksOf({ from, to }: Span, most: number): number[] {
  const step =
    tickSteps.find((size) => (to - from) / size <= most) ?? Math.ceil((to - from) / most / 86_400_000) * 86_400_000
  const first = Math.ceil(from / step) * step
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, at) => first + at * step)
}
