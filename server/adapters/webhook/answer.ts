/** What an agent's answer means. `declined` and `throttled` are not failures; `gone` turns the agent off. */
export type AnswerVerdict<Completed> =
  | { kind: 'delivered' }
  | { kind: 'accepted' }
  | { kind: 'declined'; reason: string }
  | { kind: 'completed'; payload: Completed }
  | { kind: 'invalid'; errors: string[] }
  | { kind: 'challenge'; value: string }
  | { kind: 'gone' }
  | { kind: 'throttled'; retryAfterMs: number | null }
  | { kind: 'failed' }

/** Judges the body of an answer that claims completion; errors are sentences or paths. */
export type ValidateCompleted<Completed> = (
  body: Record<string, unknown>,
) => { ok: true; payload: Completed } | { ok: false; errors: string[] }

const maxRetryAfterMs = 3_600_000
const maxDepth = 64

/** The wait a Retry-After header asks for, in ms: seconds or an HTTP date, at most 1 h; null when negative or unreadable. */
export function readRetryAfter(header: string | undefined, nowMs: number): number | null {
  const text = header?.trim()
  if (!text) return null
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1_000, maxRetryAfterMs)
  // Date.parse takes nearly anything; an HTTP date begins with the day's name.
  const at = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) || at <= nowMs ? null : Math.min(at - nowMs, maxRetryAfterMs)
}

function nestsTooDeep(text: string): boolean {
  let depth = 0
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (inString) {
      if (char === '\\') i++
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === '{' || char === '[') {
      if (++depth > maxDepth) return true
    } else if (char === '}' || char === ']') depth--
  }
  return false
}

/** The JSON object in a body, or null: not UTF-8, not JSON, not an object, or nested over 64 deep. `__proto__` keys are dropped. */
export function readJsonObject(body: Uint8Array): Record<string, unknown> | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    if (!text.trimStart().startsWith('{') || nestsTooDeep(text)) return null
    const read: unknown = JSON.parse(text, (key, value) => (key === '__proto__' ? undefined : value))
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? { ...read } : null
  } catch {
    return null
  }
}

const sentence = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 2_000) : null

function readSuccess<Completed>(
  type: string,
  body: Uint8Array,
  validate: ValidateCompleted<Completed>,
): { verdict: AnswerVerdict<Completed>; reason?: string } {
  const read = readJsonObject(body)
  if (type === 'agent.ping') {
    const value = read?.challenge
    return { verdict: typeof value === 'string' ? { kind: 'challenge', value } : { kind: 'delivered' } }
  }
  switch (read?.status) {
    case 'accepted':
      return { verdict: { kind: 'accepted' } }
    case 'declined':
      return { verdict: { kind: 'declined', reason: sentence(read.reason) ?? 'No reason was given.' } }
    case 'completed': {
      const judged = validate(read)
      if (judged.ok) return { verdict: { kind: 'completed', payload: judged.payload } }
      const reason = `Your endpoint answered "completed" with a body we cannot use: ${judged.errors.join('; ')}. Correct it and complete the attempt by its callback.`
      return { verdict: { kind: 'invalid', errors: judged.errors }, reason }
    }
    default:
      // Any 2xx is delivered, whatever stands in it.
      return { verdict: { kind: 'delivered' } }
  }
}

const fixes: Record<number, string> = {
  400: 'It did not understand the message. Read the JSON body as it is, {"type", "timestamp", "data"}.',
  401: 'It refused our signature or wants a sign-in. Verify with the current whsec_ secret, and let our requests through.',
  403: 'It refused our signature or wants a sign-in. Verify with the current whsec_ secret, and let our requests through.',
  404: 'Nothing listens at this path. Check the path of the address.',
  405: 'It does not take POST at this path. Check the path of the address.',
  408: 'It gave up waiting. Answer at once and do the work afterwards.',
  413: 'It found the message too large. Accept bodies of 20 kB and more.',
  415: 'It does not take application/json. Accept that content type.',
  502: 'What stands in front of your server could not reach it. Check that it runs.',
  503: 'It is not available. Check that it runs; a Retry-After header tells us when to come back.',
  504: 'What stands in front of your server waited too long. Answer at once and do the work afterwards.',
}

function failureReason(status: number): string {
  const lead = `Your endpoint answered ${status}`
  if (status >= 300 && status < 400) return `${lead}; we do not follow redirects. Use the final address.`
  const fix =
    fixes[status] ??
    (status >= 500
      ? 'It failed while it handled the message. Look for the webhook-id in its log.'
      : 'Answer 2xx when the message has arrived.')
  return `${lead}. ${fix}`
}

/** Reads the answer to a message of this type: what it means and, unless it is plain success, a sentence for the agent's owner with what to do. */
export function readAnswer<Completed>(
  type: string,
  answer: { status: number; headers: Record<string, string>; body: Uint8Array },
  nowMs: number,
  validate: ValidateCompleted<Completed>,
): { verdict: AnswerVerdict<Completed>; reason?: string } {
  const { status, headers, body } = answer
  if (status >= 200 && status < 300) return readSuccess(type, body, validate)
  if (status === 409 || status === 422) {
    const read = readJsonObject(body)
    const reason = sentence(read?.reason) ?? sentence(read?.detail) ?? `The agent answered ${status}.`
    return { verdict: { kind: 'declined', reason } }
  }
  if (status === 410) {
    const reason =
      'Your endpoint answered 410: it wants no more messages, so the agent is turned off. Verify it again to turn it on.'
    return { verdict: { kind: 'gone' }, reason }
  }
  const retryAfterMs = readRetryAfter(headers['retry-after'], nowMs)
  if (status === 429 || (status === 503 && retryAfterMs !== null)) {
    const wait = retryAfterMs === null ? 'a while' : `${Math.ceil(retryAfterMs / 1_000)} s`
    const reason = `Your endpoint answered ${status}: it asks us to slow down. We wait ${wait}; raise its limit or lower the agent's concurrency if this happens often.`
    return { verdict: { kind: 'throttled', retryAfterMs }, reason }
  }
  return { verdict: { kind: 'failed' }, reason: failureReason(status) }
}
