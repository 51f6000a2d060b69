import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

/** A key for one purpose; tokens made with one are worth nothing under another. */
export type TokenKey = Uint8Array

/** Derives the key for attempt tokens or for links from the server's own secret. */
export function tokenKey(serverSecret: string, purpose: 'attempt' | 'link'): TokenKey {
  return new Uint8Array(hkdfSync('sha256', serverSecret, 'muster', `token ${purpose} v1`, 32))
}

/** A new random token: the prefix (`mst_pat_`, `mst_agt_`) and 32 bytes in base64url. Shown once, kept only as its hash. */
export function newToken(prefix: string): string {
  return prefix + randomBytes(32).toString('base64url')
}

/** What is stored of a token: its SHA-256 in hex. Tokens carry 256 random bits, so a slow hash would add nothing. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

const attemptPrefix = 'mst_att_'
const macLength = 43

const macOf = (text: string, key: TokenKey) => createHmac('sha256', key).update(text).digest('base64url')

function sameText(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** The token of one attempt, `mst_att_<attempt id>_<mac>`: the same each time, so a retried offer has the same bytes. */
export function deriveAttemptToken(attemptId: string, key: TokenKey): string {
  return `${attemptPrefix}${attemptId}_${macOf(attemptId, key)}`
}

/** The attempt a token speaks for, or null when we did not make it. Whether that attempt is current is asked elsewhere. */
export function verifyAttemptToken(token: string, key: TokenKey): string | null {
  // The mac itself may hold underscores, so it is cut off by length.
  const attemptId = token.slice(attemptPrefix.length, -(macLength + 1))
  return attemptId && sameText(token, deriveAttemptToken(attemptId, key)) ? attemptId : null
}

/** A link token that needs no row: what it opens, until when (Unix seconds), and our mac. Safe in a URL path. */
export function signLink(kind: string, payload: unknown, expiresAtSeconds: number, key: TokenKey): string {
  const body = Buffer.from(JSON.stringify([kind, expiresAtSeconds, payload])).toString('base64url')
  return `${body}.${macOf(body, key)}`
}

/** What a link token opens, or null when it is not ours, of another kind, or past its time. The caller checks the shape. */
export function readLink(kind: string, token: string, nowSeconds: number, key: TokenKey): unknown {
  const [body, mac, ...rest] = token.split('.')
  if (!body || !mac || rest.length > 0 || !sameText(mac, macOf(body, key))) return null
  const [signedKind, expiresAtSeconds, payload] = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'))
  return signedKind === kind && nowSeconds < expiresAtSeconds ? payload : null
}
