import { Readable } from 'node:stream'
import * as z from 'zod'
import type { Auth } from '../auth/auth.ts'
import { normalEmail } from '../auth/email.ts'
import { createRate } from '../auth/rate.ts'
import { type Refusal, refuse } from '../contract/problems.ts'
import { eraseUser, findUser, listMemberships } from '../store/account.ts'
import { readOwn } from '../store/reads/own.ts'
import { attachment } from './file-headers.ts'
import { type Door, problemReply, type Reply } from './http.ts'
import { parse } from './kit.ts'

const signInFirst = problemReply(refuse('unauthenticated', 'Sign in first.'))

const deletion = z.strictObject({ email: z.string().max(320), password: z.string().max(1024).default('') })

type Forget = (input: { workspaceId: string; memberId: string }) => Promise<{ ok: true } | Refusal>

/**
 * `DELETE /api/v1/me/account`: the account of the person who is signed in, who types their e-mail and, where they have one, their password.
 * Refused while a workspace would be left without an owner.
 */
export function createDeletionDoor(auth: Auth, forget: Forget): Door {
  return {
    method: 'DELETE',
    path: '/api/v1/me/account',
    async handle(request) {
      const actor = await auth.callerOf(request.headers)
      if (actor?.kind !== 'member' || actor.via !== 'session') return signInFirst
      const given = parse(deletion, await request.json(4096))
      if (!given.ok) return problemReply(given)
      const user = await findUser(auth.pool, actor.userId)
      if (!user) return signInFirst
      const { email, password } = given.value
      if (normalEmail(email) !== user.email) return atOneField('email', 'This is not the e-mail of your account.')
      if (user.passwordHash !== null) {
        const { remoteAddress: address } = request
        const checked = await auth.signIn({ email: user.email, password, address, deviceUserId: null })
        if (!checked.ok && checked.code === 'throttled') return problemReply(checked)
        if (!checked.ok) return atOneField('password', 'This is not your password.')
      }
      const memberships = await listMemberships(auth.pool, user.id)
      const kept = memberships.find(({ lastOwner }) => lastOwner)
      if (kept)
        return problemReply(
          refuse('conflict', `You are the last owner of “${kept.workspaceName}”. Make somebody else owner first.`),
        )
      for (const { workspaceId, memberId } of memberships) {
        const forgotten = await forget({ workspaceId, memberId })
        if (!forgotten.ok) return problemReply(forgotten)
      }
      await auth.sessions.end({ userId: user.id })
      await eraseUser(auth.pool, user.id)
      auth.forgetUser(user.id)
      return { status: 204 }
    },
  }
}

const atOneField = (path: string, message: string): Reply =>
  problemReply(refuse('invalid', message, [{ path, message }]))

/** `GET /api/v1/me/export`: all that belongs to the person who is signed in, as one JSON file. */
export function createOwnDoor(auth: Pick<Auth, 'callerOf' | 'pool' | 'now'>): Door {
  // Each holds a connection while it is read.
  const exports = createRate({ limit: 5, windowMs: 10 * 60_000 }, auth.now)
  return {
    method: 'GET',
    path: '/api/v1/me/export',
    async handle({ headers }) {
      const actor = await auth.callerOf(headers)
      if (actor?.kind !== 'member' || actor.via !== 'session') return signInFirst
      const wait = exports.take(actor.userId)
      if (wait > 0) {
        const retryAfterSeconds = Math.ceil(wait / 1000)
        return problemReply({ ...refuse('throttled', 'You took it a few times just now.'), retryAfterSeconds })
      }
      return {
        status: 200,
        headers: {
          'content-type': 'application/json',
          'content-disposition': attachment('what-is-mine-in-muster.json'),
        },
        stream: Readable.from(readOwn(auth.pool, actor.userId)),
      }
    },
  }
}
