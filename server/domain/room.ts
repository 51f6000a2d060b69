import type { ActionRule } from './actions/match-rule.ts'
import type { GoalLimits, Spent } from './goal.ts'

/** What a room decides about risky steps that agents ask leave for. */
export type ActionPolicy = 'ask' | 'allow' | 'deny'

export type Room = {
  id: string
  workspaceId: string
  name: string
  /** Read by every agent with every assignment. */
  rules: string
  status: 'open' | 'paused' | 'archived'
  /** What holds where no rule fits. */
  actionPolicy: ActionPolicy
  actionRules: ActionRule[]
  /** What all its goals together may use up. */
  limits: GoalLimits
  spent: Spent
  /** A drill's room holds no real work. */
  purpose: 'work' | 'drill'
  goalCount: number
  taskCount: number
  deliverableCount: number
  createdBy: string
  createdAt: number
}

export type ParticipantKind = 'member' | 'agent'
export type Participant = {
  id: string
  roomId: string
  kind: ParticipantKind
  /** The member's or the agent's id. */
  subjectId: string
  role: string
  status: 'in' | 'left'
  /** Where a person was mentioned and has not been since, oldest first; empty for agents, who are told. */
  mentions: Mention[]
  joinedAt: number
}
/** A message that names a person, and the message whose thread it stands in: itself, unless it is a reply. */
export type Mention = { messageId: string; threadId: string }

export type AuthorKind = 'member' | 'agent' | 'coordinator'
export type Message = {
  id: string
  roomId: string
  authorKind: AuthorKind
  authorId: string
  authorName: string
  body: string
  html: string
  replyTo: string | null
  goalId: string | null
  taskId: string | null
  createdAt: number
}

export type RoomFile = {
  id: string
  roomId: string
  name: string
  mediaType: string
  sha256: string
  size: number
  text: string | null
  uploadedBy: string
  createdAt: number
}

export type HandoffKind = 'question' | 'needs_human' | 'work' | 'budget' | 'stale' | 'conflict' | 'goal_question'
/** Work or a question that waits for a person, with the story so far. */
export type Handoff = {
  id: string
  roomId: string
  goalId: string | null
  taskId: string | null
  attemptId: string | null
  /** The agent whose own budget is used up; null for everything else. */
  agentId: string | null
  kind: HandoffKind
  /** The member it waits for; null when any member of the room may answer. */
  memberId: string | null
  title: string
  body: string
  options: string[]
  status: 'open' | 'answered' | 'withdrawn'
  answer: string | null
  answeredBy: string | null
  createdAt: number
  closedAt: number | null
}

export type ActionRequest = {
  id: string
  roomId: string
  goalId: string
  attemptId: string
  command: string
  arguments: unknown
  reason: string
  decision: 'pending' | 'allowed' | 'denied'
  decidedBy: string | null
  createdAt: number
  decidedAt: number | null
}

/** Draft output kept even if the attempt dies. */
export type Artifact = {
  id: string
  roomId: string
  goalId: string
  attemptId: string
  artifactId: string
  name: string
  files: { name: string; mediaType: string; sha256: string; size: number; text?: string | undefined }[]
  complete: boolean
  updatedAt: number
}

/** What a new room has not yet. */
export const freshRoom = {
  actionRules: [] as ActionRule[],
  limits: {},
  spent: {},
  purpose: 'work' as const,
} satisfies Partial<Room>
