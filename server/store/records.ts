import type { EventActor, LogEvent } from '../contract/events.ts'

/** Rows that are only ever added by commands and never read back inside a batch. */
export type Activity = {
  id: string
  roomId: string
  attemptId: string
  type: string
  body: string
  extra: unknown
  createdAt: number
}
export type LateReport = {
  id: string
  roomId: string
  taskId: string
  attemptId: string
  kind: string
  payload: unknown
  createdAt: number
}
export type Delivery = {
  id: string
  laneId: string
  workspaceId: string
  agentId: string
  jobId: string
  type: string
  attemptId: string | null
  taskId: string | null
  tryNumber: number
  sentAt: number
  requestHeaders: unknown
  status: number | null
  responseHeaders: unknown
  responseBody: string | null
  durationMs: number
  errorClass: string | null
  reason: string | null
  nextTryAt: number | null
}

/** What is to be done outside a transaction, after commit. */
export type JobKind = 'deliver' | 'judge' | 'plan' | 'expand' | 'reconcile' | 'enrol' | 'lane'
export type Job = {
  id: string
  laneId: string
  kind: JobKind
  payload: Record<string, unknown>
  runAt: number
  claimedBy: string | null
  claimedUntil: number | null
  tries: number
  endedAt: number | null
  outcome: string | null
  agentId: string | null
  attemptId: string | null
  createdAt: number
}
export type JobChange = { id: string; endedAt: number | null; outcome: string | null; runAt: number; tries: number }

export type Receipt = {
  actor: string
  id: string
  laneId: string
  requestHash: string
  answer: unknown
  createdAt: number
}

export type Content = { sha256: string; bytes: Uint8Array }

export type NewLane = { id: string; kind: 'room' | 'workspace'; workspaceId: string; events: LogEvent[] }

export const coordinator: EventActor = { kind: 'coordinator', id: 'coordinator', name: 'Coordinator' }
