import type { Actor, ScopeGroup, Verb } from '../domain/permission.ts'
import type { Agent, Member } from '../domain/workspace.ts'

/** A person who came by session. */
export const asPerson = ({ userId }: Pick<Member, 'userId'>): Actor => ({
  kind: 'member',
  userId,
  via: 'session',
  credentialId: 'session',
  workspaceId: null,
})

/** A person who came by a personal token, which is for one workspace and may be limited to scopes. */
export const asToken = (
  { userId, workspaceId }: Pick<Member, 'userId' | 'workspaceId'>,
  ...scopes: readonly (Verb | ScopeGroup)[]
): Actor => ({
  kind: 'member',
  userId,
  via: 'token',
  credentialId: 'token',
  workspaceId,
  ...(scopes.length > 0 ? { scopes } : {}),
})

/** An agent that came by its own token, or by that of one attempt. */
export const asAgent = (
  { id, workspaceId }: Pick<Agent, 'id' | 'workspaceId'>,
  attemptId: string | null = null,
): Actor => ({
  kind: 'agent',
  agentId: id,
  workspaceId,
  attemptId,
})
