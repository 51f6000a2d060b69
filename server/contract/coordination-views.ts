import type { FailureClass } from '../domain/attempt.ts'
import type { ConflictVerdict, Position } from '../domain/conflict.ts'

// What a window holds of the coordinator's own findings. Moments are Unix milliseconds.

/** Answers that contradict each other, side by side. */
export type ConflictView = {
  id: string
  goalId: string
  taskId: string
  kind: 'answers' | 'merge'
  subject: string
  positions: Position[]
  status: 'open' | 'settled'
  verdict: ConflictVerdict | null
  at: number
  settledAt: number | null
}
export type OpinionView = {
  id: string
  goalId: string
  versionId: string
  taskId: string
  agentId: string
  participantId: string
  verdict: 'approve' | 'request_changes' | 'reject'
  reasons: string
  at: number
}
export type IncidentView = {
  id: string
  class: FailureClass
  cause: string
  agents: string[]
  attempts: number
  openedAt: number
  lastAt: number
  closedAt: number | null
}
export type DrillView = {
  id: string
  goalId: string | null
  name: string
  terms: Record<string, unknown>
  status: 'running' | 'ended' | 'failed'
  score: Record<string, unknown> | null
  createdBy: string
  at: number
  endedAt: number | null
}
