import type { Goal, GoalLimits } from './goal.ts'
import type { Plan } from './plan.ts'

export const roles = ['owner', 'admin', 'member', 'viewer'] as const
export type Role = (typeof roles)[number]

export type Workspace = { id: string; name: string; createdAt: number }

/** A person in a workspace. */
export type Member = {
  id: string
  workspaceId: string
  userId: string
  name: string
  email: string
  role: Role
  status: 'active' | 'removed'
  createdAt: number
}

export const channels = ['webhook', 'pull', 'a2a', 'mcp', 'chat'] as const
export type Channel = (typeof channels)[number]

export const agentStatuses = ['unverified', 'active', 'paused', 'disabled', 'removed'] as const
export type AgentStatus = (typeof agentStatuses)[number]

/** How an agent's endpoint behaves: failures in a row open the breaker, one probe closes it. */
export type Breaker = {
  failures: number
  failingSince: number | null
  openUntil: number | null
  openMs: number
  probing: boolean
}
export const closedBreaker: Breaker = { failures: 0, failingSince: null, openUntil: null, openMs: 0, probing: false }

export type Agent = {
  id: string
  workspaceId: string
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
  tokenHash: string
  tokenHint: string
  /** Sealed with the installation's key; the plain secret is shown once. */
  secret: string | null
  secretHint: string | null
  previousSecret: string | null
  previousSecretUntil: number | null
  breaker: Breaker
  /** Set while the agent asked for quiet (Retry-After). */
  throttledUntil: number | null
  /** What it may use up in all. */
  limits: GoalLimits
  /** What a task costs, as its owner says. */
  price: { costUsdPerTask: number } | null
  /** How we sign what we send it: with the shared secret, or with our private key of which it has the public half. */
  signing: 'hmac' | 'ed25519'
  publicKey: string | null
  privateKey: string | null
  verifiedAt: number | null
  lastSeenAt: number | null
  createdAt: number
}

export type Invite = {
  id: string
  workspaceId: string
  roomId: string | null
  role: Role
  email: string | null
  tokenHash: string
  invitedBy: string
  expiresAt: number
  usesLeft: number
  revokedAt: number | null
  createdAt: number
}

export type PersonalToken = {
  id: string
  workspaceId: string
  memberId: string
  name: string
  tokenHash: string
  hint: string
  /** Verbs it may use; empty means all that its member may. */
  scopes: string[]
  expiresAt: number | null
  revokedAt: number | null
  createdAt: number
}

/** A place in a saved plan's texts that is filled in when it is used: `{{name}}`. */
export type Parameter = { name: string; description: string; default: string | null }
/** A plan that is bound to no room, with the items that it works through when it is given no others. */
export type SavedPlan = Plan & { items: Goal['items'] }
/** A plan saved for use again. */
export type Playbook = {
  id: string
  workspaceId: string
  name: string
  description: string
  parameters: Parameter[]
  plan: SavedPlan
  /** The goal it was saved from. */
  savedFrom: string | null
  createdBy: string
  createdAt: number
  updatedAt: number
}

/** What a schedule or a hook starts, beside the playbook. */
export type GoalTerms = {
  title: string
  brief: string
  acceptance: string[]
  parameters: Record<string, string>
  autonomy: 'plan_first' | 'run'
}
/** A goal that is started again and again. */
export type Schedule = {
  id: string
  workspaceId: string
  roomId: string
  name: string
  playbook: string
  goal: GoalTerms
  everySeconds: number
  nextAt: number
  lastAt: number | null
  lastOutcome: string | null
  enabled: boolean
  createdBy: string
  createdAt: number
}
/** A link by which another system starts a goal. */
export type Hook = {
  id: string
  workspaceId: string
  roomId: string
  name: string
  playbook: string
  goal: GoalTerms
  tokenHash: string
  hint: string
  /** Sealed; what the other system signs with. */
  secret: string
  createdBy: string
  createdAt: number
  lastUsedAt: number | null
  revokedAt: number | null
}

/** What a new agent has not yet. */
export const freshAgent = {
  limits: {},
  price: null,
  signing: 'hmac',
  publicKey: null,
  privateKey: null,
} as const satisfies Partial<Agent>
