import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Agent, request } from 'undici'
import { signatureHeader } from '../../server/adapters/webhook/signature.ts'
import { after, type Shape, stepsOf } from './graph.ts'
import { now } from './measure.ts'
import { answer } from './talk.ts'

// The floor of the loop: signed offers out, results in, the next offer at once. No database, no checks, no watchers.

const dispatcher = new Agent({ connections: 2, pipelining: 1 })
const brief = 'Do this step with what the step before it found out, and write it down for the next one. '.repeat(8)
let shape: Shape = { chains: 0, length: 0 }
let ports: number[] = []
let secrets: string[] = []
let free: number[] = []
let queue: string[] = []
let held = new Map<string, number>()
let mergeWaits = 0
let done = 0
let base = ''
let finish: (() => void) | undefined

function offer(key: string) {
  const agent = free.pop()
  if (agent === undefined) return queue.push(key)
  held.set(key, agent)
  const id = `evt_${key.replaceAll('-', '')}${done}`
  const body = JSON.stringify({
    type: 'attempt.requested',
    timestamp: new Date().toISOString(),
    data: {
      room: { id: 'r', name: 'Swarm', rules: '' },
      goal: { id: 'g', title: 'A swarm', acceptance: [] },
      task: { id: key, key, title: key, brief, skills: ['step'], inputs: [], output: null, checks: [] },
      attempt: { id: key, number: 1, token: `mst_att_${key}` },
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

function complete(key: string) {
  const agent = held.get(key)
  if (agent === undefined) return
  held.delete(key)
  free.push(agent)
  done += 1
  if (done === stepsOf(shape)) return finish?.()
  for (const next of after(key, shape)) {
    if (next === 'merge') mergeWaits -= 1
    if (next !== 'merge' || mergeWaits === 0) queue.push(next)
  }
  while (free.length > 0 && queue.length > 0) offer(queue.shift() ?? '')
}

const server = createServer({ keepAliveTimeout: 65_000 }, (req, res) => {
  const chunks: Buffer[] = []
  req.on('data', (chunk: Buffer) => chunks.push(chunk))
  req.on('end', () => {
    JSON.parse(Buffer.concat(chunks).toString('utf8'))
    const text = '{"status":"submitted"}'
    res.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length }).end(text)
    complete(/attempts\/([^/]+)\/complete/.exec(req.url ?? '')?.[1] ?? '')
  })
})

const asks = {
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return base
  },
  /** Plays the whole graph once; answers how long it took, milliseconds. */
  async run(given: { shape: Shape; ports: number[]; secrets: string[] }): Promise<number> {
    ;({ shape, ports, secrets } = given)
    free = ports.map((_, agent) => agent)
    queue = []
    held = new Map()
    done = 0
    mergeWaits = shape.chains
    const startedAt = now()
    const ended = new Promise<void>((resolve) => {
      finish = resolve
    })
    offer('plan')
    await ended
    return now() - startedAt
  },
}
export type BareLoopAsks = typeof asks
answer(asks)
