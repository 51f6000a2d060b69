import { createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { wellDone } from './acts.ts'
import { attemptCalls, type Sent } from './attempt-calls.ts'
import type { Act, Condition } from './condition.ts'
import { type Draw, draws } from './draw.ts'

type Message = { type: string; data: Record<string, unknown> }
type Reply = { status: number; headers?: Record<string, string>; body?: object }
/** An agent of the cast: whose script it plays, and the secret its messages are signed with. */
type Role = { secret: string; part: Part }
/** One play of a condition: how often each task was handed out, and the chance that decides on pauses. */
export type Part = {
  condition: Condition
  handedOut: Map<string, number>
  jobs: Map<string, { job: Sent; act: Act | undefined }>
  draw: Draw
  /** How many hand-outs are being acted on: what is still to come of them belongs to the play. */
  underWay: number
  /** Agents of somebody's own play beside: `awaited` until they are in the room. What is not scripted is theirs. */
  others: 'none' | 'awaited' | 'here'
}

export type Cast = Awaited<ReturnType<typeof openCast>>

/** Scripted agents behind one listener on loopback; each has an address of its own. */
export async function openCast(log: (line: string) => void) {
  const roles = new Map<string, Role>()
  const seen = new Set<string>()
  const server = createServer((req, res) => {
    answer(req, roles, seen, log).then(
      ({ status, headers, body }) =>
        res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body && JSON.stringify(body)),
      (error: unknown) => {
        log(`the cast could not answer: ${String(error)}`)
        res.writeHead(500).end()
      },
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const base = `http://127.0.0.1:${port}`
  return {
    port,
    part: (condition: Condition, seed: number, others: Part['others']): Part => ({
      ...{ condition, handedOut: new Map(), jobs: new Map(), draw: draws(seed), underWay: 0, others },
    }),
    address: (name: string) => `${base}/${name}`,
    /** From now on this name plays the part; `secret` is what its messages are signed with. */
    play: (name: string, secret: string, part: Part) => roles.set(name, { secret, part }),
    forget: (name: string) => roles.delete(name),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(
  req: IncomingMessage,
  roles: Map<string, Role>,
  seen: Set<string>,
  log: (line: string) => void,
): Promise<Reply> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const role = roles.get((req.url ?? '').slice(1))
  if (!role) return { status: 404 }
  if (!isGenuine(role.secret, req.headers, body)) return { status: 401 }
  const { type, data } = JSON.parse(body.toString('utf8')) as Message
  if (type === 'agent.ping') return { status: 200, body: { challenge: data.challenge } }
  const key = `${req.url} ${req.headers['webhook-id']}`
  const again = seen.has(key)
  seen.add(key)
  if (type === 'attempt.requested') return take(role.part, readSent(data), again, log)
  const asked = type === 'attempt.prompted' ? role.part.jobs.get(String(data.attempt)) : undefined
  if (asked && !again)
    perform(
      role.part,
      asked.job,
      () => (asked.act?.answered ?? asWell(role.part))(asked.job, attemptCalls(asked.job)),
      log,
    )
  return { status: 202 }
}

/** The words of the protocol are taken as they come: the contract's own tests judge them. */
const readSent = (data: Record<string, unknown>) => data as Sent

function take(part: Part, job: Sent, again: boolean, log: (line: string) => void): Reply {
  const act = again ? undefined : nextAct(part, job)
  if (act?.answer) return act.answer
  part.jobs.set(job.attempt.id, { job, act })
  if (!again) perform(part, job, () => (act?.does ?? asWell(part))(job, attemptCalls(job)), log)
  return { status: 202, body: { status: 'accepted' } }
}

/** Acts after a pause; what goes wrong is told and ends nothing else. */
function perform(part: Part, { task }: Sent, act: () => Promise<unknown>, log: (line: string) => void) {
  part.underWay += 1
  paused(part)
    .then(act)
    .catch((error: unknown) => log(`${task.key}: ${String(error)}`))
    .finally(() => {
      part.underWay -= 1
    })
}

/** The fault of this hand-out of the task, if there is one; parts of a task have keys of their own. */
function nextAct({ condition, handedOut }: Part, { task }: Sent): Act | undefined {
  const count = handedOut.get(task.key) ?? 0
  handedOut.set(task.key, count + 1)
  return condition.acts[task.key]?.[count]
}

/** Whether every fault of the part has been handed out, so that others may have the work. */
export const isPlayed = ({ condition, handedOut }: Part): boolean =>
  Object.entries(condition.acts).every(([key, acts]) => (handedOut.get(key) ?? 0) >= acts.length)

/** Work done well; where nothing says how, agents beside the cast are to have it. */
const asWell =
  (part: Part): NonNullable<Act['does']> =>
  async (job, say) => {
    const result = part.condition.results?.[job.task.key]
    for (let waits = 0; !result && part.others === 'awaited' && waits < 40; waits++) await pause(100)
    if (!result && part.others === 'here') await say.decline('The agents beside the cast are to have it.')
    else await say.complete((result ?? wellDone)(job))
  }

/** Agents do not work in step: 50 to 250 ms, by the seed. */
const paused = ({ draw }: Part) => pause(50 + 200 * draw())

function isGenuine(secret: string, headers: IncomingHttpHeaders, body: Buffer): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signed = createHmac('sha256', key).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`)
  const expected = signed.update(body).digest()
  return String(headers['webhook-signature'])
    .split(' ')
    .map((entry) => Buffer.from(entry.replace(/^v1,/, ''), 'base64'))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected))
}
