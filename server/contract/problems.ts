/** The codes of agent-protocol.md 3, each with the HTTP status the doors answer and its title. Total: one table for all floors. */
export const problems = {
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  invalid: { status: 422, title: 'The input is not right' },
  too_large: { status: 413, title: 'Too large' },
  unsupported_media_type: { status: 415, title: 'This media type is not taken' },
  conflict: { status: 409, title: 'This cannot be done now' },
  superseded: { status: 409, title: 'This attempt is no longer current' },
  idempotency_mismatch: { status: 409, title: 'The same id came with another body' },
  changed_meanwhile: { status: 409, title: 'It changed meanwhile' },
  limit_reached: { status: 429, title: 'Limit reached' },
  throttled: { status: 429, title: 'Too many requests' },
  paused: { status: 409, title: 'It is paused' },
  internal: { status: 500, title: 'Something broke on our side' },
} as const satisfies Record<string, { status: number; title: string }>

export type ProblemCode = keyof typeof problems

/** RFC 9457 problem details as the doors send them. */
export type Problem = {
  type: string
  title: string
  status: number
  detail: string
  code: ProblemCode
  instance?: string
  errors?: { path: string; message: string }[]
  retryAfterSeconds?: number
}

/** A refusal is a value: a code and a sentence that says what to do next. */
export type Refusal = {
  ok: false
  code: ProblemCode
  detail: string
  errors?: { path: string; message: string }[]
  retryAfterSeconds?: number
}
export const refuse = (code: ProblemCode, detail: string, errors?: { path: string; message: string }[]): Refusal => ({
  ok: false,
  code,
  detail,
  ...(errors ? { errors } : {}),
})

export function problemOf(refusal: Refusal): Problem {
  const { status, title } = problems[refusal.code]
  return {
    type: `/problems/${refusal.code}`,
    title,
    status,
    detail: refusal.detail,
    code: refusal.code,
    ...(refusal.errors ? { errors: refusal.errors } : {}),
    ...(refusal.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: refusal.retryAfterSeconds }),
  }
}
