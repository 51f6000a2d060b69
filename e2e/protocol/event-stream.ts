import { until } from './until.ts'

// biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is read as it is
export type ServerSent = { id: string; event: string; data: any }

/** A reader of server-sent events, as any client would be one. */
export class EventStream {
  readonly events: ServerSent[] = []
  private readonly abort = new AbortController()
  ended = false
  status = 0
  contentType = ''

  static async open(url: string, token: string, lastEventId?: string): Promise<EventStream> {
    const stream = new EventStream()
    const response = await fetch(`${url}/api/v1/agents/me/events`, {
      headers: { authorization: `Bearer ${token}`, ...(lastEventId ? { 'last-event-id': lastEventId } : {}) },
      signal: stream.abort.signal,
    })
    stream.status = response.status
    stream.contentType = response.headers.get('content-type') ?? ''
    if (response.body) void stream.read(response.body).catch(() => undefined)
    return stream
  }
  private async read(body: ReadableStream<Uint8Array>) {
    const decoder = new TextDecoder()
    let text = ''
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const fields = new Map(
          block
            .split('\n')
            .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const),
        )
        const data = fields.get('data')
        if (data !== undefined)
          this.events.push({ id: fields.get('id') ?? '', event: fields.get('event') ?? '', data: JSON.parse(data) })
      }
    }
    this.ended = true
  }
  got(event: string, where: (sent: ServerSent) => boolean = () => true): Promise<ServerSent> {
    return until(() => this.events.find((one) => one.event === event && where(one)), { what: `${event} was sent` })
  }
  close() {
    this.abort.abort()
  }
}
