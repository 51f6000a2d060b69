import { setTimeout as wait } from 'node:timers/promises'
import { before, planOf, type Shape } from '../graph.ts'
import { now, type Spread, spreadOf } from '../measure.ts'
import { startProfile } from '../profile.ts'
import { answer } from '../talk.ts'
import { type Coordinator, openCoordinator, type PlayAgent } from './coordinator.ts'
import { createDetection } from './detection.ts'
import { createHeld } from './held.ts'

// One coordinator and its agents in one process, asked by the bench: agents are functions, everything else is real.

const filler =
  'The step was carried out as the brief asks, with the result of the step before it at hand; what was found is written down here in plain words so that the next one can go on from it without asking again. '.repeat(
    2,
  )

let coordinator: Coordinator | undefined
const open = (): Coordinator => {
  if (!coordinator) throw new Error('open it first')
  return coordinator
}
const detection = createDetection(open)
const held = createHeld(open, (url) => agentIds[Number(new URL(url).pathname.slice(1))] ?? '')
let thinkMs = 0
let agentIds: string[] = []
let endedAt = new Map<string, number>()
let handOn: number[] = []
let fanOut: number[] = []
/** From the last step's end to the start of the merge, milliseconds. */
let merged: number[] = []
let lastEndedAt = 0
let steps = 0
let batches = 0

type Assigned = { goal: { id: string }; task: { key: string }; attempt: { id: string } }

/** An agent: takes the assignment, thinks, and hands in by its answer. */
const play: PlayAgent = async ({ type, body, url }) => {
  if (type !== 'attempt.requested') return { kind: 'delivered' }
  const startedAt = now()
  const { data } = JSON.parse(body) as { data: Assigned }
  const { key } = data.task
  const fault = detection.answerTo(key, data.attempt.id)
  if (fault) return fault
  if (held.take(key, data.attempt.id, url)) return { kind: 'accepted' }
  const earlier = before(key)
  const from = earlier && endedAt.get(`${data.goal.id} ${earlier.key}`)
  if (earlier && from) (earlier.fanOut ? fanOut : handOn).push(startedAt - from)
  if (key === 'merge') merged.push(startedAt - lastEndedAt)
  if (thinkMs > 0 && key !== 'plan' && key !== 'merge') await wait(thinkMs * (0.5 + Math.random()))
  steps += 1
  lastEndedAt = now()
  endedAt.set(`${data.goal.id} ${key}`, lastEndedAt)
  return { kind: 'completed', payload: { response: `Result of ${key}. ${filler}` } }
}

/** Resolves when so many goals have what they were for. */
function deliverables(count: number): Promise<number> {
  return new Promise((resolve) => {
    let left = count
    const stop = open().store.onCommit(({ events }) => {
      if (events.length > 0) batches += 1
      for (const { type } of events) if (type === 'deliverable.ready') left -= 1
      if (left > 0) return
      stop()
      resolve(now())
    })
  })
}

