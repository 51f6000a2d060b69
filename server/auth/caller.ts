import type { IncomingHttpHeaders } from 'node:http'
import type pg from 'pg'
import type { Actor } from '../domain/permission.ts'
import { findAgentHolder, findAttemptHolder, findTokenHolder } from '../store/account-reads.ts'
import { remember } from './remembered.ts'
import type { Sessions } from './sessions.ts'
import { hashToken, type TokenKey, verifyAttemptToken } from './tokens.ts'

export type CallerOf = (headers: IncomingHttpHeaders) => Promise<Actor | null>

/** How long a token that another process revoked may still count here. */
const trustMs = 5000
const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const shapes = {
  personal: /^mst_pat_[\x21-\x7e]{20,300}$/,
  agent: /^mst_agt_[\x21-\x7e]{20,300}$/,
  attempt: new RegExp(`^mst_att_(${uuid})_[\\w-]{43}$`),
}

/** Who makes a request, by its bearer token or else its session cookie. Bad credentials are nobody, never an error. */
export function createCallers(deps: { pool: pg.Pool; sessions: Sessions; attemptKey: TokenKey; now?: () => number }): {
  callerOf: CallerOf
  forgetTokens(): void
} {
  const now = deps.now ?? Date.now
  const rule = { ttlMs: trustMs, max: 20_000, now }
  const holders = remember(rule, (hash) => findTokenHolder(deps.pool, hash))
  const agents = remember(rule, (hash) => findAgentHolder(deps.pool, hash))
  const attempts = remember(rule, (id) => findAttemptHolder(deps.pool, id))

  async function byToken(token: string): Promise<Actor | null> {
    if (shapes.personal.test(token)) {
      const holder = await holders.get(hashToken(token))
      if (!holder || (holder.expiresAt !== null && holder.expiresAt <= now())) return null
      const { userId, tokenId, workspaceId, scopes } = holder
      const limits = scopes.length > 0 ? { scopes } : {}
      return { kind: 'member', userId, via: 'token', credentialId: tokenId, workspaceId, ...limits }
    }
    if (shapes.agent.test(token)) {
      const holder = await agents.get(hashToken(token))
      return holder && { kind: 'agent', ...holder, attemptId: null }
    }
    const attemptId = shapes.attempt.test(token) ? verifyAttemptToken(token, deps.attemptKey) : null
    const holder = attemptId && (await attempts.get(attemptId))
    return holder ? { kind: 'agent', ...holder, attemptId } : null
  }

  return {
    async callerOf({ authorization, cookie }) {
      if (authorization !== undefined) {
        const [, token] = /^Bearer ([\x21-\x7e]+)$/i.exec(authorization) ?? []
        return token === undefined ? null : byToken(token)
      }
      const session = await deps.sessions.find(cookie)
      if (!session) return null
      return { kind: 'member', userId: session.userId, via: 'session', credentialId: session.id, workspaceId: null }
    },
    forgetTokens() {
      for (const kept of [holders, agents, attempts]) kept.dropWhere(() => true)
    },
  }
}
