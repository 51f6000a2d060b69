import type { Records, Shape } from './tables.ts'

const t = 'text'
const i = 'int'
const j = 'json'
const at = 'time'

/** Columns of the tables of a workspace. */
export const workspaceShapes = {
  workspace: { id: t, name: t, createdAt: at },
  member: { id: t, workspaceId: t, userId: t, name: t, email: t, role: t, status: t, createdAt: at },
  invite: {
    id: t,
    workspaceId: t,
    roomId: t,
    role: t,
    email: t,
    tokenHash: t,
    invitedBy: t,
    expiresAt: at,
    usesLeft: i,
    revokedAt: at,
    createdAt: at,
  },
  personal_token: {
    id: t,
    workspaceId: t,
    memberId: t,
    name: t,
    tokenHash: t,
    hint: t,
    expiresAt: at,
    revokedAt: at,
    createdAt: at,
  },
  agent: {
    id: t,
    workspaceId: t,
    ownerId: t,
    name: t,
    channel: t,
    url: t,
    description: t,
    skills: j,
    labels: j,
    maxConcurrency: i,
    status: t,
    reason: t,
    tokenHash: t,
    tokenHint: t,
    secret: t,
    secretHint: t,
    previousSecret: t,
    previousSecretUntil: at,
    breaker: j,
    throttledUntil: at,
    verifiedAt: at,
    lastSeenAt: at,
    createdAt: at,
  },
} as const satisfies { [N in 'workspace' | 'member' | 'invite' | 'personal_token' | 'agent']: Shape<Records[N]> }
