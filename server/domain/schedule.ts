import type { Schedule } from './workspace.ts'

/** The first start after `now` in steps of `everySeconds` from `nextAt`, and how many were missed beside the one now due. */
export function nextStart(
  { nextAt, everySeconds }: Pick<Schedule, 'nextAt' | 'everySeconds'>,
  now: number,
): { nextAt: number; missed: number } {
  if (nextAt > now) return { nextAt, missed: 0 }
  const every = everySeconds * 1000
  const missed = Math.floor((now - nextAt) / every)
  return { nextAt: nextAt + (missed + 1) * every, missed }
}

type Waiting = Pick<Schedule, 'enabled' | 'nextAt'>

export const isDue = ({ enabled, nextAt }: Waiting, now: number): boolean => enabled && nextAt <= now

/** When the first of some schedules starts, Unix milliseconds; null when all of them are off. */
export function nextStartAt(schedules: Iterable<Waiting>): number | null {
  let first: number | null = null
  for (const { enabled, nextAt } of schedules) if (enabled) first = Math.min(first ?? nextAt, nextAt)
  return first
}
