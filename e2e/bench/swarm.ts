import { cpus, loadavg } from 'node:os'
import type { Style } from './agents.ts'
import { commitsOf, extrasOf, faultsOf, headOf, type Meter, openWork, readMeter } from './books.ts'
import { planOf, type Shape, stepsOf } from './graph.ts'
import { now, pause, quiet, round, rssMb, type Spread, spreadOf, startMeter } from './measure.ts'
import type { Cluster, Stage } from './stage.ts'
import { openSwarm, type SwarmStage } from './swarm-stage.ts'

export type SwarmAsked = {
  name: string
  style: Style
  thinkMs: number
  shape: Shape
  sockets: number
  quietSeconds: number
  profileFile?: string | null
  /** Clocks of the goal, where others than the product's own are wanted. */
  clocks?: Record<string, number>
  /** Called when the swarm is under way; what it answers is waited for when the swarm has ended. */
  during?: (goalId: string) => Promise<unknown>
  /** Whether windows come back when their line is cut, as browsers do. */
  loyal?: boolean
  /** Agents that fail on purpose: messages to them may wait, results may be refused. */
  ailing?: readonly string[]
}
export type SwarmFigures = {
  name: string
  steps: number
  seconds: number
  stepsPerSecond: number
  /** From sending the goal to the planner's hand-out, milliseconds. */
  planMs: number
  /** From an agent's sending of a result to its successor's delivery at the next agent. */
  handOn: Spread
  fanOut: Spread
  commitToClient: Spread
  clientEvents: number
  /** What each client was sent. */
  clientBytes: number
  events: number
  batches: number
  meter: Meter
  serverCpuMsPerStep: number
  databaseCpuMsPerStep: number
  agentsCpuMsPerStep: number
  serverCpuShare: number
  agentsCpuShare: number
  windowsCpuShare: number
  serverRssMb: number
  agentsRssMb: number
  loopDelayP99: number
  loopDelayMax: number
  /** Cores that other programs used meanwhile: the higher, the worse the figures are for no fault of ours. */
  othersCores: number
  load: number
  /** What ailing agents did, and what became of it. */
  ailed: Record<string, number>
  extras: {
    attempts: number
    deliveries: number
    repeated: number
    gaps: number
    resyncs: number
    returned: number
    again: number
  }
  /** Not empty: the run was wrong, and its figures are worth nothing. */
  faults: string[]
}

/** Plays one swarm through the whole product, on a database of its own, after a short one that warms it up. */
export async function runSwarm(
  cluster: Cluster,
  asked: SwarmAsked,
  options: { nodeFlags?: string[] } = {},
): Promise<SwarmFigures> {
  const swarm = await openSwarm(cluster, asked.name, {
    agents: asked.shape.chains,
    pull: asked.style === 'pull',
    ...options,
  })
  try {
    await warmUp(swarm, asked)
    return await playSwarm(swarm, asked)
  } finally {
    await swarm.close()
  }
}

export const warmUp = (swarm: SwarmStage, { shape, style }: Pick<SwarmAsked, 'shape' | 'style'>) =>
  playSwarm(swarm, {
    ...{ name: 'warm-up', style, thinkMs: 0, sockets: 20, quietSeconds: 0 },
    shape: { ...shape, length: 2 },
  })

