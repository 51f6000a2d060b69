import { randomUUID } from 'node:crypto'

type Problem = { detail?: string }

/** A person's program: commands with a personal token. Throws with the server's own sentence when one is refused. */
export function commandsOf(url: string, token: string) {
  return async <R>(name: string, input: object): Promise<R> => {
    const response = await fetch(`${url}/api/v1/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ id: randomUUID(), name, input }),
    })
    const body = (await response.json()) as { result: R } & Problem
    if (!response.ok) throw new Error(`${name}: ${response.status} ${JSON.stringify(body)}`)
    return body.result
  }
}
export type Commands = ReturnType<typeof commandsOf>

/** Joins by an invitation's token as somebody new and signs in; answers the cookies their browser would hold. */
export async function joinAsNew(url: string, invitation: string, number: number): Promise<string> {
  const password = `a quiet river bends ${randomUUID()}`
  const email = `person-${number}@bench.example`
  const cookies = new Map<string, string>()
  const ask = async (path: string, init: RequestInit) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url + path, {
      redirect: 'manual',
      ...init,
      headers: { ...init.headers, cookie, origin: url },
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    if (response.status >= 400) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response
  }
  const json = { 'content-type': 'application/json' }
  const person = { token: invitation, name: `Person ${number}`, email, password }
  await ask('/api/v1/join', { method: 'POST', headers: json, body: JSON.stringify(person) })
  const { csrfToken } = (await (await ask('/api/auth/csrf', {})).json()) as { csrfToken: string }
  const form = new URLSearchParams({ csrfToken, json: 'true', email, password })
  await ask('/api/auth/callback/credentials', { method: 'POST', body: form })
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}
