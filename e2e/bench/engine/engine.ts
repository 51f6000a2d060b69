import { writeFileSync } from 'node:fs'
import pg from 'pg'
import { migrate } from '../../../prisma/migrate.ts'
import { faultsOf } from '../books.ts'
import { type Shape, stepsOf } from '../graph.ts'
import { quiet, round, rssMb, type Spread, startMeter } from '../measure.ts'
import type { Cluster } from '../stage.ts'
import { beside, type Helper, startHelper } from '../talk.ts'
import type { HostAsks } from './host.ts'

export type EngineFigures = {
  name: string
  steps: number
  seconds: number
  stepsPerSecond: number
  planMs: number
  handOn: Spread
  fanOut: Spread
  /** From the last step's end to the start of the merge, milliseconds. */
  merge: Spread
  batches: number
  stepsPerBatch: number
  serverCpuMsPerStep: number
  databaseCpuMsPerStep: number
  rssMb: number
  /** Server and database together, cores. */
  cores: number
  /** Cores that other programs used meanwhile. */
  othersCores: number
  faults: string[]
}

export type Engine = {
  host: Helper<HostAsks>
  pool: pg.Pool
  /** Ends the coordinator and opens another on the same database: nothing is in its memory. */
  again(): Promise<void>
  close(): Promise<void>
}

/** A coordinator with agents in its own process, on a database of its own. */
export async function openEngine(
  cluster: Cluster,
  name: string,
  { agents, places = 1 }: { agents: number; places?: number },
): Promise<Engine> {
  const url = await cluster.fresh(name)
  await migrate(url)
  const start = async () => {
    const host = startHelper<HostAsks>(beside('engine/host.ts'), {
      nodeFlags: ['--expose-gc', '--max-semi-space-size=32'],
    })
    await host.ask.open({ url, agents, places })
    return host
  }
  let host = await start()
  const stop = async () => {
    await host.ask.close()
    await host.stop()
  }
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  pool.on('error', () => undefined)
  return {
    get host() {
      return host
    },
    pool,
    async again() {
      await stop()
      host = await start()
    },
    async close() {
      await stop()
      await pool.end()
    },
  }
}

type EngineAsked = {
  name: string
  roomIds: string[]
  shape: Shape
  thinkMs: number
  quietSeconds: number
  profileFile?: string | null
}

/** Plays one goal in each room and checks the books before its figures count. */
export async function playEngine(cluster: Cluster, engine: Engine, asked: EngineAsked): Promise<EngineFigures> {
  const { host, pool } = engine
  await quiet(asked.quietSeconds)
  const meter = startMeter({ host: host.pid }, { database: cluster.pid })
  const { profile, ...played } = await host.ask.play({
    roomIds: asked.roomIds,
    shape: asked.shape,
    thinkMs: asked.thinkMs,
    profiled: Boolean(asked.profileFile),
  })
  const used = meter()
  if (profile && asked.profileFile) writeFileSync(asked.profileFile, profile)
  const { bugs } = await host.ask.settle({ limitMs: 30_000 })
  const steps = stepsOf(asked.shape) * asked.roomIds.length
  const faults = [...bugs]
  for (const goalId of played.goalIds.slice(0, 3)) faults.push(...(await faultsOf(pool, goalId, stepsOf(asked.shape))))
  if (played.steps !== steps) faults.push(`steps taken: ${played.steps} instead of ${steps}`)
  return {
    name: asked.name,
    steps,
    seconds: round(played.ms / 1000, 2),
    stepsPerSecond: Math.round((steps * 1000) / played.ms),
    planMs: Math.round(played.planMs),
    handOn: played.handOn,
    fanOut: played.fanOut,
    merge: played.merge,
    batches: played.batches,
    stepsPerBatch: round(steps / played.batches),
    serverCpuMsPerStep: round(played.cpuMs / steps, 3),
    databaseCpuMsPerStep: round(used.cpu.database / steps, 3),
    rssMb: rssMb(host.pid),
    cores: round((used.cpu.host + used.cpu.database) / used.ms, 2),
    othersCores: used.othersCores,
    faults,
  }
}
