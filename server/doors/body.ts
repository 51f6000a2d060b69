import type { IncomingMessage } from 'node:http'
import { type Refusal, refuse } from '../contract/problems.ts'
import { hasDuplicateKey } from './json-keys.ts'

/** Thrown while a body is read; the doors turn it into its problem. */
export class BodyRefused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.detail)
    this.refusal = refusal
  }
}

const slowestMs = 30_000
const deepest = 64

/** The bytes of a request, at most `limit` of them and within 30 s. Throws BodyRefused. */
export function readBody(req: IncomingMessage, limit: number): Promise<Buffer> {
  const encoding = req.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') {
    return Promise.reject(new BodyRefused(refuse('unsupported_media_type', 'Send the body without content-encoding.')))
  }
  const tooLarge = () => new BodyRefused(refuse('too_large', `The body may have at most ${limit} bytes.`))
  if (Number(req.headers['content-length'] ?? 0) > limit) return Promise.reject(tooLarge())
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const finish = (error: BodyRefused | null) => {
      clearTimeout(late)
      req.off('data', take).off('end', done).off('close', hungUp).off('error', hungUp)
      if (error) reject(error)
      else resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks))
    }
    const take = (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) finish(tooLarge())
      else chunks.push(chunk)
    }
    const done = () => finish(null)
    const hungUp = () => finish(new BodyRefused(refuse('invalid', 'The body ended too early.')))
    const late = setTimeout(
      () => finish(new BodyRefused(refuse('invalid', 'The body took longer than 30 seconds.'))),
      slowestMs,
    )
    req.on('data', take).on('end', done).on('close', hungUp).on('error', hungUp)
  })
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * JSON that is safe to hand to a schema and to keep in Postgres. Throws BodyRefused: another media type, bytes that are
 * not UTF-8, a key twice in one object, `__proto__` keys, more than 64 levels, NUL characters or half surrogate pairs.
 */
export function parseJson(contentType: string | undefined, bytes: Buffer): unknown {
  const [mediaType = ''] = (contentType ?? '').split(';')
  if (!/^application\/([\w.-]+\+)?json$/i.test(mediaType.trim())) {
    throw new BodyRefused(refuse('unsupported_media_type', 'Send JSON, with content-type: application/json.'))
  }
  let value: unknown
  let text = ''
  try {
    text = utf8.decode(bytes)
    value = JSON.parse(text)
  } catch {
    throw new BodyRefused(refuse('invalid', 'The body is not JSON.'))
  }
  const wrong = faultOf(value, text.includes('\\u')) ?? (hasDuplicateKey(text) ? 'The body names a key twice.' : null)
  if (wrong) throw new BodyRefused(refuse('invalid', wrong))
  return value
}

const unstorable = /\0|\p{Surrogate}/u

function faultOf(root: unknown, escapes: boolean): string | null {
  let level: unknown[] = [root]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return `The body is nested deeper than ${deepest} levels.`
    const below: unknown[] = []
    for (const value of level) {
      if (escapes && typeof value === 'string' && unstorable.test(value)) return unkeepable
      if (typeof value !== 'object' || value === null) continue
      if (Object.hasOwn(value, '__proto__')) return 'The body has a key that is not taken.'
      if (escapes && Object.keys(value).some((key) => unstorable.test(key))) return unkeepable
      for (const item of Object.values(value)) below.push(item)
    }
    level = below
  }
  return null
}

const unkeepable = 'The body has characters that cannot be kept.'
