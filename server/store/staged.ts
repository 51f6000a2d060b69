import type { Track, TrackNote } from '../domain/matching/record.ts'
import type { Agent, Member, Workspace } from '../domain/workspace.ts'
import type { Activity, Content, Delivery, Job, JobChange, LateReport, NewLane, Receipt } from './records.ts'
import type { Records, TableName } from './tables.ts'

/** The workspace as every room of it sees it: read-only here, level with the workspace lane when the batch began. */
export type Directory = {
  seq: number
  workspace: Workspace
  agents: ReadonlyMap<string, Agent>
  members: ReadonlyMap<string, Member>
  memberByUser: ReadonlyMap<string, Member>
  /** By agent and skill; kept level with this process's commits. */
  records: Map<string, Track>
}

/** What is staged to be written in one transaction beside changed rows. */
export type Appends = {
  activities: Activity[]
  lateReports: LateReport[]
  deliveries: Delivery[]
  jobs: Job[]
  jobChanges: JobChange[]
  contents: Content[]
  receipts: Receipt[]
  lanes: NewLane[]
  slots: string[]
  track: ({ agentId: string; skill: string } & TrackNote)[]
  /** What agents used up, added to their sums over all rooms. */
  spend: ({ agentId: string } & AgentSpend)[]
}
export const noAppends = (): Appends => ({
  activities: [],
  lateReports: [],
  deliveries: [],
  jobs: [],
  jobChanges: [],
  contents: [],
  receipts: [],
  lanes: [],
  slots: [],
  track: [],
  spend: [],
})

export type Touch = { table: TableName; id: string; before: Records[TableName] | undefined }
/** A row that a batch changed: as it was when the batch began and as it is now. */
export type Touched = Touch & { after: Records[TableName] | undefined }
export type Mark = {
  journal: number
  events: number
  seq: number
  lines: number
  appends: Record<keyof Appends, number>
  slots: number
}

/** Counts of open attempts per agent over all rooms of this process; the database's conditional update has the last word. */
export type Slots = {
  inUse(agentId: string): number
  stage(agentId: string, delta: number): void
  /** What an agent used up over all rooms, as far as this process knows. */
  spent(agentId: string): AgentSpend
}
export type AgentSpend = { tokens: number; costUsd: number }
