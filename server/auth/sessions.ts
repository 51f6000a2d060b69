import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { endSessions, findSession, insertSession, touchSession } from '../store/account.ts'
import { type CookieNames, cookieIn, readSessionCookie } from './cookies.ts'
import { remember } from './remembered.ts'
import { hashToken } from './tokens.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How long a sign-in lasts: 30 days and 7 days unused when kept, else 12 hours. */
export const lifetimes = { keptMs: 30 * day, notKeptMs: 12 * hour, idleMs: 7 * day } as const
/** How long a session that another process ended may still count here. */
const trustMs = 15_000
const touchEveryMs = 5 * minute

export type LiveSession = { id: string; userId: string; name: string; email: string }
/** Who lost their way in: one session, or every session and token of a user. */
export type Ended = { sessionId: string } | { userId: string }

export type Sessions = {
  /** Makes a session row; answers what the browser shall hold, in plain. */
  start(userId: string, userAgent: string | null, kept: boolean): Promise<string>
  /** The live session behind a Cookie header, or null. */
  find(cookieHeader: string | undefined): Promise<LiveSession | null>
  /** Whether a session still counts. */
  isLive(sessionId: string): Promise<boolean>
  end(which: { userId: string; only?: string; except?: string }): Promise<string[]>
  /** Ends what a sign-in cookie holds in plain, as at signing out. */
  endPlain(userId: string, session: string): Promise<void>
  /** What is remembered of a user is read again: their role, name or standing changed. */
  forgetUser(userId: string): void
  onEnded(listener: (who: Ended) => void): () => void
}

export function createSessions(deps: {
  pool: pg.Pool
  names: CookieNames
  cookieSecret: string
  now?: () => number
}): Sessions {
  const now = deps.now ?? Date.now
  const listeners = new Set<(who: Ended) => void>()
  const cookies = remember({ ttlMs: 10 * minute, max: 20_000, now }, (value) =>
    readSessionCookie(value, deps.cookieSecret),
  )
  const rows = remember({ ttlMs: trustMs, max: 20_000, now }, (id) => findSession(deps.pool, id))
  const touched = new Map<string, number>()

  async function live(id: string) {
    const row = await rows.get(id)
    const at = now()
    if (!row || at >= row.expiresAt || at - (touched.get(id) ?? row.lastSeenAt) > lifetimes.idleMs) return null
    if (at - Math.max(row.lastSeenAt, touched.get(id) ?? 0) > touchEveryMs) {
      if (touched.size > 20_000) touched.clear()
      touched.set(id, at)
      // When this fails the session only seems a little older.
      touchSession(deps.pool, id, at).catch(() => touched.delete(id))
    }
    return row
  }

  const sessions: Sessions = {
    async start(userId, userAgent, kept) {
      const plain = randomBytes(16).toString('base64url')
      const at = now()
      await insertSession(deps.pool, {
        id: hashToken(plain),
        userId,
        createdAt: at,
        lastSeenAt: at,
        expiresAt: at + (kept ? lifetimes.keptMs : lifetimes.notKeptMs),
        userAgent: userAgent?.slice(0, 300) ?? null,
      })
      return plain
    },
    async find(cookieHeader) {
      const value = cookieIn(cookieHeader, deps.names.session)
      const claim = value === null ? null : await cookies.get(value)
      if (!claim) return null
      const row = await live(hashToken(claim.session))
      if (!row || row.userId !== claim.userId) return null
      return { id: row.id, userId: row.userId, name: row.name, email: row.email }
    },
    isLive: async (id) => (await live(id)) !== null,
    async end(which) {
      const ended = await endSessions(deps.pool, which, now())
      for (const id of ended) {
        rows.drop(id)
        for (const listener of listeners) listener({ sessionId: id })
      }
      return ended
    },
    async endPlain(userId, session) {
      await sessions.end({ userId, only: hashToken(session) })
    },
    forgetUser(userId) {
      rows.dropWhere((row) => row.userId === userId)
    },
    onEnded(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return sessions
}
