import { type Failure, failureOf, offline } from '../workspace/http.ts'

export type Told<T> = { ok: true; value: T } | Failure

/** Posts JSON to one of our addresses. Never throws: what went wrong is a value. */
export async function postJson<T>(path: string, body: unknown): Promise<Told<T>> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return response.ok ? { ok: true, value: (await response.json()) as T } : await failureOf(response)
  } catch {
    return offline
  }
}

/** Posts one of the sign-in library's forms with its check value; answers where it wants the browser to go. */
async function postForm(path: string, fields: Record<string, string>): Promise<Told<{ url: string }>> {
  try {
    const { csrfToken } = (await (await fetch('/api/auth/csrf')).json()) as { csrfToken: string }
    const body = new URLSearchParams({ csrfToken, json: 'true', ...fields })
    const response = await fetch(path, { method: 'POST', body })
    return response.ok ? { ok: true, value: (await response.json()) as { url: string } } : await failureOf(response)
  } catch {
    return offline
  }
}

/** Signs in with a password; the session is a cookie that this page never sees. */
export const signIn = (email: string, password: string, keep: boolean) =>
  postForm('/api/auth/callback/credentials', { email, password, keep: String(keep) })

/** Starts signing in by another place; on success the browser has to go to the address. */
export const signInElsewhere = (provider: string, to: string) =>
  postForm(`/api/auth/signin/${encodeURIComponent(provider)}`, { callbackUrl: to, keep: 'true' })

/** What to show for a failure: by field where the server named one, else once for the whole form. */
export function complaintsOf(failure: Failure): { form: string | null; fields: Record<string, string> } {
  const fields = Object.fromEntries((failure.errors ?? []).map(({ path, message }) => [path, message]))
  return { form: Object.keys(fields).length > 0 ? null : failure.detail, fields }
}
