import { cpus, loadavg } from 'node:os'
import type { AgentsAsks, Style } from './agents.ts'
import { commitsOf, extrasOf, faultsOf, headOf, type Meter, readMeter } from './books.ts'
import { planOf, type Shape, stepsOf } from './graph.ts'
import { cpuMs, familyCpuMs, machineCpu, now, pause, quiet, round, rssMb, type Spread, spreadOf } from './measure.ts'
import { joinAsNew } from './people.ts'
import { type Cluster, openStage, type Stage } from './stage.ts'
import { beside, type Helper, startHelper } from './talk.ts'
import type { WindowsAsks } from './windows.ts'

export type SwarmAsked = {
  name: string
  style: Style
  thinkMs: number
  shape: Shape
  warmUp: Shape
  sockets: number
  nodeFlags: string[]
  profileFile: string | null
  quietSeconds: number
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
  othersCpuShare: number
  load: number
  extras: { attempts: number; deliveries: number; repeated: number; gaps: number; resyncs: number }
  /** Not empty: the run was wrong, and its figures are worth nothing. */
  faults: string[]
}

/** Plays one swarm through the whole product and checks its books before its figures count. */
export async function runSwarm(cluster: Cluster, asked: SwarmAsked): Promise<SwarmFigures> {
  const stage = await openStage(cluster, `swarm_${asked.name.replace(/\W/g, '_')}`, asked.nodeFlags)
  const agents = startHelper<AgentsAsks>(beside('agents.ts'))
  const windows = startHelper<WindowsAsks>(beside('windows.ts'))
  try {
    const agentIds = await enrol(stage, agents, asked.shape.chains, asked.style === 'pull')
    const room = (name: string) =>
      stage.command<{ roomId: string }>('room.create', { workspaceId: stage.workspaceId, name, agentIds })
    const { roomId: warmRoom } = await room('Warm-up')
    const { roomId } = await room('Swarm')
    const cookies = await people(stage, 4)
    await play(
      cluster,
      stage,
      agents,
      windows,
      { ...asked, shape: asked.warmUp, thinkMs: 0, quietSeconds: 0 },
      warmRoom,
      cookies,
      null,
    )
    return await play(cluster, stage, agents, windows, asked, roomId, cookies, asked.profileFile)
  } finally {
    await Promise.all([agents.stop(), windows.stop()])
    await stage.close()
  }
}

type Registered = { agentId: string; token: string; secret?: string }

/** Registers the agents through the same door as anybody's and lets each prove its address. */
async function enrol(stage: Stage, agents: Helper<AgentsAsks>, count: number, pull: boolean): Promise<string[]> {
  const ports = await agents.ask.listen({ agents: pull ? 0 : count })
  const { agents: registered } = await stage.command<{ agents: Registered[] }>('agent.register_many', {
    workspaceId: stage.workspaceId,
    agents: Array.from({ length: count }, (_, i) => ({
      name: `Agent ${i + 1}`,
      ...(pull ? { channel: 'pull' } : { channel: 'webhook', url: `http://127.0.0.1:${ports[i]}/hook` }),
      skills: ['step'],
    })),
  })
  await agents.ask.know({
    of: pull ? [] : registered.map(({ secret }) => secret ?? ''),
    own: pull ? registered.map(({ token }) => token) : [],
    url: stage.url,
  })
  for (let i = 0; i < registered.length; i += 20) {
    const verified = registered
      .slice(i, i + 20)
      .map(({ agentId }) => stage.command<{ status: string; reason?: string }>('agent.verify', { agentId }))
    for (const { status, reason } of await Promise.all(verified))
      if (status !== 'active') throw new Error(`an agent did not prove itself: ${reason}`)
  }
  return registered.map(({ agentId }) => agentId)
}

export async function people(stage: Stage, count: number): Promise<string[]> {
  const { token } = await stage.command<{ token: string }>('member.invite', {
    workspaceId: stage.workspaceId,
    role: 'admin',
    uses: count,
  })
  const cookies: string[] = []
  for (let i = 0; i < count; i++) cookies.push(await joinAsNew(stage.url, token, i + 1))
  return cookies
}

