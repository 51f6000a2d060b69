/** One answer of the server: status, headers and the body as JSON where it is. */
export type Answered = {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is read as it is
  json: any
  text: string
}

/** A caller of the server's doors with one bearer token (or none). */
export class Caller {
  constructor(
    readonly url: string,
    readonly token: string | null,
  ) {}

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> {
    const raw = typeof body === 'string' || body instanceof Uint8Array
    const response = await fetch(path.startsWith('http') ? path : this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, headers: response.headers, text, json: isJson && text ? JSON.parse(text) : null }
  }
  get(path: string, headers?: Record<string, string>) {
    return this.ask('GET', path, undefined, headers)
  }
  post(path: string, body?: unknown, headers?: Record<string, string>) {
    return this.ask('POST', path, body, headers)
  }
  put(path: string, body?: unknown, headers?: Record<string, string>) {
    return this.ask('PUT', path, body, headers)
  }
  /** An agent's call about one attempt. */
  report(attemptId: string, call: string, body?: unknown, headers?: Record<string, string>) {
    const method = /^(plan|artifacts)/.test(call) ? 'PUT' : 'POST'
    return this.ask(method, `/api/v1/attempts/${attemptId}/${call}`, body ?? {}, headers)
  }
}
