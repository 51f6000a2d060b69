import type { LogEvent } from '../contract/events.ts'
import type { Agent } from '../domain/workspace.ts'
import type { Content, Job, Receipt } from './records.ts'
import type { Unit } from './unit.ts'

/** Things whose lane never changes once they exist. */
export type Locatable =
  | 'room'
  | 'workspace'
  | 'agent'
  | 'goal'
  | 'task'
  | 'attempt'
  | 'version'
  | 'deliverable'
  | 'comment'
  | 'handoff'
  | 'action_request'
  | 'participant'
  | 'delivery'
  | 'playbook'
  | 'schedule'
  | 'hook'
export type Place = { laneId: string; goalId: string | null }

/** Rows that a batch needs beside what a lane always holds. */
export type Wants = {
  goals: Set<string>
  messages: Set<string>
  receipts: { actor: string; id: string }[]
}

/** A delivery with the message it carried, for sending it again. */
export type KeptDelivery = {
  laneId: string
  jobId: string
  agentId: string
  attemptId: string | null
  payload: Record<string, unknown>
}

/** A batch that is on disk. `wakeAt` is when the lane must be looked at next; both times by the database's clock. */
export type Committed = { laneId: string; events: LogEvent[]; jobs: Job[]; now: number; wakeAt: number | null }

/** Where lanes live. Two implementations with one behaviour: Postgres, and memory for the simulator. */
export type Store = {
  locate(kind: Locatable, id: string): Promise<Place | null>
  /**
   * Runs `body` against the lane's unit of work under the lane's lock and commits what it staged. `body` is pure over
   * the unit and may be run again when the database refused the commit. Resolves after the commit.
   */
  transact<T>(laneId: string, wants: Wants, body: (unit: Unit, receipts: ReadonlyMap<string, Receipt>) => T): Promise<T>
  /** Heard after every commit of this process. */
  onCommit(listener: (committed: Committed) => void): () => void
  /** Claims due jobs whose claim ran out, at most `limit`. */
  claimJobs(limit: number): Promise<Job[]>
  /** Lanes where a clock has run out. */
  dueLanes(limit: number): Promise<string[]>
  /** Ends a job that no lane's batch ended. */
  endJob(id: string, outcome: string): Promise<void>
  /** A job's handler threw: one more try is used up. */
  countTry(id: string): Promise<void>
  findDelivery(id: string): Promise<KeptDelivery | null>
  /** Rooms that a member or agent is in. */
  roomsOf(subjectId: string): Promise<string[]>
  findAgent(id: string): Promise<Agent | null>
  readContents(hashes: readonly string[]): Promise<Map<string, Content>>
  /** The present by the database's clock, Unix milliseconds. */
  now(): Promise<number>
}

export class LaneMissing extends Error {
  constructor(readonly laneId: string) {
    super(`there is no lane ${laneId}`)
  }
}

export const receiptKey = (actor: string, id: string): string => `${actor} ${id}`
