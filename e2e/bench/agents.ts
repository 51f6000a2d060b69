import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Pool } from 'undici'
import { verifySignature } from '../../server/crew/signature.ts'
import { type Ailments, healthy } from './ailments.ts'
import { before } from './graph.ts'
import { now, pause } from './measure.ts'
import { answer } from './talk.ts'

// Hundreds of webhook agents in one process, each on its own port: they verify, think, and hand in.

/** How an agent works: hands in by a call of its own after an empty 202, in the answer to the delivery, or asks for work itself. */
export type Style = 'callback' | 'answer' | 'pull' | 'hold'
type Offer = { task: { key: string }; attempt: { id: string; number: number; token: string } }

const secrets: string[] = []
const tokens: string[] = []
/** Counts the plays: who pulls for an earlier one stops. */
let playing = 0
let style: Style = 'callback'
let thinkMs = 0
let pool: Pool | undefined
let handedIn = new Map<string, number>()
let handOn: number[] = []
let fanOut: number[] = []
let offers = 0
let repeated = 0
let done = 0
let refused: Record<string, number> = {}
let ailments = healthy
let ailed = { unanswered: 0, muted: 0, late: 0, twice: 0, again: 0, superseded: 0 }
/** Attempts whose results the server said it took. */
let taken = new Set<string>()
let held: Offer[] = []

const filler =
  'The step was carried out as the brief asks, with the result of the step before it at hand; what was found is written down here in plain words so that the next one can go on from it without asking again. '.repeat(
    2,
  )

function read(req: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
    req.on('error', reject)
  })
}

function end(res: ServerResponse, status: number, body?: object) {
  const text = body ? JSON.stringify(body) : ''
  res.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text)
}

async function take(agent: number, req: IncomingMessage, res: ServerResponse) {
  const body = await read(req)
  const arrivedAt = now()
  const wrong = verifySignature(secrets[agent] ?? '', req.headers, body, Date.now())
  if (wrong) {
    count(`signature: ${wrong}`)
    return end(res, 401)
  }
  const { type, data } = JSON.parse(body.toString('utf8')) as { type: string; data: Offer & { challenge: string } }
  if (type === 'agent.ping') return end(res, 200, { challenge: data.challenge })
  if (type !== 'attempt.requested') return end(res, 202)
  if (ailments.dead.includes(agent)) {
    ailed.unanswered += 1
    return
  }
  // A task that was somebody else's before says nothing about how quickly it was handed on.
  if (data.attempt.number === 1) note(data.task.key, arrivedAt)
  if (style === 'callback' && ailments.mute.includes(agent)) {
    ailed.muted += 1
    return end(res, 200, { status: 'accepted' })
  }
  if (style === 'hold' && before(data.task.key)) {
    held.push(data)
    return end(res, 200, { status: 'accepted' })
  }
  if (style !== 'answer') end(res, 202)
  await think()
  if (style !== 'answer') return handIn(data)
  handedIn.set(data.task.key, now())
  done += 1
  end(res, 200, { status: 'completed', response: resultOf(data) })
}

const resultOf = ({ task }: Offer): string => `Result of ${task.key}. ${filler}`

async function handIn(data: Offer) {
  if (Math.random() < ailments.lateShare) {
    ailed.late += 1
    await pause(ailments.lateMs)
  }
  const twice = Math.random() < ailments.twiceShare
  if (twice) ailed.twice += 1
  handedIn.set(data.task.key, now())
  await Promise.all([complete(data), twice ? complete(data) : undefined])
}

