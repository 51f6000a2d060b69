import { refuse } from '../contract/problems.ts'
import type { DoorRequest, Reply } from './http.ts'
import { problemReply } from './http.ts'

const callsPerMinute = 60

/** Calls of one agent about one attempt in the running minute: nobody uses up another's. */
export class Calls {
  private readonly starts = new Map<string, { at: number; count: number }>()
  constructor(private readonly now: () => number) {}
  /** Counts a call; the refusal when it is one too many, else null. */
  take(agentId: string, attemptId: string): Reply | null {
    const now = this.now()
    const key = `${agentId} ${attemptId}`
    const window = this.starts.get(key)
    if (!window || now - window.at >= 60_000) {
      if (this.starts.size > 20_000) this.starts.clear()
      this.starts.set(key, { at: now, count: 1 })
      return null
    }
    window.count += 1
    if (window.count <= callsPerMinute) return null
    return problemReply({
      ...refuse('throttled', `${callsPerMinute} calls a minute per attempt are the limit.`),
      retryAfterSeconds: Math.ceil((window.at + 60_000 - now) / 1000),
    })
  }
}

/** The body as JSON. Nothing is an empty object, however it is announced. Throws BodyRefused. */
export async function jsonBody(request: DoorRequest, limit: number): Promise<unknown> {
  return (await request.body(limit)).length === 0 ? {} : request.json(limit)
}

const tooLong = (what: string, path: string, longest: number): Reply =>
  problemReply(
    refuse('invalid', `${what} has 1 to ${longest} characters.`, [{ path, message: `1 to ${longest} characters` }]),
  )
const longest = { key: 200, artifactId: 120 }
const unusableKey = tooLong('Idempotency-Key', 'Idempotency-Key', longest.key)
const unusableArtifactId = tooLong('An artifact’s id', 'artifactId', longest.artifactId)

/** The caller's own name for this request, or the refusal of a name that cannot be kept: one that is ignored or cut would protect nobody. */
export function idempotencyKey({ headers, params }: DoorRequest): string | undefined | Reply {
  if ((params.artifactId ?? '').length > longest.artifactId) return unusableArtifactId
  const key = headers['idempotency-key']
  if (key === undefined) return undefined
  return typeof key === 'string' && key.length > 0 && key.length <= longest.key ? `key:${key}` : unusableKey
}
