import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { patienceMs, until } from './until.ts'

/** One request as it came in, judged by an independent verifier. */
export type Received = {
  type: string
  timestamp: string
  // biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is read as it is
  data: any
  headers: IncomingHttpHeaders
  raw: string
  /** Milliseconds by this process's clock. */
  at: number
  /** Null, or what the verifier of Standard Webhooks found wrong. */
  forged: string | null
}

/** What an agent answers: a status with headers and body, silence, or a cut line. */
export type Answer =
  | 'silence'
  | 'cut'
  | { status: number; headers?: Record<string, string>; json?: unknown; text?: string }
export type Script = (message: Received, count: number) => Answer | Promise<Answer>

const accepted: Answer = { status: 200, json: { status: 'accepted' } }

/** An independent webhook agent on loopback: verifies what it gets, keeps it, and answers by a script. */
export class WebhookAgent {
  readonly received: Received[] = []
  secrets: string[] = []
  private readonly held = new Set<ServerResponse>()
  private constructor(
    private readonly server: Server,
    private script: Script,
  ) {}

  /** Starts listening; the standing script answers pings and takes every task. */
  static async open(script: Script = () => accepted): Promise<WebhookAgent> {
    // As a farm of agents would: a connection that the server keeps must not be closed under its hands.
    const server = createServer({ keepAliveTimeout: 65_000 })
    const agent = new WebhookAgent(server, script)
    server.on('request', (req, res) => {
      const chunks: Buffer[] = []
      req.on('data', (chunk: Buffer) => chunks.push(chunk))
      req.on('end', () => void agent.take(req.headers, Buffer.concat(chunks).toString('utf8'), res))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return agent
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`
  }
  /** From now on the agent answers like this; pings keep being answered unless the script answers them. */
  answers(script: Script): void {
    this.script = script
  }
  of(type: string): Received[] {
    return this.received.filter((one) => one.type === type)
  }
  /** The n-th message of a type, waited for. */
  got(type: string, count = 1, withinMs = patienceMs): Promise<Received> {
    return until(() => this.of(type)[count - 1], { withinMs, what: `message ${count} of type ${type} came` })
  }
  async close(): Promise<void> {
    for (const res of this.held) res.destroy()
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private async take(headers: IncomingHttpHeaders, raw: string, res: ServerResponse): Promise<void> {
    const { type, timestamp, data } = JSON.parse(raw)
    const message: Received = { type, timestamp, data, headers, raw, at: Date.now(), forged: this.judge(headers, raw) }
    this.received.push(message)
    const answer =
      type === 'agent.ping' && !this.answersPings
        ? { status: 200, json: { challenge: data.challenge } }
        : await this.script(message, this.of(type).length)
    if (answer === 'silence') this.held.add(res)
    else if (answer === 'cut') res.destroy()
    else {
      const body = answer.json === undefined ? (answer.text ?? '') : JSON.stringify(answer.json)
      res.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(body)
    }
  }
  /** Set to have the script answer pings too. */
  answersPings = false

  private judge(headers: IncomingHttpHeaders, raw: string): string | null {
    let wrong = 'no secret is known'
    for (const secret of this.secrets) {
      try {
        new Webhook(secret).verify(raw, headers as Record<string, string>)
        return null
      } catch (error) {
        wrong = String(error)
      }
    }
    return wrong
  }
}
