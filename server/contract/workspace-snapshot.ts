import type { GoalLimits } from '../domain/goal.ts'
import type { AgentStatus, Channel, GoalTerms, Parameter, Role } from '../domain/workspace.ts'

// What a window holds of a workspace. Moments are Unix milliseconds.

export type MemberView = {
  id: string
  userId: string
  name: string
  email: string
  role: Role
  status: 'active' | 'removed'
}
export type AgentView = {
  id: string
  ownerId: string
  name: string
  channel: Channel
  url: string | null
  description: string
  skills: string[]
  labels: Record<string, string>
  maxConcurrency: number
  status: AgentStatus
  reason: string | null
  secretHint: string | null
  tokenHint: string
  breakerOpenUntil: number | null
  failures: number
  throttledUntil: number | null
  limits: GoalLimits
  price: { costUsdPerTask: number } | null
  signing: 'hmac' | 'ed25519'
  publicKey: string | null
  verifiedAt: number | null
  createdAt: number
}
export type RoomCard = { id: string; name: string; status: 'open' | 'paused' | 'archived'; createdAt: number }
export type InviteView = {
  id: string
  roomId: string | null
  role: Role
  email: string | null
  invitedBy: string
  expiresAt: number
  usesLeft: number
  revokedAt: number | null
}
export type TokenView = {
  id: string
  memberId: string
  name: string
  hint: string
  scopes: string[]
  expiresAt: number | null
  revokedAt: number | null
}

export type PlaybookView = {
  id: string
  name: string
  description: string
  parameters: Parameter[]
  tasks: number
  /** It works through a list that a goal may bring. */
  list: boolean
  createdBy: string
  updatedAt: number
}
export type ScheduleView = {
  id: string
  roomId: string
  name: string
  playbook: string
  goal: GoalTerms
  everySeconds: number
  nextAt: number
  lastAt: number | null
  lastOutcome: string | null
  enabled: boolean
  /** In whose name it runs. */
  createdBy: string
}
export type HookView = {
  id: string
  roomId: string
  name: string
  playbook: string
  goal: GoalTerms
  hint: string
  createdBy: string
  lastUsedAt: number | null
  revokedAt: number | null
}

export type WorkspaceSnapshot = {
  seq: number
  workspace: { id: string; name: string }
  members: MemberView[]
  agents: AgentView[]
  rooms: RoomCard[]
  invites: InviteView[]
  tokens: TokenView[]
  playbooks: PlaybookView[]
  schedules: ScheduleView[]
  hooks: HookView[]
}
