import { randomUUID } from 'node:crypto'
import { loadavg } from 'node:os'
import { commitsOf, headOf } from './books.ts'
import { cpuMs, now, pause, round, rssMb, type Spread } from './measure.ts'
import { type Cluster, openStage, type Stage } from './stage.ts'
import { people } from './swarm.ts'
import { beside, startHelper } from './talk.ts'
import type { WindowsAsks } from './windows.ts'

export type CrowdAsked = {
  name: string
  sockets: number
  perSecond: number
  seconds: number
  profileFile: string | null
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
  serverRssMb: { before: number; after: number }
  loopDelayP99: number
  load: number
  gaps: number
  resyncs: number
  faults: string[]
}

/** Handshakes an address may make are bounded; a crowd behind one address comes in at this pace. */
const handshakesPerSecond = 38
const socketsPerPerson = 80

/** One room that a thousand windows watch while people write in it at a steady pace. */
export async function runCrowd(cluster: Cluster, asked: CrowdAsked): Promise<CrowdFigures> {
  const { name, sockets, perSecond, seconds } = asked
  const stage = await openStage(cluster, `crowd_${name.replace(/\W/g, '_')}`)
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
    await write(stage, roomId, perSecond, 2)
    await windows.ask.open({ url: stage.url, roomId, cookies, sockets, perSecond: handshakesPerSecond })
    await pause(1500)
    const from = await headOf(pool, roomId)
    await server.ask.start({ profiled: asked.profileFile !== null })
    const used = { server: cpuMs(server.pid), windows: cpuMs(windows.pid), rss: rssMb(server.pid) }
    const startedAt = now()
    const refused = await write(stage, roomId, perSecond, seconds)
    const ms = now() - startedAt
    const spent = { server: cpuMs(server.pid), windows: cpuMs(windows.pid) }
    const load = loadavg()[0] ?? 0
    const loop = await server.ask.report({ profileFile: asked.profileFile })
    await pause(2000)
    const rss = rssMb(server.pid)
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
      serverCpuShare: round((spent.server - used.server) / ms, 2),
      windowsCpuShare: round((spent.windows - used.windows) / ms, 2),
      serverRssMb: { before: used.rss, after: rss },
      loopDelayP99: loop.loopDelayP99,
      load: round(load),
      gaps: seen.gaps,
      resyncs: seen.resyncs,
      faults,
    }
  } finally {
    await windows.stop()
    await stage.close()
  }
}

/** Writes messages by a schedule, whatever the answers take; answers what was refused. */
async function write(stage: Stage, roomId: string, perSecond: number, seconds: number): Promise<string[]> {
  const refused = new Set<string>()
  const sent: Promise<unknown>[] = []
  const from = now()
  for (let i = 0; i < perSecond * seconds; i++) {
    const due = from + (i * 1000) / perSecond
    if (due > now()) await pause(due - now())
    const body = `Note ${i + 1}: the figures of the third quarter are in, and they fit the plan. ${randomUUID()}`
    sent.push(stage.command('message.post', { roomId, body }).catch((error) => refused.add(String(error))))
  }
  await Promise.all(sent)
  return [...refused].slice(0, 3)
}
