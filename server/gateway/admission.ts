import type { IncomingMessage } from 'node:http'
import { networkOf } from '../auth/address.ts'
import type { CallerOf } from '../auth/caller.ts'
import type { OriginGuard } from '../auth/origin.ts'
import { createRate } from '../auth/rate.ts'
import type { Person } from './live-socket.ts'

/** Who may open a socket at all: from our own pages, not too many per address, and a person who is signed in. */
export function createAdmission(deps: {
  callerOf: CallerOf
  originAllowed: OriginGuard
  addressOf(request: IncomingMessage): string
  handshakes: { limit: number; windowMs: number }
}) {
  const rate = createRate(deps.handshakes)
  const admitted = new WeakMap<IncomingMessage, Person>()

  async function judge(request: IncomingMessage): Promise<string | null> {
    const { headers, url = '' } = request
    if (!deps.originAllowed(headers, { url, method: 'GET' })) return 'forbidden'
    if (rate.take(networkOf(deps.addressOf(request))) > 0) return 'throttled'
    const actor = await deps.callerOf(headers)
    if (actor?.kind !== 'member') return 'unauthenticated'
    admitted.set(request, actor)
    return null
  }

  return {
    allowRequest(request: IncomingMessage, answer: (refusal: string | null | undefined, allowed: boolean) => void) {
      judge(request).then(
        (refusal) => answer(refusal, refusal === null),
        () => answer('internal', false),
      )
    },
    personOf: (request: IncomingMessage): Person | null => admitted.get(request) ?? null,
  }
}