/** Plays one swarm in a room of its own and checks its books before its figures count. */
export async function playSwarm(swarm: SwarmStage, asked: SwarmAsked): Promise<SwarmFigures> {
  const { name, style, thinkMs, shape, sockets, quietSeconds, profileFile = null, ailing } = asked
  const { cluster, stage, agents, windows, cookies } = swarm
  const { pool } = stage
  const roomId = await swarm.room(name)
  await agents.ask.play({ style, thinkMs })
  await windows.ask.open({
    ...{ url: stage.url, roomId, cookies, sockets },
    // Handshakes an address may make are bounded.
    perSecond: sockets > 100 ? 38 : 100,
    loyal: asked.loyal ?? ailing !== undefined,
  })
  const from = await headOf(pool, roomId)
  await pause(1500)
  const meter = await readMeter(pool)
  await stage.server.ask.start({ profiled: profileFile !== null })
  await quiet(quietSeconds)
  const server = stage.server.pid
  const stopMeter = startMeter({ server, agents: agents.pid, windows: windows.pid }, { database: cluster.pid })
  const started = windows.ask.when({ needle: '"type":"attempt.offered"' })
  const ended = windows.ask.when({ needle: '"type":"deliverable.ready"' })
  const sentAt = now()
  const { goalId } = await stage.command<{ goalId: string }>('goal.create', {
    roomId,
    title: `A swarm of ${stepsOf(shape)} steps`,
    brief: 'Plan, work in many chains at once, and put it together.',
    plan: planOf(shape),
    autonomy: 'run',
    ...(asked.clocks ? { clocks: asked.clocks } : {}),
  })
  const startedAt = await started
  const beside = asked.during?.(goalId)
  const endedAt = await inTime(ended, stage, goalId)
  const used = stage.server.pid === server ? stopMeter() : { ms: 1, cpu: noCpu, othersCores: 0 }
  const load = loadavg()[0] ?? 0
  const loop = await stage.server.ask.report({ profileFile })
  const serverRssMb = rssMb(stage.server.pid)
  const agentsRssMb = rssMb(agents.pid)
  await beside
  await settled(swarm, roomId, goalId, ailing)
  const meterAfter = await readMeter(pool)
  const { committed, batches } = await commitsOf(pool, roomId, from)
  const seen = await windows.ask.report({ from: from + 1, committed })
  const told = await agents.ask.report()
  await agents.ask.rest()
  const steps = stepsOf(shape)
  const faults = [...(await faultsOf(pool, goalId, steps, ailing)), ...seen.wrong]
  if (!ailing && told.done !== steps) faults.push(`results taken from agents: ${told.done} instead of ${steps}`)
  for (const [what, count] of Object.entries(told.refused)) faults.push(`${count} × ${what}`)
  if (seen.events + seen.repeated !== committed.length * sockets || seen.repeated > 0)
    faults.push(
      `events at clients: ${seen.events}, ${seen.repeated} of them again, instead of ${committed.length * sockets}`,
    )
  faults.push(...(await untaken(stage, told.taken)))
  const ms = endedAt - startedAt
  const share = (one: 'server' | 'agents' | 'windows') => round(used.cpu[one] / used.ms, 2)
  const perStep = (one: 'server' | 'database' | 'agents') => round(used.cpu[one] / steps, 2)
  return {
    name,
    steps,
    seconds: round(ms / 1000, 2),
    stepsPerSecond: Math.round((steps * 1000) / ms),
    planMs: Math.round(startedAt - sentAt),
    handOn: spreadOf(told.handOn),
    fanOut: spreadOf(told.fanOut),
    commitToClient: seen.latency,
    clientEvents: seen.events,
    clientBytes: seen.bytes,
    events: committed.length,
    batches,
    meter: {
      transactions: meterAfter.transactions - meter.transactions,
      rows: meterAfter.rows - meter.rows,
      walBytes: meterAfter.walBytes - meter.walBytes,
    },
    serverCpuMsPerStep: perStep('server'),
    databaseCpuMsPerStep: perStep('database'),
    agentsCpuMsPerStep: perStep('agents'),
    serverCpuShare: share('server'),
    agentsCpuShare: share('agents'),
    windowsCpuShare: share('windows'),
    serverRssMb,
    agentsRssMb,
    loopDelayP99: loop.loopDelayP99,
    loopDelayMax: loop.loopDelayMax,
    othersCores: used.othersCores,
    load: round(load),
    ailed: told.ailed,
    extras: {
      ...(await extrasOf(pool, goalId)),
      ...{
        repeated: told.repeated,
        gaps: seen.gaps,
        resyncs: seen.resyncs,
        returned: seen.returned,
        again: seen.again,
      },
    },
    faults,
  }
}
// A server that was ended on the way took its counters with it.
const noCpu = { server: 0, agents: 0, windows: 0, database: 0 }

/** Every result that the server said it took must be the one that counts. */
async function untaken({ pool }: Stage, taken: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM unnest($1::text[]) AS t(id) LEFT JOIN attempt a ON a.id = t.id
     WHERE a.status IS DISTINCT FROM 'approved'`,
    [taken],
  )
  return rows[0]?.n === 0 ? [] : [`results that were taken and then lost: ${rows[0]?.n}`]
}

/** The end of the run, or where it stands when it does not come. */
async function inTime(ended: Promise<number>, { pool }: Stage, goalId: string): Promise<number> {
  const limitMs = 240_000
  const at = await Promise.race([ended, pause(limitMs)])
  if (typeof at === 'number') return at
  const { rows } = await pool.query(`SELECT status, count(*)::int FROM task WHERE "goalId" = $1 GROUP BY 1`, [goalId])
  throw new Error(`the swarm did not end within ${limitMs / 1000} s on ${cpus().length} cores: ${JSON.stringify(rows)}`)
}

/** Waits until nothing is written any more and everybody was sent all of it. */
async function settled(
  { stage: { pool }, windows }: SwarmStage,
  roomId: string,
  goalId: string,
  ailing: readonly string[] = [],
) {
  let head = -1
  let fewest = -1
  for (let tries = 0; tries < 40; tries++) {
    await pause(600)
    const open = await openWork(pool, goalId, ailing)
    const [nowHead, nowFewest] = [await headOf(pool, roomId), await windows.ask.fewest()]
    if (nowHead === head && nowFewest === fewest && open === 0) return
    head = nowHead
    fewest = nowFewest
  }
}
