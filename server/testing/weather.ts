import type { Point } from '../store/memory.ts'
import type { Process } from './process.ts'

/** What a run takes from chance. In calm weather everything is at once and in order, and nothing is lost. */
export type Weather = {
  /** Between 0 and 1. */
  random: () => number
  /** Milliseconds one way, to our side and to agents. */
  travel?: () => number
  /** Whether an answer of ours is lost on its way, so that the caller asks again. */
  losesAnswer?: () => boolean
  /** Lets time pass, or the process end, at a point of a transaction. */
  at?: (process: Process, point: Point) => Promise<void> | undefined
  fate?: (process: Process) => 'done' | 'refused' | 'unanswered'
}

export const calm: Weather = { random: () => 0.5 }