async function complete(data: Offer): Promise<void> {
  const answered = await pool
    ?.request({
      path: `/api/v1/attempts/${data.attempt.id}/complete`,
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${data.attempt.token}` },
      body: JSON.stringify({ response: resultOf(data) }),
    })
    .catch((error) => {
      if (!ailments.patient) throw error
    })
  if (!answered) {
    ailed.again += 1
    await pause(200)
    return complete(data)
  }
  const text = await answered.body.text()
  if (answered.statusCode === 200) {
    done += 1
    taken.add(data.attempt.id)
  } else if (answered.statusCode === 409 && ailments.patient && text.includes('superseded')) ailed.superseded += 1
  else if (answered.statusCode >= 500 && ailments.patient) {
    ailed.again += 1
    await pause(200)
    return complete(data)
  } else count(`${answered.statusCode} ${text.slice(0, 200)}`)
}

/** Half to one and a half of it: agents do not think in step. */
const think = () => (thinkMs > 0 ? pause(thinkMs * (0.5 + Math.random())) : undefined)

/** An agent that asks for work, waits for it at the server, and asks again. */
async function pull(token: string, round: number) {
  while (playing === round) {
    const answered = await pool?.request({
      path: '/api/v1/claims',
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ claimId: randomUUID(), waitSeconds: 5 }),
    })
    const text = (await answered?.body.text()) ?? ''
    if (answered?.statusCode === 204) continue
    if (answered?.statusCode !== 200) return count(`${answered?.statusCode} ${text.slice(0, 200)}`)
    for (const claim of (JSON.parse(text) as { claims: Offer[] }).claims) {
      note(claim.task.key, now())
      await think()
      await handIn(claim)
    }
  }
}

function note(key: string, arrivedAt: number) {
  offers += 1
  if (handedIn.has(key)) repeated += 1
  const earlier = before(key)
  const sentAt = earlier && handedIn.get(earlier.key)
  if (earlier && sentAt !== null && sentAt !== undefined) (earlier.fanOut ? fanOut : handOn).push(arrivedAt - sentAt)
}

function count(what: string) {
  refused[what] = (refused[what] ?? 0) + 1
}

const asks = {
  /** Opens the listeners; answers their ports. */
  async listen({ agents }: { agents: number }): Promise<number[]> {
    const servers = Array.from({ length: agents }, (_, agent) =>
      createServer({ keepAliveTimeout: 65_000 }, (req, res) => {
        take(agent, req, res).catch((error) => count(String(error)))
      }).listen(0, '127.0.0.1'),
    )
    await Promise.all(servers.map((server) => once(server, 'listening')))
    return servers.map((server) => (server.address() as AddressInfo).port)
  },
  /** Who they are, and where they hand in; those without a secret ask for work with their token. */
  know({ of, own = [], url }: { of: string[]; own?: string[]; url: string }) {
    secrets.splice(0, secrets.length, ...of)
    tokens.splice(0, tokens.length, ...own)
    void pool?.close()
    pool = new Pool(url, { connections: of.length + 2 * own.length, keepAliveTimeout: 60_000, pipelining: 1 })
  },
  /** Forgets what was measured and plays on in this style, with so much time to think, milliseconds. */
  play(how: { style: Style; thinkMs: number }) {
    ;({ style, thinkMs } = how)
    handedIn = new Map()
    handOn = []
    fanOut = []
    offers = 0
    repeated = 0
    done = 0
    refused = {}
    ailed = { unanswered: 0, muted: 0, late: 0, twice: 0, again: 0, superseded: 0 }
    taken = new Set()
    held = []
    playing += 1
    if (style === 'pull') for (const token of tokens) pull(token, playing).catch((error) => count(String(error)))
  },
  /** From now on some of them ail in these ways; nobody does when none is named. */
  ail(some: Partial<Ailments>) {
    ailments = { ...healthy, ...some }
  },
  /** How many tasks are held. */
  held: () => held.length,
  /** Hands in what is held, or what is named, by so many at once; answers how long it took, and each, milliseconds. */
  async handInHeld({ url, offers = held, together }: { url: string; offers?: Offer[]; together: number }) {
    await pool?.close()
    pool = new Pool(url, { connections: together, keepAliveTimeout: 60_000, pipelining: 1 })
    const waiting = [...offers]
    const took: number[] = []
    const startedAt = now()
    await Promise.all(
      Array.from({ length: together }, async () => {
        for (let offer = waiting.pop(); offer; offer = waiting.pop()) {
          const from = now()
          await complete(offer)
          took.push(now() - from)
        }
      }),
    )
    return { ms: now() - startedAt, took: Float64Array.from(took) }
  },
  /** Nobody asks for work any more. */
  rest() {
    playing += 1
  },
  report: () => ({
    handOn: Float64Array.from(handOn),
    fanOut: Float64Array.from(fanOut),
    offers,
    repeated,
    done,
    refused,
    ailed,
    taken: [...taken],
  }),
}
export type AgentsAsks = typeof asks
answer(asks)
