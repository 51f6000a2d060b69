import { randomUUID } from 'node:crypto'
import { loadavg } from 'node:os'
import { commitsOf, headOf } from './books.ts'
import { now, pause, quiet, round, type Spread, startMeter } from './measure.ts'
import { type Cluster, openStage, type Stage } from './stage.ts'
import type { Cut } from './stall.ts'
import { people } from './swarm-stage.ts'
import { beside, startHelper } from './talk.ts'
import type { WindowsAsks } from './windows.ts'

export type CrowdAsked = {
  name: string
  sockets: number
  perSecond: number
  seconds: number
  /** Characters of a message. */
  length?: number
  /** So many windows lose their line for so long meanwhile. */
  away?: { count: number; ms: number }
  /** One window stops reading. */
  stall?: boolean
  /** Whether the same is also written while nobody watches, to tell the cost of the windows from that of the writing. */
  alone?: boolean
  quietSeconds: number
  profileFile?: string | null
}
export type CrowdFigures = {
  name: string
  sockets: number
  eventsPerSecond: number
  seconds: number
  deliveries: number
  commitToClient: Spread
  serverCpuShare: number
  windowsCpuShare: number
  /** Server CPU that a delivery costs beyond what the writing costs, microseconds; null when that was not measured apart. */
  cpuUsPerDelivery: number | null
  /** After a collection: with nobody watching, with everybody, and at the end. */
  serverRssMb: { alone: number; before: number; after: number }
  loopDelayP99: number
  load: number
  othersCores: number
  /** How many windows were away for a while. */
  away: number
  cut?: Cut
  gaps: number
  resyncs: number
  /** Events that came to windows a second time when they came back, and were dropped by their number. */
  again: number
  faults: string[]
}

/** Handshakes an address may make are bounded; a crowd behind one address comes in at this pace. */
const handshakesPerSecond = 38
const socketsPerPerson = 80

/** One room that a thousand windows watch while people write in it at a steady pace. */
export async function runCrowd(cluster: Cluster, asked: CrowdAsked): Promise<CrowdFigures> {
  const { name, sockets, perSecond, seconds, profileFile = null } = asked
  const stage = await openStage(cluster, `crowd_${name.replace(/\W/g, '_')}`, ['--expose-gc'])
  const windows = startHelper<WindowsAsks>(beside('windows.ts'))
  try {
    const { pool, server } = stage
    const { roomId } = await stage.command<{ roomId: string }>('room.create', {
      workspaceId: stage.workspaceId,
      name: 'Crowd',
    })
    const cookies = await people(stage, Math.ceil(sockets / socketsPerPerson))
    // Let them arrive before anybody watches: each comes in with an event.
    await pause(1500)
    const text = { roomId, perSecond, length: asked.length ?? 100 }
    await write(stage, { ...text, seconds: 2 })
    await quiet(asked.quietSeconds)
    const stopAlone = startMeter({ server: server.pid }, {})
    if (asked.alone) await write(stage, { ...text, seconds: seconds / 2 })
    const aloneMs = stopAlone().cpu.server * 2
    const alone = await server.ask.memory()
    await windows.ask.open({ url: stage.url, roomId, cookies, sockets, perSecond: handshakesPerSecond })
    await pause(1500)
    const before = await server.ask.memory()
    const from = await headOf(pool, roomId)
    await quiet(asked.quietSeconds)
    await server.ask.start({ profiled: profileFile !== null })
    const stopMeter = startMeter({ server: server.pid, windows: windows.pid }, { database: cluster.pid })
    const startedAt = now()
    const [refused, cut] = await Promise.all([
      write(stage, { ...text, seconds }),
      asked.stall ? windows.ask.stall({ limitMs: seconds * 1000 }) : undefined,
      asked.away && windows.ask.away(asked.away),
    ])
    const ms = now() - startedAt
    const used = stopMeter()
    const load = loadavg()[0] ?? 0
    const loop = await server.ask.report({ profileFile })
    await pause(2000)
    const after = await server.ask.memory()
    const { committed } = await commitsOf(pool, roomId, from)
    const seen = await windows.ask.report({ from: from + 1, committed })
    const faults = [...seen.wrong, ...refused]
    if (seen.events !== committed.length * sockets || seen.repeated > 0)
      faults.push(`events at clients: ${seen.events}, ${seen.repeated} again, instead of ${committed.length * sockets}`)
    return {
      name,
      sockets,
      eventsPerSecond: Math.round((committed.length * 1000) / ms),
      seconds: round(ms / 1000),
      deliveries: seen.events,
      commitToClient: seen.latency,
      serverCpuShare: round(used.cpu.server / used.ms, 2),
      windowsCpuShare: round(used.cpu.windows / used.ms, 2),
      cpuUsPerDelivery: asked.alone ? round(((used.cpu.server - aloneMs) * 1000) / seen.events, 2) : null,
      serverRssMb: { alone, before, after },
      loopDelayP99: loop.loopDelayP99,
      load: round(load),
      othersCores: used.othersCores,
      away: asked.away?.count ?? 0,
      ...(cut === undefined ? {} : { cut }),
      gaps: seen.gaps,
      resyncs: seen.resyncs,
      again: seen.again,
      faults,
    }
  } finally {
    await windows.stop()
    await stage.close()
  }
}

type Writing = { roomId: string; perSecond: number; seconds: number; length: number }
/** Writes messages by a schedule, whatever the answers take; answers what was refused. */
async function write(stage: Stage, { roomId, perSecond, seconds, length }: Writing): Promise<string[]> {
  const refused = new Set<string>()
  const sent: Promise<unknown>[] = []
  const from = now()
  for (let i = 0; i < perSecond * seconds; i++) {
    const due = from + (i * 1000) / perSecond
    if (due > now()) await pause(due - now())
    const note = `Note ${i + 1}: the figures of the third quarter are in, and they fit the plan. ${randomUUID()}`
    const body = note.padEnd(length, ' and so on')
    sent.push(stage.command('message.post', { roomId, body }).catch((error) => refused.add(String(error))))
  }
  await Promise.all(sent)
  return [...refused].slice(0, 3)
}