const asks = {
  /** Opens the coordinator on a migrated database and registers so many agents, unless they are there. */
  async open({ url, agents, places }: { url: string; agents: number; places: number }) {
    coordinator = await openCoordinator(url, play)
    const { command, workspaceId } = coordinator
    const { rows } = await coordinator.pool.query<{ id: string }>(
      `SELECT id FROM agent ORDER BY split_part(url, '/', 4)::int`,
    )
    agentIds = rows.map(({ id }) => id)
    if (agentIds.length > 0) return
    const made = await command<'agent.register_many', { agents: { agentId: string }[] }>('agent.register_many', {
      workspaceId,
      agents: Array.from({ length: agents }, (_, i) => ({
        name: `Agent ${i + 1}`,
        channel: 'webhook' as const,
        url: `http://127.0.0.1:1/${i}`,
        skills: ['step'],
        maxConcurrency: places,
      })),
    })
    agentIds = made.agents.map(({ agentId }) => agentId)
    await Promise.all(agentIds.map((agentId) => command('agent.verify', { agentId })))
  },
  /** Makes rooms with so many agents each, taken in turn. */
  async rooms({ count, agents }: { count: number; agents: number }): Promise<string[]> {
    const { command, workspaceId } = open()
    return Promise.all(
      Array.from({ length: count }, async (_, room) => {
        const ids = Array.from({ length: agents }, (_, i) => agentIds[(room * agents + i) % agentIds.length] ?? '')
        const made = await command<'room.create', { roomId: string }>('room.create', {
          workspaceId,
          name: `Room ${room + 1}`,
          agentIds: [...new Set(ids)],
        })
        return made.roomId
      }),
    )
  },
  /** Adds goals whose plans wait for a person, tasks that are open and not at work; answers their ids. */
  async lie({ roomId, goals, shape }: { roomId: string; goals: number; shape: Shape }): Promise<string[]> {
    const plan = planOf(shape)
    const ids: string[] = []
    for (let i = 0; i < goals; i++) {
      const goal = { roomId, title: `Lies ${i}`, brief: 'Waits.', plan, autonomy: 'plan_first' as const }
      ids.push((await open().command<'goal.create', { goalId: string }>('goal.create', goal)).goalId)
    }
    return ids
  },
  /** Says a word in a room, so that its rows are in memory, and collects what reading them left; answers the milliseconds of the reading. */
  async wake({ roomId }: { roomId: string }): Promise<number> {
    const from = now()
    await open().command('message.post', { roomId, body: 'Here we are.' })
    const ms = now() - from
    globalThis.gc?.()
    return Math.round(ms)
  },
  /** Plays one goal of this shape in every room named, all at once. */
  async play(asked: { roomIds: string[]; shape: Shape; thinkMs: number; profiled?: boolean }): Promise<Played> {
    const { roomIds, shape } = asked
    ;({ thinkMs } = asked)
    endedAt = new Map()
    handOn = []
    fanOut = []
    merged = []
    steps = 0
    batches = 0
    const profile = asked.profiled ? await startProfile() : undefined
    const plan = planOf(shape)
    const ended = deliverables(roomIds.length)
    const used = process.cpuUsage()
    const sentAt = now()
    const goals = await Promise.all(
      roomIds.map((roomId) =>
        open().command<'goal.create', { goalId: string }>('goal.create', {
          roomId,
          title: 'A swarm in process',
          brief: 'Plan, work in many chains at once, and put it together.',
          plan,
          autonomy: 'run',
        }),
      ),
    )
    const startedAt = now()
    const planCpu = process.cpuUsage(used)
    const ms = (await ended) - startedAt
    const { user, system } = process.cpuUsage(used)
    return {
      goalIds: goals.map(({ goalId }) => goalId),
      planMs: startedAt - sentAt,
      ms,
      steps,
      batches,
      cpuMs: (user + system - planCpu.user - planCpu.system) / 1000,
      handOn: spreadOf(handOn),
      fanOut: spreadOf(fanOut),
      merge: spreadOf(merged),
      ...(profile ? { profile: await profile.stop() } : {}),
    }
  },
  /** Makes tasks of every class fail in a room; see `createDetection`. */
  detect: detection.run,
  /** Tasks that stay at work with their agents; see `createHeld`. */
  hold: held.hold,
  serve: held.serve,
  /** Resolves when no job is left, or after so long; answers how many are, and what went wrong. */
  async settle({ limitMs }: { limitMs: number }): Promise<{ left: number; bugs: string[] }> {
    const { pool, runner, bugs } = open()
    for (const until = now() + limitMs; ; await wait(200)) {
      await runner.idle()
      const { rows } = await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM job WHERE "endedAt" IS NULL')
      const left = rows[0]?.n ?? 0
      if (left === 0 || now() > until) return { left, bugs: bugs.splice(0) }
    }
  },
  /** Memory of this process after a collection where one can be asked for. */
  memory() {
    globalThis.gc?.()
    const { rss, heapUsed } = process.memoryUsage()
    return { rssMb: Math.round(rss / 2 ** 20), heapBytes: heapUsed }
  },
  async close() {
    await coordinator?.close()
  },
}
type Played = {
  goalIds: string[]
  planMs: number
  ms: number
  steps: number
  batches: number
  cpuMs: number
  handOn: Spread
  fanOut: Spread
  merge: Spread
  profile?: string
}
export type HostAsks = typeof asks
answer(asks)
