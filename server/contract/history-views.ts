import type { AttemptStatus, FailureClass } from '../domain/attempt.ts'
import type { Calibration } from '../domain/opinion.ts'
import type { MessageView } from './snapshot.ts'
import type { AgentView } from './workspace-snapshot.ts'

// What is read a page at a time, newest page first. Moments are Unix milliseconds.

/** `GET /api/v1/rooms/{id}/messages?before={messageId}&limit=`: oldest first; `more` when there are earlier ones. */
export type MessagePage = { messages: MessageView[]; more: boolean }

/** One hand-out to an agent and what became of it. */
export type AgentRun = {
  attemptId: string
  roomId: string
  roomName: string
  taskId: string
  taskNumber: number
  taskTitle: string
  /** Which try of its task it was. */
  number: number
  status: AttemptStatus
  failure: FailureClass | null
  reason: string | null
  offeredAt: number
  acceptedAt: number | null
  endedAt: number | null
  /** From taking it up, or from the offer where it was never taken up or was answered at once, to its end; null while it runs. */
  durationMs: number | null
  /** From 0 to 1, as the agent says. */
  progress: number | null
  /** What it used up, as it says. */
  usage: { tokens?: number | undefined; costUsd?: number | undefined } | null
}

/** How an agent's hand-outs of the last 30 days ended, over all rooms; those still open are not counted. */
export type AgentOutcomes = {
  accepted: number
  sentBack: number
  failed: number
  /** Declined, taken away or called off: nobody's fault. */
  other: number
  /** Half of the accepted ones took no longer; null when there is none. */
  medianMs: number | null
}

/** `GET /api/v1/agents/{id}?before={attemptId}`: an agent with what the caller may see of its work, runs newest first. */
export type AgentDetail = {
  agent: AgentView
  rooms: { id: string; name: string; joinedAt: number }[]
  /** Per skill, over all rooms; `meanMs` from hand-out to accepted result. */
  record: { skill: string; accepted: number; failed: number; meanMs: number | null }[]
  lately: AgentOutcomes
  /** Its places in use and what it used up so far, over all rooms. */
  inUse: number
  spent: { tokens: number; costUsd: number }
  /** How its second opinions fared against what people decided. */
  judging: Calibration
  runs: AgentRun[]
  more: boolean
}
