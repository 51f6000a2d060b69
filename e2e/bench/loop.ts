import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { Agent, request } from 'undici'
import { signatureHeader } from '../../server/adapters/webhook/signature.ts'
import { type Shape, stepsOf } from './graph.ts'
import { type Ledger, memoryLedger, postgresLedger } from './ledger.ts'
import { now } from './measure.ts'
import { answer } from './talk.ts'

// The floor of the loop: signed offers out, results in, the next offer at once. Bare: no database and no watchers.
// With both it is the reference: durable group commits without a timer, and events gathered for 50 ms to every window.
// Neither matches, judges, watches or explains.

const dispatcher = new Agent({ connections: 2, pipelining: 1 })
const brief = 'Do this step with what the step before it found out, and write it down for the next one. '.repeat(8)
const key = randomBytes(32)
const macOf = (text: string) => createHmac('sha256', key).update(text).digest()
const mostTogether = 500
const writers = 2

let shape: Shape = { chains: 0, length: 0 }
let ports: number[] = []
let secrets: string[] = []
let free: number[] = []
let waiting: string[] = []
let held = new Map<string, number>()
let results: { key: string; res: ServerResponse }[] = []
let writing = 0
let commits = 0
let done = 0
let base = ''
let ledger: Ledger = memoryLedger()
let finish: (() => void) | undefined
let events: object[] | undefined

function tell(type: string, task: string) {
  events?.push({ seq: done, at: now(), type, task, text: 'e'.repeat(250) })
}

function offer(task: string) {
  const agent = free.pop()
  if (agent === undefined) return void waiting.push(task)
  held.set(task, agent)
  const id = `evt_${task.replaceAll('-', '')}${done}`
  const body = JSON.stringify({
    type: 'attempt.requested',
    timestamp: new Date().toISOString(),
    data: {
      room: { id: 'r', name: 'Swarm', rules: '' },
      goal: { id: 'g', title: 'A swarm', acceptance: [] },
      task: { id: task, key: task, title: task, brief, skills: ['step'], inputs: [], output: null, checks: [] },
      attempt: { id: task, number: 1, token: macOf(task).toString('base64url') },
      history: [],
      callback: { base },
    },
  })
  const timestampSeconds = Math.floor(Date.now() / 1000)
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': signatureHeader({ id, timestampSeconds, body, secrets: [secrets[agent] ?? ''] }),
  }
  void request(`http://127.0.0.1:${ports[agent]}/hook`, { method: 'POST', headers, body, dispatcher }).then(
    (answered) => answered.body.dump(),
  )
}

/** A writer that is free takes all that came meanwhile. */
async function write(): Promise<void> {
  if (writing === writers || results.length === 0) return
  const group = results.splice(0, mostTogether)
  writing += 1
  commits += 1
  const ready = await ledger.complete(group.map(({ key }) => key))
  writing -= 1
  for (const { key, res } of group) {
    const text = '{"status":"submitted"}'
    res.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length }).end(text)
    free.push(held.get(key) ?? 0)
    held.delete(key)
    done += 1
    tell('task.done', key)
  }
  const next = [...waiting.splice(0), ...ready]
  for (const task of ready) tell('task.claimed', task)
  for (const task of next) offer(task)
  if (done === stepsOf(shape)) return finish?.()
  return write()
}

const server = createServer({ keepAliveTimeout: 65_000 }, (req, res) => {
  const chunks: Buffer[] = []
  req.on('data', (chunk: Buffer) => chunks.push(chunk))
  req.on('end', () => {
    const task = /attempts\/([^/]+)\/complete/.exec(req.url ?? '')?.[1] ?? ''
    const given = Buffer.from((req.headers.authorization ?? '').slice('Bearer '.length), 'base64url')
    if (given.length !== 32 || !timingSafeEqual(given, macOf(task)) || !held.has(task)) return res.writeHead(401).end()
    JSON.parse(Buffer.concat(chunks).toString('utf8'))
    if (results.push({ key: task, res }) === 1) setImmediate(() => void write())
  })
})

const asks = {
  /** Listens; with a database it is the reference, with sockets at `/live` and everything durable. */
  async listen({ databaseUrl }: { databaseUrl: string | null }): Promise<string> {
    if (databaseUrl !== null) {
      ledger = await postgresLedger(databaseUrl)
      const io = new Server(server, { path: '/live', transports: ['websocket'], serveClient: false })
      io.on('connection', (socket) => socket.join('room'))
      events = []
      setInterval(() => {
        if (events?.length) io.to('room').emit('events', events.splice(0))
      }, 50)
    }
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return base
  },
  /** Plays the whole graph once; answers how long it took, milliseconds, in how many commits, and what was wrong. */
  async run(given: { shape: Shape; ports: number[]; secrets: string[] }) {
    ;({ shape, ports, secrets } = given)
    free = ports.map((_, agent) => agent)
    waiting = []
    held = new Map()
    results = []
    done = 0
    commits = 0
    await ledger.begin(shape)
    const startedAt = now()
    const ended = new Promise<void>((resolve) => {
      finish = resolve
    })
    offer('plan')
    await ended
    const ms = now() - startedAt
    return { ms, commits, faults: await ledger.faults(stepsOf(shape)) }
  },
}
export type LoopAsks = typeof asks
answer(asks)
