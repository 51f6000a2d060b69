import type { Tape } from '../../../server/contract/replay.ts'

export const speeds = [1, 10, 30, 100] as const
/** Nothing to see is never waited for longer than this, in the watcher's own time. */
const longestWaitMs = 2000

/** The moment (Unix ms) to show after `passedMs` of the watcher's time: on at `speed`, over quiet stretches at once. */
export function advance(tape: Pick<Tape, 'seqAt' | 'event'>, moment: number, passedMs: number, speed: number): number {
  const next = tape.event(tape.seqAt(moment) + 1)
  const soonest = next ? next.at - longestWaitMs * speed : moment
  return Math.max(moment, soonest) + passedMs * speed
}
