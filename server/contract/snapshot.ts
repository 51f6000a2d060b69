import type { ActionRule } from '../domain/actions/match-rule.ts'
import type { AttemptStatus, FailureClass } from '../domain/attempt.ts'
import type { CheckStatus } from '../domain/checks/check.ts'
import type { Finding, GoalLimits, GoalStatus, Spent, StalePolicy } from '../domain/goal.ts'
import type { MatchBrief } from '../domain/matching/brief.ts'
import type { RecoveryOverrides } from '../domain/recovery.ts'
import type { AuthorKind, HandoffKind } from '../domain/room.ts'
import type { TaskRole, TaskStatus } from '../domain/task.ts'
import type { DeliverableStatus, VersionStatus } from '../domain/version.ts'
import type { ConflictView, DrillView, IncidentView, OpinionView } from './coordination-views.ts'
import type { CommentView, FileView, ReviewView } from './remark-views.ts'
import type {
  AgentView,
  HookView,
  InviteView,
  MemberView,
  PlaybookView,
  RoomCard,
  ScheduleView,
  TokenView,
} from './workspace-snapshot.ts'

// What a window holds. Moments are Unix milliseconds. Every list is keyed by `id` in the store (see apply.ts).

export type RoomView = {
  id: string
  workspaceId: string
  name: string
  rules: string
  status: 'open' | 'paused' | 'archived'
  actionPolicy: 'ask' | 'allow' | 'deny'
  actionRules: ActionRule[]
  limits: GoalLimits
  spent: Spent
  purpose: 'work' | 'drill'
  createdAt: number
}
export type ParticipantView = {
  id: string
  kind: 'member' | 'agent'
  subjectId: string
  name: string
  role: string
  status: 'in' | 'left'
  skills: string[]
  /** Messages that name this person since they were last here. */
  mentions: number
  joinedAt: number
}
export type MessageView = {
  id: string
  author: { kind: AuthorKind; id: string; name: string }
  body: string
  /** The body as sanitised HTML. */
  html: string
  replyTo: string | null
  goalId: string | null
  taskId: string | null
  at: number
}
export type GoalView = {
  id: string
  number: number
  title: string
  brief: string
  acceptance: string[]
  playbook: string | null
  inputs: { id: string; name: string; mediaType: string; size: number }[]
  deliverable: { kind: string; name: string } | null
  limits: GoalLimits
  spent: Spent
  recovery: RecoveryOverrides
  stalePolicy: StalePolicy
  findings: Finding[]
  autonomy: 'plan_first' | 'run'
  requiredApprovals: number
  status: GoalStatus
  reason: string | null
  planVersion: number
  planProblems: string[]
  createdBy: string
  createdAt: number
  startedAt: number | null
  endedAt: number | null
}
/** How many tasks of a goal stand in each status; derived, never stored. */
export type Counts = Partial<Record<TaskStatus, number>>
export type TaskView = {
  id: string
  number: number
  key: string
  goalId: string
  title: string
  brief: string
  skills: string[]
  needs: string[]
  status: TaskStatus
  reason: string | null
  /** The participant who does it now (or who will, when assigned). */
  doer: string | null
  /** The member who answers for it. */
  owner: string | null
  assigneeId: string | null
  attempts: number
  deliverableId: string | null
  acceptedVersionId: string | null
  parentId: string | null
  role: TaskRole
  readyAt: number | null
  endedAt: number | null
}
/** The current or latest attempt of a task, as a live line shows it. */
export type AttemptView = {
  id: string
  taskId: string
  goalId: string
  number: number
  participantId: string
  status: AttemptStatus
  offeredAt: number
  acceptedAt: number | null
  progressAt: number | null
  endedAt: number | null
  failure: FailureClass | null
  reason: string | null
  progress: number | null
  note: string | null
  checklist: { content: string; status: string }[]
  choice: MatchBrief | null
  hedge: boolean
}
export type VersionView = {
  id: string
  number: number
  taskId: string
  sha256: string
  status: VersionStatus
  createdBy: string
  createdAt: number
  files: { name: string; mediaType: string; size: number; sha256: string }[]
  checks: { name: string; status: CheckStatus; required: boolean; summary: string }[]
  sources: number
}
export type DeliverableView = {
  id: string
  goalId: string
  taskId: string
  number: number
  name: string
  kind: string
  status: DeliverableStatus
  rounds: number
  createdAt: number
}
export type HandoffView = {
  id: string
  goalId: string | null
  taskId: string | null
  attemptId: string | null
  kind: HandoffKind
  memberId: string | null
  title: string
  body: string
  options: string[]
  status: 'open' | 'answered' | 'withdrawn'
  answer: string | null
  answeredBy: string | null
  at: number
}
export type ActionView = {
  id: string
  goalId: string
  attemptId: string
  command: string
  arguments: unknown
  reason: string
  decision: 'pending' | 'allowed' | 'denied'
  decidedBy: string | null
  at: number
}

/** The collections that events change, by name. */
export type Collections = {
  room: RoomView
  participants: ParticipantView
  messages: MessageView
  goals: GoalView
  tasks: TaskView
  attempts: AttemptView
  deliverables: DeliverableView
  versions: VersionView & { deliverableId: string | null }
  reviews: ReviewView
  comments: CommentView
  handoffs: HandoffView
  actions: ActionView
  files: FileView
  conflicts: ConflictView
  opinions: OpinionView
  incidents: IncidentView
  drills: DrillView
  workspace: { id: string; name: string }
  members: MemberView
  agents: AgentView
  rooms: RoomCard
  invites: InviteView
  tokens: TokenView
  playbooks: PlaybookView
  schedules: ScheduleView
  hooks: HookView
}
export type CollectionName = keyof Collections

/** A room as the wire carries it (agent-protocol.md 1): lists, with `counts` on goals and `versions` inside deliverables. */
export type RoomSnapshot = {
  seq: number
  room: RoomView
  participants: ParticipantView[]
  messages: MessageView[]
  goals: (GoalView & { counts: Counts })[]
  tasks: TaskView[]
  attempts: AttemptView[]
  deliverables: (DeliverableView & { versions: (VersionView & { deliverableId: string | null })[] })[]
  reviews: ReviewView[]
  comments: CommentView[]
  handoffs: HandoffView[]
  actions: ActionView[]
  files: FileView[]
  conflicts: ConflictView[]
  opinions: OpinionView[]
  incidents: IncidentView[]
  drills: DrillView[]
}

/** A room as its page carries it: of the goals in `lacking` some tasks are left out, and of some of these the counts. */
export type RoomFirstView = RoomSnapshot & { lacking: string[] }
/** A page of a goal's tasks in order of their numbers, each with its latest attempt, as they were at `seq`; `next` is null on the last. */
export type TaskPage = { seq: number; tasks: TaskView[]; attempts: AttemptView[]; next: number | null }
