import { randomUUID } from 'node:crypto'

/** What the server said no with. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
  ) {
    super(detail)
  }
}

export type Person = ReturnType<typeof personAt>

/** A person's program at a Muster: commands and reads with their personal token. Throws `Refused` with the server's sentence. */
export function personAt(url: string, token: string) {
  const ask = async <R>(path: string, init: RequestInit = {}): Promise<R> => {
    const response = await fetch(`${url}/api/v1/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(30_000),
    })
    const body = (await response.json()) as R & { detail?: string; title?: string; errors?: unknown }
    if (response.ok) return body
    throw new Refused(
      response.status,
      `${body.detail ?? body.title ?? response.status}${body.errors ? ` ${JSON.stringify(body.errors)}` : ''}`,
    )
  }
  return {
    url,
    get: <R>(path: string) => ask<R>(path),
    command: async <R>(name: string, input: object): Promise<R> => {
      const body = JSON.stringify({ id: randomUUID(), name, input })
      try {
        return (await ask<{ result: R }>('commands', { method: 'POST', body })).result
      } catch (error) {
        throw error instanceof Refused ? new Refused(error.status, `${name}: ${error.detail}`) : error
      }
    },
  }
}