async function play(
  cluster: Cluster,
  stage: Stage,
  agents: Helper<AgentsAsks>,
  windows: Helper<WindowsAsks>,
  { name, style, thinkMs, shape, sockets, quietSeconds }: SwarmAsked,
  roomId: string,
  cookies: string[],
  profileFile: string | null,
): Promise<SwarmFigures> {
  const { pool, server } = stage
  await agents.ask.play({ style, thinkMs })
  await windows.ask.open({ url: stage.url, roomId, cookies, sockets, perSecond: 100 })
  const from = await headOf(pool, roomId)
  await pause(1500)
  const meter = await readMeter(pool)
  await server.ask.start({ profiled: profileFile !== null })
  const usage = () => ({
    server: cpuMs(server.pid),
    database: familyCpuMs(cluster.pid),
    agents: cpuMs(agents.pid),
    windows: cpuMs(windows.pid),
    bench: cpuMs(process.pid),
    ...machineCpu(),
  })
  await quiet(quietSeconds)
  const used = usage()
  const started = windows.ask.when({ needle: '"type":"attempt.offered"' })
  const ended = windows.ask.when({ needle: '"type":"deliverable.ready"' })
  const sentAt = now()
  const { goalId } = await stage.command<{ goalId: string }>('goal.create', {
    roomId,
    title: `A swarm of ${stepsOf(shape)} steps`,
    brief: 'Plan, work in many chains at once, and put it together.',
    plan: planOf(shape),
    autonomy: 'run',
  })
  const startedAt = await started
  const endedAt = await inTime(ended, stage, goalId)
  const spent = usage()
  const load = loadavg()[0] ?? 0
  const loop = await server.ask.report({ profileFile })
  const serverRssMb = rssMb(server.pid)
  const agentsRssMb = rssMb(agents.pid)
  await settled(stage, windows, roomId)
  const meterAfter = await readMeter(pool)
  const { committed, batches } = await commitsOf(pool, roomId, from)
  const seen = await windows.ask.report({ from: from + 1, committed })
  const told = await agents.ask.report()
  await agents.ask.rest()
  const steps = stepsOf(shape)
  const faults = [...(await faultsOf(pool, goalId, steps)), ...seen.wrong]
  if (told.done !== steps) faults.push(`results taken from agents: ${told.done} instead of ${steps}`)
  for (const [what, count] of Object.entries(told.refused)) faults.push(`${count} × ${what}`)
  if (seen.events + seen.repeated !== committed.length * sockets || seen.repeated > 0)
    faults.push(
      `events at clients: ${seen.events}, ${seen.repeated} of them again, instead of ${committed.length * sockets}`,
    )
  const ms = endedAt - startedAt
  type Usage = ReturnType<typeof usage>
  const busyIn = ({ total, idle }: Usage) => total - idle
  const ownIn = (one: Usage) => one.server + one.database + one.agents + one.windows + one.bench
  const share = (one: 'server' | 'agents' | 'windows') => round((spent[one] - used[one]) / ms, 2)
  const perStep = (one: 'server' | 'database' | 'agents') => round((spent[one] - used[one]) / steps, 2)
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
    othersCpuShare: round((busyIn(spent) - busyIn(used) - (ownIn(spent) - ownIn(used))) / ms, 2),
    load: round(load),
    extras: { ...(await extrasOf(pool, goalId)), repeated: told.repeated, gaps: seen.gaps, resyncs: seen.resyncs },
    faults,
  }
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
async function settled({ pool }: Stage, windows: Helper<WindowsAsks>, roomId: string) {
  let head = -1
  let fewest = -1
  for (let tries = 0; tries < 40; tries++) {
    await pause(600)
    const { rows } = await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM job WHERE "endedAt" IS NULL`)
    const [nowHead, nowFewest] = [await headOf(pool, roomId), await windows.ask.fewest()]
    if (nowHead === head && nowFewest === fewest && rows[0]?.n === 0) return
    head = nowHead
    fewest = nowFewest
  }
}
