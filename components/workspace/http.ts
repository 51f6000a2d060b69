import type { ProblemCode } from '../../server/contract/problems.ts'

export type Failure = {
  ok: false
  /** `offline`: no answer came at all; trying again is right. */
  code: ProblemCode | 'offline'
  detail: string
  errors?: { path: string; message: string }[]
  retryAfterSeconds?: number
}
export type Got<T> = { ok: true; value: T } | Failure

export const offline: Failure = {
  ok: false,
  code: 'offline',
  detail: 'The server cannot be reached. Nothing is lost; this is tried again by itself.',
}

/** What a response that is not 2xx says, in words; gateways' 502 to 504 count as no answer. */
export async function failureOf(response: Response): Promise<Failure> {
  if (response.status >= 502 && response.status <= 504) return offline
  const body: unknown = await response.json().catch(() => null)
  const said = typeof body === 'object' && body !== null ? (body as Partial<Failure> & { title?: string }) : {}
  const byStatus = {
    401: 'unauthenticated',
    403: 'forbidden',
    404: 'not_found',
    413: 'too_large',
    429: 'throttled',
  } as const
  return {
    ok: false,
    code: said.code ?? byStatus[response.status as keyof typeof byStatus] ?? 'internal',
    detail: said.detail || said.title || `The server answered ${response.status}.`,
    ...(said.errors ? { errors: said.errors } : {}),
    ...(said.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: said.retryAfterSeconds }),
  }
}

/** Reads one of our addresses (`/api/v1/…`) as JSON. Never throws: what went wrong is a value. */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<Got<T>> {
  try {
    const response = await fetch(path, { headers: { accept: 'application/json' }, ...(signal ? { signal } : {}) })
    if (!response.ok) return await failureOf(response)
    return { ok: true, value: (await response.json()) as T }
  } catch {
    return offline
  }
}
