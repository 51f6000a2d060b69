import { Pool } from 'undici'
import type { AgentsAsks } from './agents.ts'
import { openEngine } from './engine/engine.ts'
import { now, pause, quiet, round, type Spread, spreadOf, startMeter } from './measure.ts'
import type { Cluster } from './stage.ts'
import { openSwarm } from './swarm-stage.ts'
import { beside, startHelper } from './talk.ts'

type Callbacks = { perSecond: number; took: Spread; serverCpuMs: number; othersCores: number; faults: string[] }
export type CallbackFigures = {
  product: Callbacks
  /** A plain handler over the same command: the same SQL, nothing else. */
  plain: Callbacks
  /** A page of the product that the page framework made when it was built: its cheapest answer, no database in it. */
  page: Callbacks
}
const agents = 300
const together = 64

/** Results of tasks that are at work, handed in as quickly as they are taken, by the product's door and by a plain handler. */
export async function runCallbacks(
  cluster: Cluster,
  { results, quietSeconds }: { results: number; quietSeconds: number },
): Promise<CallbackFigures> {
  const plain = await runPlain(cluster, results, quietSeconds)
  return { plain, ...(await runProduct(cluster, results, quietSeconds)) }
}

async function runProduct(cluster: Cluster, results: number, quietSeconds: number) {
  const swarm = await openSwarm(cluster, 'callbacks', { agents, places: placesFor(results) })
  const { stage, agents: crowd } = swarm
  try {
    const hold = async (count: number) => {
      await crowd.ask.play({ style: 'hold', thinkMs: 0 })
      await stage.command('goal.create', {
        roomId: await swarm.room(`${count} at work`),
        title: 'Tasks that stay at work',
        brief: 'Each is taken and kept.',
        plan: flatPlan(count),
        autonomy: 'run',
      })
      for (const end = now() + 120_000; (await crowd.ask.held()) < count; await pause(100))
        if (now() > end) throw new Error(`only ${await crowd.ask.held()} of ${count} tasks are held`)
      await pause(1000)
    }
    const server = { server: stage.server.pid }
    const take = async (count: number) => {
      const told = await measured(server, count, 0, () => crowd.ask.handInHeld({ url: stage.url, together }))
      const { refused, done } = await crowd.ask.report()
      const faults = Object.entries(refused).map(([what, n]) => `${n} × ${what}`)
      return { ...told, faults: done === count ? faults : [...faults, `${done} of ${count} results taken`] }
    }
    await hold(Math.ceil(results / 5))
    await take(Math.ceil(results / 5))
    await hold(results)
    await quiet(quietSeconds)
    const product = await take(results)
    await load(`${stage.url}/accessibility`, 200)
    const visits = Math.ceil(results / 4)
    const page = await measured(server, visits, quietSeconds, () => load(`${stage.url}/accessibility`, visits))
    return { product, page }
  } finally {
    await swarm.close()
  }
}

async function runPlain(cluster: Cluster, results: number, quietSeconds: number): Promise<Callbacks> {
  const engine = await openEngine(cluster, `callbacks_plain_${Date.now()}`, { agents, places: placesFor(results) })
  const crowd = startHelper<AgentsAsks>(beside('agents.ts'))
  try {
    const { ask } = engine.host
    const take = async (roomId: string, count: number) => {
      await ask.hold({ roomId, tasks: count })
      const { url, offers } = await ask.serve()
      const all = offers.map((attempt) => ({ task: { key: attempt.id }, attempt: { ...attempt, number: 1 } }))
      await crowd.ask.play({ style: 'hold', thinkMs: 0 })
      await pause(1000)
      return measured({ server: engine.host.pid }, count, quietSeconds, () =>
        crowd.ask.handInHeld({ url, offers: all, together }),
      )
    }
    const [warm = '', room = ''] = await ask.rooms({ count: 2, agents })
    await take(warm, Math.ceil(results / 5))
    const told = await take(room, results)
    const { refused } = await crowd.ask.report()
    return { ...told, faults: Object.entries(refused).map(([what, n]) => `${n} × ${what}`) }
  } finally {
    await crowd.stop()
    await engine.close()
  }
}

async function measured(
  server: { server: number },
  count: number,
  quietSeconds: number,
  run: () => Promise<{ ms: number; took: Float64Array }>,
): Promise<Callbacks> {
  await quiet(quietSeconds)
  const meter = startMeter(server, {})
  const { ms, took } = await run()
  const used = meter()
  return {
    perSecond: Math.round((count * 1000) / ms),
    took: spreadOf(took),
    serverCpuMs: round(used.cpu.server / count, 3),
    othersCores: used.othersCores,
    faults: [],
  }
}

/** So many requests of one address, by as many at once as hand in results. */
async function load(url: string, count: number): Promise<{ ms: number; took: Float64Array }> {
  const { origin, pathname } = new URL(url)
  const pool = new Pool(origin, { connections: together, pipelining: 1 })
  const took: number[] = []
  let left = count
  const startedAt = now()
  await Promise.all(
    Array.from({ length: together }, async () => {
      while (left-- > 0) {
        const from = now()
        const answered = await pool.request({ path: pathname, method: 'GET' })
        await answered.body.dump()
        if (answered.statusCode !== 200) throw new Error(`${url}: ${answered.statusCode}`)
        took.push(now() - from)
      }
    }),
  )
  const ms = now() - startedAt
  await pool.close()
  return { ms, took: Float64Array.from(took) }
}

const placesFor = (results: number) => Math.ceil(results / agents) + 2

const flatPlan = (count: number) => ({
  tasks: Array.from({ length: count }, (_, i) => ({
    key: `c${i + 1}-01`,
    title: `Held ${i + 1}`,
    brief: 'Is taken and kept for a while.',
    skills: ['step'],
  })),
})
