import { Readable } from 'node:stream'
import type { Auth } from '../auth/auth.ts'
import { createRate } from '../auth/rate.ts'
import { refuse } from '../contract/problems.ts'
import { readOwn } from '../store/reads/own.ts'
import { attachment } from './file-headers.ts'
import { type Door, problemReply } from './http.ts'

const signInFirst = problemReply(refuse('unauthenticated', 'Sign in first.'))

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
