import { createHmac, createPrivateKey, generateKeyPairSync, randomBytes, sign, timingSafeEqual } from 'node:crypto'

/** How far a receiver's clock may be from the sender's, in seconds, before a signature is too old or too new. */
export const toleranceSeconds = 300

const secretPrefix = 'whsec_'
const privatePrefix = 'whsk_'
const publicPrefix = 'whpk_'
/** What stands before the 32 bytes of an ed25519 private key in PKCS #8 (RFC 8410). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')

export interface SignedMessage {
  id: string
  timestampSeconds: number
  body: string | Uint8Array
  /** `whsec_` secrets, during a rotation the new one first, and the `whsk_` private key where one was asked for. */
  secrets: readonly string[]
}

export type Verdict = { ok: true } | { ok: false; code: 'malformed' | 'too_old' | 'too_new' | 'no_match' }

/** A new signing secret: `whsec_` and 32 random bytes in base64. */
export function newSecret(): string {
  return secretPrefix + randomBytes(32).toString('base64')
}

/** A new ed25519 key pair: `whsk_` and `whpk_` with 32 bytes each in base64 (Standard Webhooks, asymmetric). */
export function newKeyPair(): { privateKey: string; publicKey: string } {
  const { privateKey } = generateKeyPairSync('ed25519')
  const { d = '', x = '' } = privateKey.export({ format: 'jwk' })
  const base64 = (text: string) => Buffer.from(text, 'base64url').toString('base64')
  return { privateKey: privatePrefix + base64(d), publicKey: publicPrefix + base64(x) }
}

/** One `v1a,` entry. Throws when the key is not 32 bytes. */
function signed(privateKey: string, id: string, timestamp: string, body: string | Uint8Array): string {
  const seed = Buffer.from(privateKey.slice(privatePrefix.length), 'base64')
  if (seed.length !== 32) throw new Error('A private key must be whsk_ and 32 bytes in base64.')
  const key = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' })
  const message = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), Buffer.from(body)])
  return `v1a,${sign(null, message, key).toString('base64')}`
}

/** The key inside a `whsec_` secret, or null when it is not one of 24 to 64 bytes (Standard Webhooks 1.0.0). */
function keyOf(secret: string): Buffer | null {
  if (!secret.startsWith(secretPrefix)) return null
  const key = Buffer.from(secret.slice(secretPrefix.length), 'base64')
  return key.length >= 24 && key.length <= 64 ? key : null
}

const macOf = (key: Buffer, id: string, timestamp: string, body: string | Uint8Array) =>
  createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest()

/** The `webhook-signature` value: one entry per secret (`v1,`) or private key (`v1a,`), in their order. Throws on a bad id or secret: those are ours. */
export function signatureHeader({ id, timestampSeconds, body, secrets }: SignedMessage): string {
  if (!id || id.includes('.')) throw new Error('A webhook id must be non-empty and hold no full stop.')
  if (secrets.length === 0) throw new Error('A webhook needs at least one secret.')
  return secrets
    .map((secret) => {
      if (secret.startsWith(privatePrefix)) return signed(secret, id, String(timestampSeconds), body)
      const key = keyOf(secret)
      if (!key) throw new Error('A webhook secret must be whsec_ and 24 to 64 bytes in base64.')
      return `v1,${macOf(key, id, String(timestampSeconds), body).toString('base64')}`
    })
    .join(' ')
}

/**
 * Judges the three headers of a signed message by the raw body, before anything is parsed. True for any `v1` entry that
 * matches any secret within 300 s of `nowSeconds`. A reused id is not seen here: the caller keeps ids for seven days.
 */
export function verifySignature(input: {
  id: string | undefined
  timestamp: string | undefined
  signature: string | undefined
  body: string | Uint8Array
  secrets: readonly string[]
  nowSeconds: number
}): Verdict {
  const { id, timestamp, signature, body, secrets, nowSeconds } = input
  if (!id || id.includes('.') || !signature || !timestamp || !/^\d{1,12}$/.test(timestamp)) {
    return { ok: false, code: 'malformed' }
  }
  if (nowSeconds - Number(timestamp) > toleranceSeconds) return { ok: false, code: 'too_old' }
  if (Number(timestamp) - nowSeconds > toleranceSeconds) return { ok: false, code: 'too_new' }

  const expected = secrets.flatMap((secret) => {
    const key = keyOf(secret)
    return key ? [macOf(key, id, timestamp, body)] : []
  })
  let matched = false
  for (const entry of signature.split(' ', 16)) {
    if (!entry.startsWith('v1,')) continue
    const given = Buffer.from(entry.slice(3), 'base64')
    for (const mac of expected) {
      // No early way out: every entry is compared with every secret, each in constant time.
      if (given.length === mac.length && timingSafeEqual(given, mac)) matched = true
    }
  }
  return matched ? { ok: true } : { ok: false, code: 'no_match' }
}
