import { type Shape, shapeOf, stepsOf } from '../graph.ts'
import { pause, round } from '../measure.ts'
import type { Cluster } from '../stage.ts'
import { type Engine, type EngineFigures, openEngine, playEngine } from './engine.ts'
import { copyGoal, copyRoom } from './history.ts'

// What a step costs as the world around it grows: each scenario plays a plain swarm and the same swarm grown, in one process.

/** One comparison: what it cost before and after, and how many times more. CPU of server and database together. */
export type GrowthFigures = {
  number: string
  name: string
  base: EngineFigures
  grown: EngineFigures[]
  must: number
  aim: number
  ratios: number[]
  /** What a server that knew nothing took to read the grown rooms, milliseconds: once, and not in the cost of a step. */
  readMs?: number[]
}

export const agents = 300
const cpuPerStep = (one: EngineFigures) => one.serverCpuMsPerStep + one.databaseCpuMsPerStep
/** How many times what it was a step costs. */
export const growth = (
  goal: Pick<GrowthFigures, 'number' | 'name' | 'must' | 'aim'>,
  base: EngineFigures,
  grown: EngineFigures[],
): GrowthFigures => ({ ...goal, base, grown, ratios: grown.map((one) => round(cpuPerStep(one) / cpuPerStep(base), 2)) })

export type Asked = { shape: Shape; quietSeconds: number }
export const warmUp: Shape = { chains: agents, length: 3 }
/** A plan near the largest that is taken. */
export const lying = shapeOf(9900, 100)

/** Opens an engine, warms it up, and hands it out with a way to play one goal in each of some rooms. */
export async function onEngine<T>(
  cluster: Cluster,
  name: string,
  { quietSeconds }: Asked,
  run: (engine: Engine, play: Play) => Promise<T>,
  places = 1,
): Promise<T> {
  const engine = await openEngine(cluster, name.replaceAll(/\W/g, '_'), { agents, places })
  try {
    const play: Play = (name, roomIds, shape, thinkMs = 0) =>
      playEngine(cluster, engine, { name, roomIds, shape, thinkMs, quietSeconds })
    const [warm = ''] = await engine.host.ask.rooms({ count: 1, agents })
    await play('warm-up', [warm], warmUp)
    return await run(engine, play)
  } finally {
    await engine.close()
  }
}
type Play = (name: string, roomIds: string[], shape: Shape, thinkMs?: number) => Promise<EngineFigures>

/** 3,000 tasks ready at once for 300 agents, against 300. */
export const runWide = (cluster: Cluster, asked: Asked): Promise<GrowthFigures> =>
  onEngine(cluster, 'wide', asked, async ({ host }, play) => {
    const [narrow = '', wide = ''] = await host.ask.rooms({ count: 2, agents })
    const base = await play('300 ready', [narrow], asked.shape)
    const grown = await play('3,000 ready', [wide], shapeOf(stepsOf(asked.shape), 3000))
    return growth({ number: 'S3', name: 'width 300 → 3,000', must: 1.5, aim: 1.5 }, base, [grown])
  })

/** A merge of 300 predecessors ten times, against one of 3,000: the edges are as many. */
export const runFanIn = (cluster: Cluster, asked: Asked, width: number): Promise<GrowthFigures> =>
  onEngine(cluster, 'fan-in', asked, async ({ host }, play) => {
    const times = 10
    const [one = '', ...ten] = await host.ask.rooms({ count: times + 1, agents })
    const small: EngineFigures[] = []
    for (const roomId of ten) small.push(await play(`merges of ${width}`, [roomId], { chains: width, length: 1 }))
    const grown = await play(`a merge of ${width * times}`, [one], { chains: width * times, length: 1 })
    const goal = { number: 'S4', name: `a merge of ${width} → ${width * times}, an edge`, must: 1.2, aim: 1.2 }
    return growth(goal, together(small), [grown])
  })

/** Several runs as one: their steps and faults together, their costs a step weighed alike. */
function together(runs: readonly EngineFigures[]): EngineFigures {
  const [first] = runs
  if (!first) throw new Error('nothing was played')
  const mean = (of: (one: EngineFigures) => number) =>
    round(runs.reduce((sum, one) => sum + of(one), 0) / runs.length, 3)
  return {
    ...first,
    steps: runs.reduce((sum, { steps }) => sum + steps, 0),
    stepsPerSecond: Math.round(mean(({ stepsPerSecond }) => stepsPerSecond)),
    serverCpuMsPerStep: mean(({ serverCpuMsPerStep }) => serverCpuMsPerStep),
    databaseCpuMsPerStep: mean(({ databaseCpuMsPerStep }) => databaseCpuMsPerStep),
    faults: runs.flatMap(({ faults }) => faults),
  }
}

/** The same swarm while so many finished tasks of other rooms lie in the tables, against none. */
export const runHistory = (cluster: Cluster, asked: Asked, finished: number): Promise<GrowthFigures> =>
  onEngine(cluster, 'history', asked, async (engine, play) => {
    const [first = '', second = ''] = await engine.host.ask.rooms({ count: 2, agents })
    const base = await play('no history', [first], asked.shape)
    const laid = await copyRoom(engine.pool, first, finished)
    const grown = await play(`${laid} finished`, [second], asked.shape)
    return growth({ number: 'S2', name: `${laid} finished tasks in the tables`, must: 1.1, aim: 1.1 }, base, [grown])
  })

/** The same swarm in a room in which ever more tasks are open, by a server that has just read them all. */
export const runGrowth = (cluster: Cluster, asked: Asked, levels: readonly number[]): Promise<GrowthFigures> =>
  onEngine(cluster, 'growth', asked, async (engine, play) => {
    const [first = '', busy = ''] = await engine.host.ask.rooms({ count: 2, agents })
    const base = await play(`${stepsOf(asked.shape)} tasks`, [first], asked.shape)
    const [goalId = ''] = await engine.host.ask.lie({ roomId: busy, goals: 1, shape: lying })
    let open = stepsOf(lying)
    const grown: EngineFigures[] = []
    const readMs: number[] = []
    for (const level of levels) {
      open += await copyGoal(engine.pool, goalId, level - open)
      await engine.again()
      const [warm = ''] = await engine.host.ask.rooms({ count: 1, agents })
      await play('warm-up', [warm], warmUp)
      readMs.push(await engine.host.ask.wake({ roomId: busy }))
      grown.push(await play(`${open} open`, [busy], asked.shape))
    }
    return { ...growth({ number: 'S1', name: `4,000 → ${open} tasks`, must: 1.25, aim: 1 }, base, grown), readMs }
  })

export type HeldFigures = { base: EngineFigures; held: EngineFigures[]; seconds: number }

/** The same swarm again and again while one transaction keeps an old snapshot of the database open for so long. */
export const runHeld = (cluster: Cluster, asked: Asked, seconds: number): Promise<HeldFigures> =>
  onEngine(cluster, 'held', asked, async (engine, play) => {
    const [first = ''] = await engine.host.ask.rooms({ count: 1, agents })
    const base = await play('nobody holds', [first], asked.shape)
    const client = await engine.pool.connect()
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    await client.query('SELECT count(*) FROM lane')
    const held: EngineFigures[] = []
    let over = false
    const end = pause(seconds * 1000).then(() => {
      over = true
    })
    while (!over || held.length === 0) {
      const [roomId = ''] = await engine.host.ask.rooms({ count: 1, agents })
      held.push(await play('a snapshot is held', [roomId], asked.shape))
    }
    await end
    await client.query('ROLLBACK')
    client.release()
    return { base, held, seconds }
  })
