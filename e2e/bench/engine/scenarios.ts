import { type Shape, shapeOf, stepsOf } from '../graph.ts'
import { cpuMs, familyCpuMs, now, pause, round } from '../measure.ts'
import type { Cluster } from '../stage.ts'
import type { Detection } from './detection.ts'
import { type EngineFigures, openEngine, playEngine } from './engine.ts'
import { commitsPerSecond, copyHistory } from './history.ts'

// What a step costs as the world around it grows: each scenario plays a plain swarm and the same swarm grown, in one process.

/** One comparison: what it cost before and after, and how many times more. CPU of server and database together. */
export type GrowthFigures = {
  name: string
  base: EngineFigures
  grown: EngineFigures[]
  limit: number
  ratios: number[]
}
export type IdleFigures = { rooms: number; commitsPerSecond: number; cpuShare: number }
export type MemoryFigures = { openTasks: number; rssMb: number; heapMb: number }

const agents = 300
const cpuPerStep = (one: EngineFigures) => one.serverCpuMsPerStep + one.databaseCpuMsPerStep
const growth = (name: string, limit: number, base: EngineFigures, grown: EngineFigures[]): GrowthFigures => ({
  name,
  base,
  grown,
  limit,
  ratios: grown.map((one) => round(cpuPerStep(one) / cpuPerStep(base), 2)),
})

type Asked = { shape: Shape; quietSeconds: number }
const warmUp: Shape = { chains: agents, length: 3 }
/** A plan near the largest that is taken. */
const lying = shapeOf(9900, 100)

/** 3,000 tasks ready at once for 300 agents, against 300. */
export async function runWide(cluster: Cluster, { shape, quietSeconds }: Asked): Promise<GrowthFigures> {
  const engine = await openEngine(cluster, 'wide', { agents })
  try {
    const [warm = '', narrow = '', wide = ''] = await engine.host.ask.rooms({ count: 3, agents })
    const play = (name: string, roomId: string, shape: Shape) =>
      playEngine(cluster, engine, { name, roomIds: [roomId], shape, thinkMs: 0, quietSeconds })
    await play('warm-up', warm, warmUp)
    const base = await play('300 ready', narrow, shape)
    const chains = 3000
    return growth('wide', 1.5, base, [await play('3,000 ready', wide, shapeOf(stepsOf(shape), chains))])
  } finally {
    await engine.close()
  }
}

/** The same swarm while so many finished tasks of other rooms lie in the tables, against none. */
export async function runHistory(cluster: Cluster, { shape, quietSeconds }: Asked, finished: number) {
  const engine = await openEngine(cluster, 'history', { agents })
  try {
    const [warm = '', first = '', second = ''] = await engine.host.ask.rooms({ count: 3, agents })
    const play = (name: string, roomId: string, shape: Shape) =>
      playEngine(cluster, engine, { name, roomIds: [roomId], shape, thinkMs: 0, quietSeconds })
    await play('warm-up', warm, warmUp)
    const base = await play('no history', first, shape)
    const lying = await copyHistory(engine.pool, first, finished)
    return growth('deep history', 1.3, base, [await play(`${lying} finished`, second, shape)])
  } finally {
    await engine.close()
  }
}

/** The same agents at the same pace in one room, and in a thousand; then nobody does anything there. */
export async function runRooms(cluster: Cluster, { quietSeconds }: Asked, rooms: number) {
  const engine = await openEngine(cluster, 'rooms', { agents, places: 16 })
  try {
    const { ask } = engine.host
    const [warm = '', one = ''] = await ask.rooms({ count: 2, agents })
    const thinkMs = 1000
    const play = (name: string, roomIds: string[], shape: Shape, thinkMs: number) =>
      playEngine(cluster, engine, { name, roomIds, shape, thinkMs, quietSeconds })
    await play('warm-up', [warm], warmUp, 0)
    const many = await ask.rooms({ count: rooms, agents: 4 })
    const chains = agents
    const length = Math.round((rooms * 4) / chains)
    const base = await play('1 room', [one], { chains, length }, thinkMs)
    const grown = await play(`${rooms} rooms`, many, { chains: 4, length: 1 }, thinkMs)
    const figures = growth('rooms', 1.3, base, [grown])
    // Connections tell their counters up to ten seconds after their last work.
    await pause(12_000)
    const used = cpuMs(engine.host.pid) + familyCpuMs(cluster.pid)
    const from = now()
    const commits = await commitsPerSecond(engine.pool, 10_000)
    const cpuShare = round((cpuMs(engine.host.pid) + familyCpuMs(cluster.pid) - used) / (now() - from), 3)
    const idle: IdleFigures = { rooms: rooms + 2, commitsPerSecond: commits, cpuShare }
    return { figures, idle }
  } finally {
    await engine.close()
  }
}

/** Memory of a fresh server in which so many tasks are open in one room. */
export async function runMemory(cluster: Cluster, openTasks: number): Promise<MemoryFigures[]> {
  const engine = await openEngine(cluster, 'memory', { agents })
  try {
    const { ask } = engine.host
    const [roomId = ''] = await ask.rooms({ count: 1, agents })
    const before = { openTasks: 0, ...(await ask.memory()) }
    const goals = Math.ceil(openTasks / stepsOf(lying))
    await ask.lie({ roomId, goals, shape: lying })
    return [before, { openTasks: goals * stepsOf(lying), ...(await ask.memory()) }]
  } finally {
    await engine.close()
  }
}

/** The same swarm in a room where ever more tasks are open: what a step costs. */
export async function runGrowth(
  cluster: Cluster,
  { shape, quietSeconds }: Asked,
  levels: readonly number[],
): Promise<GrowthFigures> {
  const engine = await openEngine(cluster, 'growth', { agents })
  try {
    const { ask } = engine.host
    const [warm = '', roomId = ''] = await ask.rooms({ count: 2, agents })
    const play = (name: string, roomId: string, shape: Shape) =>
      playEngine(cluster, engine, { name, roomIds: [roomId], shape, thinkMs: 0, quietSeconds })
    await play('warm-up', warm, warmUp)
    const base = await play(`${stepsOf(shape)} tasks`, roomId, shape)
    let open = 0
    const grown: EngineFigures[] = []
    for (const level of levels) {
      const goals = Math.round((level - open) / stepsOf(lying))
      await ask.lie({ roomId, goals, shape: lying })
      open += goals * stepsOf(lying)
      grown.push(await play(`${open} open`, roomId, shape))
    }
    return growth('growth', 1.3, base, grown)
  } finally {
    await engine.close()
  }
}

/** Tasks that fail in every way that is watched for, in one room, while 300 agents work at a steady pace in another. */
export async function runDetection(
  cluster: Cluster,
  { shape, quietSeconds }: Asked,
  each: number,
): Promise<Detection[]> {
  const engine = await openEngine(cluster, 'detection', { agents, places: 4 })
  try {
    const [warm = '', busy = '', failing = ''] = await engine.host.ask.rooms({ count: 3, agents })
    const play = (name: string, roomId: string, shape: Shape, thinkMs: number) =>
      playEngine(cluster, engine, { name, roomIds: [roomId], shape, thinkMs, quietSeconds })
    await play('warm-up', warm, warmUp, 0)
    const beside = play('beside', busy, shape, 1000)
    const found = await engine.host.ask.detect({ roomId: failing, each })
    await beside
    return found
  } finally {
    await engine.close()
  }
}
