import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** How far the sender's clock may be from ours, in seconds (Standard Webhooks recommends 5 minutes). */
export const toleranceSeconds = 300

/** Takes a `whsec_` secret and the exact bytes of a webhook; returns null when it is genuine and fresh, else what is wrong. */
export function verifySignature(
  secret: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
  nowMs: number,
): string | null {
  const id = headers['webhook-id']
  const timestamp = headers['webhook-timestamp']
  const signatures = headers['webhook-signature']
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') {
    return 'webhook-id, webhook-timestamp and webhook-signature are needed'
  }
  const skewSeconds = nowMs / 1000 - Number(timestamp)
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(skewSeconds) > toleranceSeconds) {
    return `webhook-timestamp is more than ${toleranceSeconds} s from this clock (${Math.round(skewSeconds)} s)`
  }
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest()
  // During a rotation the header holds two entries; one that fits is enough.
  const genuine = signatures.split(' ').some((entry) => {
    const given = entry.startsWith('v1,') ? Buffer.from(entry.slice(3), 'base64') : Buffer.alloc(0)
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
  return genuine ? null : 'webhook-signature does not fit this body and secret'
}
