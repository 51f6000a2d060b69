import { type Shape, stepsOf } from '../graph.ts'
import { cpuMs, familyCpuMs, now, pause, round } from '../measure.ts'
import type { Cluster } from '../stage.ts'
import type { Detection } from './detection.ts'
import { type EngineFigures, openEngine } from './engine.ts'
import { type Asked, agents, growth, lying, onEngine } from './growth.ts'
import { commitsPerSecond } from './history.ts'

// The coordinator alone in other situations: many rooms, nothing to do, much in memory, and failures.

export type IdleFigures = { rooms: number; commitsPerSecond: number; cpuShare: number }

/** The same agents at the same pace in one room, and in a thousand; then nobody does anything there. */
export const runRooms = (cluster: Cluster, asked: Asked, rooms: number) =>
  onEngine(
    cluster,
    'rooms',
    asked,
    async (engine, play) => {
      const { host } = engine
      const [one = ''] = await host.ask.rooms({ count: 1, agents })
      const thinkMs = 1000
      const many = await host.ask.rooms({ count: rooms, agents: 4 })
      const shape: Shape = { chains: agents, length: Math.round((rooms * 4) / agents) }
      const base = await play('1 room', [one], shape, thinkMs)
      const grown = await play(`${rooms} rooms`, many, { chains: 4, length: 1 }, thinkMs)
      const figures = growth({ number: 'S5', name: `1 → ${rooms} rooms`, must: 1.3, aim: 1.3 }, base, [grown])
      // Connections tell their counters up to ten seconds after their last work.
      await pause(12_000)
      const cpu = () => cpuMs(host.pid) + familyCpuMs(cluster.pid)
      const [used, from] = [cpu(), now()]
      const commits = await commitsPerSecond(engine.pool, 10_000)
      const cpuShare = round((cpu() - used) / (now() - from), 3)
      const idle: IdleFigures = { rooms: rooms + 2, commitsPerSecond: commits, cpuShare }
      return { figures, idle }
    },
    16,
  )

export type MemoryFigures = {
  openTasks: number
  /** Resident, with so many tasks open. */
  openMb: number
  runningTasks: number
  /** Heap beyond what it was, by running task. */
  bytesPerRunning: number
  finishedTasks: number
  /** Heap beyond what it was after the first swarm, after all the others. */
  finishedMb: number
  faults: string[]
}
type MemorySizes = { openTasks: number; runningTasks: number; finishedTasks: number }

/** What tasks weigh in the server: open ones in a fresh process, running ones, and those that ended. */
export async function runMemory(cluster: Cluster, asked: Asked, sizes: MemorySizes): Promise<MemoryFigures> {
  const places = Math.ceil(sizes.runningTasks / agents) + 1
  const played = await onEngine(
    cluster,
    'memory-played',
    asked,
    async ({ host }, play) => {
      const runs: EngineFigures[] = []
      const swarm = async () => {
        const [roomId = ''] = await host.ask.rooms({ count: 1, agents })
        runs.push(await play('again', [roomId], asked.shape))
      }
      await swarm()
      await pause(3000)
      const first = await host.ask.memory()
      while (runs.length * stepsOf(asked.shape) < sizes.finishedTasks) await swarm()
      await pause(3000)
      const last = await host.ask.memory()
      const [held = ''] = await host.ask.rooms({ count: 1, agents })
      await host.ask.hold({ roomId: held, tasks: sizes.runningTasks })
      await pause(5000)
      const running = await host.ask.memory()
      return {
        finishedTasks: runs.length * stepsOf(asked.shape),
        finishedMb: round((last.heapBytes - first.heapBytes) / 2 ** 20),
        runningTasks: sizes.runningTasks,
        bytesPerRunning: Math.round((running.heapBytes - last.heapBytes) / sizes.runningTasks),
        faults: runs.flatMap(({ faults }) => faults),
      }
    },
    places,
  )
  const engine = await openEngine(cluster, 'memory_open', { agents })
  try {
    const { ask } = engine.host
    const [roomId = ''] = await ask.rooms({ count: 1, agents })
    const goals = Math.ceil(sizes.openTasks / stepsOf(lying))
    await ask.lie({ roomId, goals, shape: lying })
    const { rssMb } = await ask.memory()
    return { ...played, openTasks: goals * stepsOf(lying), openMb: rssMb }
  } finally {
    await engine.close()
  }
}

/** Tasks that fail in every way that is watched for, in one room, while 300 agents work at a steady pace in another. */
export const runDetection = (cluster: Cluster, asked: Asked, each: number): Promise<Detection[]> =>
  onEngine(
    cluster,
    'detection',
    asked,
    async ({ host }, play) => {
      const [busy = '', failing = ''] = await host.ask.rooms({ count: 2, agents })
      const beside = play('beside', [busy], asked.shape, 1000)
      const found = await host.ask.detect({ roomId: failing, each })
      await beside
      return found
    },
    4,
  )
