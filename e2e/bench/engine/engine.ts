import { writeFileSync } from 'node:fs'
import pg from 'pg'
import { migrate } from '../../../prisma/migrate.ts'
import { faultsOf } from '../books.ts'
import { type Shape, stepsOf } from '../graph.ts'
import { cpuMs, familyCpuMs, machineCpu, quiet, round, rssMb, type Spread } from '../measure.ts'
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
  batches: number
  stepsPerBatch: number
  serverCpuMsPerStep: number
  databaseCpuMsPerStep: number
  rssMb: number
  othersCpuShare: number
  faults: string[]
}

export type Engine = { host: Helper<HostAsks>; pool: pg.Pool; close(): Promise<void> }

/** A coordinator with agents in its own process, on a database of its own. */
export async function openEngine(
  cluster: Cluster,
  name: string,
  { agents, places = 1 }: { agents: number; places?: number },
): Promise<Engine> {
  const url = await cluster.fresh(name)
  await migrate(url)
  const host = startHelper<HostAsks>(beside('engine/host.ts'), {
    nodeFlags: ['--expose-gc', '--max-semi-space-size=32'],
  })
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  pool.on('error', () => undefined)
  await host.ask.open({ url, agents, places })
  return {
    host,
    pool,
    async close() {
      await host.ask.close()
      await host.stop()
      await pool.end()
    },
  }
}

export type EngineAsked = {
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
  const usage = () => ({
    host: cpuMs(host.pid),
    database: familyCpuMs(cluster.pid),
    bench: cpuMs(process.pid),
    ...machineCpu(),
  })
  const used = usage()
  const { profile, ...played } = await host.ask.play({
    roomIds: asked.roomIds,
    shape: asked.shape,
    thinkMs: asked.thinkMs,
    profiled: Boolean(asked.profileFile),
  })
  const spent = usage()
  if (profile && asked.profileFile) writeFileSync(asked.profileFile, profile)
  const { bugs } = await host.ask.settle({ limitMs: 30_000 })
  const steps = stepsOf(asked.shape) * asked.roomIds.length
  const faults = [...bugs]
  for (const goalId of played.goalIds.slice(0, 3)) faults.push(...(await faultsOf(pool, goalId, stepsOf(asked.shape))))
  if (played.steps !== steps) faults.push(`steps taken: ${played.steps} instead of ${steps}`)
  const total = spent.total - used.total
  const own = spent.host + spent.database + spent.bench - used.host - used.database - used.bench
  return {
    name: asked.name,
    steps,
    seconds: round(played.ms / 1000, 2),
    stepsPerSecond: Math.round((steps * 1000) / played.ms),
    planMs: Math.round(played.planMs),
    handOn: played.handOn,
    fanOut: played.fanOut,
    batches: played.batches,
    stepsPerBatch: round(steps / played.batches),
    serverCpuMsPerStep: round(played.cpuMs / steps, 3),
    databaseCpuMsPerStep: round((spent.database - used.database) / steps, 3),
    rssMb: rssMb(host.pid),
    othersCpuShare: round(Math.max(0, total - (spent.idle - used.idle) - own) / (total / 2), 2),
    faults,
  }
}
