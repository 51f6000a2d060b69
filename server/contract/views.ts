import type { AttemptStatus, FailureClass, MatchRecord } from '../domain/attempt.ts'
import type { CheckResult } from '../domain/checks/check.ts'
import type { Calibration } from '../domain/opinion.ts'
import type { HandoffKind } from '../domain/room.ts'
import type { Guidance } from '../domain/task.ts'
import type { Source } from '../domain/version.ts'
import type { Role } from '../domain/workspace.ts'
import type { OpinionView } from './coordination-views.ts'
import type { ArtifactView, CommentView, ReviewView } from './remark-views.ts'
import type { HandoffView, TaskView, VersionView } from './snapshot.ts'

// What the read endpoints answer, beside snapshots. Moments are Unix milliseconds.

/** `GET /api/v1/me` */
export type MeView = {
  member: { id: string; userId: string; name: string; email: string; role: Role } | null
  user: { id: string; name: string; email: string }
  workspaces: { id: string; name: string; role: Role; memberId: string; rooms: { id: string; name: string }[] }[]
}

/** `GET /api/v1/workspaces/{id}/inbox`: what waits for the caller, oldest first within a kind. */
export type InboxItem = {
  id: string
  kind: 'review' | 'plan' | 'action' | 'mention' | HandoffKind
  roomId: string
  roomName: string
  goalId: string | null
  goalTitle: string | null
  taskId: string | null
  taskNumber: number | null
  title: string
  detail: string
  at: number
  options: string[]
  /** What the row's buttons need to finish it in place. */
  deliverable?: {
    id: string
    number: number
    versionId: string
    versionNumber: number
    sha256: string
    checksPassed: number
    checksTotal: number
    required: number
    approvals: number
  }
  handoffId?: string
  /** The agent whose own budget is used up, over all rooms. */
  agentId?: string
  actionId?: string
  attemptId?: string
  /** The message that names the caller, the message whose thread it stands in, and how many wait in this room with it. */
  mention?: { messageId: string; threadId: string; count: number }
}

/** `GET /api/v1/attempts/{id}` */
export type AttemptDetail = {
  id: string
  taskId: string
  goalId: string
  roomId: string
  number: number
  participantId: string
  agentId: string | null
  memberId: string | null
  doerName: string
  status: AttemptStatus
  failure: FailureClass | null
  reason: string | null
  clocks: {
    offeredAt: number
    deliveredAt: number | null
    acceptBy: number | null
    acceptedAt: number | null
    leaseUntil: number | null
    progressAt: number | null
    deadlineAt: number | null
    endedAt: number | null
  }
  progress: number | null
  checklist: { content: string; status: string }[]
  match: MatchRecord | null
  /** A second one in parallel with another. */
  hedge: boolean
  /** What it used up, as it says. */
  usage: { tokens?: number | undefined; costUsd?: number | undefined } | null
  deliveries: DeliveryView[]
  activities: { id: string; type: string; body: string; at: number }[]
  artifacts: ArtifactView[]
  evidence: { id: string; kind: string; payload: unknown; at: number }[]
}

/** `GET /api/v1/tasks/{id}`: a task with its whole story. */
export type TaskDetail = {
  task: TaskView & { output: unknown; checks: unknown[]; guidance: Guidance[]; fence: number }
  roomId: string
  attempts: Omit<AttemptDetail, 'deliveries' | 'activities'>[]
  versions: VersionView[]
  handoffs: HandoffView[]
  /** What the next participant is told: the brief, what was tried, by whom, why it failed, partial work. */
  dossier: {
    brief: string
    guidance: Guidance[]
    tried: { attempt: number; doer: string; outcome: string; reason: string | null }[]
    partial: ArtifactView[]
    questions: { title: string; answer: string | null }[]
  }
}

/** `GET /api/v1/versions/{id}` */
export type VersionDetail = {
  version: VersionView & { response: string; evidence: unknown[] }
  roomId: string
  goalId: string
  deliverableId: string | null
  checks: CheckResult[]
  sources: (Source & { n: number; inputName: string | null; found: boolean | null })[]
  lineage: {
    attemptId: string
    doer: string
    builtFrom: { taskId: string; taskTitle: string; versionId: string; sha256: string; doer: string }[]
    attempts: { number: number; doer: string; outcome: string; reason: string | null }[]
  }
  reviews: ReviewView[]
  comments: CommentView[]
  /** What agents that were asked think of it, each with how far its judgement can be trusted. */
  opinions: (OpinionView & { name: string; calibration: Calibration })[]
  siblings: VersionView[]
}

/** `GET /api/v1/versions/{id}/preview`: the main file, ready to show. `html` is sanitised; agents' own HTML comes only as `frameUrl`. */
export type PreviewView = {
  versionId: string
  file: { name: string; mediaType: string; size: number; sha256: string }
  kind: 'markdown' | 'text' | 'csv' | 'html' | 'json' | 'binary'
  text: string | null
  html: string | null
  rows: string[][] | null
  frameUrl: string | null
}

/** `GET /api/v1/versions/{id}/diff?base={versionId}`: word by word, unchanged runs folded by the screen. */
export type DiffView = {
  base: { id: string; number: number }
  version: { id: string; number: number }
  added: number
  removed: number
  parts: { op: 'same' | 'added' | 'removed'; text: string }[]
  /** Comments on the base version, found again in this one or gone. */
  comments: (CommentView & { fate: 'same' | 'moved' | 'changed' | 'gone' })[]
}

/** `GET /api/v1/sources/{roomId}/{inputId}`: the text of a room file, goal input or version that a claim cites. */
export type SourceView = { id: string; name: string; mediaType: string; text: string | null }

/** `GET /api/v1/agents/{id}/deliveries?status=failed&before=` */
export type DeliveryView = {
  id: string
  jobId: string
  type: string
  agentId: string
  attemptId: string | null
  taskId: string | null
  tryNumber: number
  sentAt: number
  status: number | null
  durationMs: number
  errorClass: string | null
  reason: string | null
  nextTryAt: number | null
}
/** `GET /api/v1/deliveries/{id}` */
export type DeliveryDetail = DeliveryView & {
  requestHeaders: Record<string, string>
  requestBody: string
  responseHeaders: Record<string, string> | null
  responseBody: string | null
  /** What the agent did on the same attempt afterwards. */
  later: { type: string; body: string; at: number }[]
  /** Why sending it again is pointless, or null. */
  pointless: string | null
}
