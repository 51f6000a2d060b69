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
  expiresAt: number | null
  revokedAt: number | null
  createdAt: number
}
