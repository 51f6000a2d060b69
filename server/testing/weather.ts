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
  /** Whether an agent's answer to a message is lost, though the message arrived. */
  losesReply?: () => boolean
  /** Whether nothing gets through between us and the agents at this moment. */
  cut?: () => boolean
  /** Whether the database takes nothing at this moment or lately, for longer than a batch is tried again. */
  outage?: () => boolean
  /** Lets time pass, or the process end: in a transaction, in a sweep, before a message leaves, when it has arrived. */
  at?: (process: Process, point: Point | 'sweep' | 'sending' | 'sent') => Promise<void> | undefined
  /** How far a process's own clock is off, milliseconds. */
  skew?: (process: Process) => number
  fate?: (process: Process) => 'done' | 'refused' | 'unanswered'
  /** Hears of every call in the moment in which a process takes it up. */
  arrives?: (called: Called) => void
}
export type Called = { name: string; input: unknown; key: string | undefined }

export const calm: Weather = { random: () => 0.5 }
