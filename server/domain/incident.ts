import type { FailureClass } from './attempt.ts'

/** Many failures at once with one cause: told once, not three hundred times. */
export type Incident = {
  id: string
  roomId: string
  class: FailureClass
  /** What they have in common, in words. */
  cause: string
  /** Ids of the agents that failed. */
  agents: string[]
  attempts: number
  openedAt: number
  lastAt: number
  closedAt: number | null
}
