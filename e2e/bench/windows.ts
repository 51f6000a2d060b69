import { isDeepStrictEqual } from 'node:util'
import { apply, type Mirror, mirrorOf } from '../../server/contract/apply.ts'
import type { EventBatch, LogEvent } from '../../server/contract/events.ts'
import type { RoomSnapshot } from '../../server/contract/snapshot.ts'
import { openLine } from './frames.ts'
import { now, pause, spreadOf } from './measure.ts'
import { answer } from './talk.ts'

// Browser-like watchers of one room in one process. While a run lasts they only keep what came and when; parsing and
// applying follows after it, since real browsers do not share the server's cores.

type Watcher = {
  cookie: string
  /** Packets of events in order of arrival: the shared one where the bytes are the same for all, else its own. */
  packets: Buffer[]
  at: number[]
  resyncs: number
  closed: boolean
  end(): void
}
type Waiting = { needle: string; found: (at: number) => void }

let watchers: Watcher[] = []
/** The first copy of every packet; everybody else's is compared with it byte by byte. */
let shared: Buffer[] = []
let firstSnapshot: RoomSnapshot | undefined
let waiting: Waiting[] = []
let url = ''
let roomId = ''

const eventsPacket = Buffer.from('42["events",')
const resyncPacket = Buffer.from('42["resync",')
const startsWith = (packet: Buffer, start: Buffer) =>
  packet.length > start.length && packet.subarray(0, start.length).equals(start)

async function snapshot(cookie: string): Promise<RoomSnapshot> {
  const response = await fetch(`${url}/api/v1/rooms/${roomId}/snapshot`, { headers: { cookie } })
  if (!response.ok) throw new Error(`no snapshot: ${response.status} ${await response.text()}`)
  return (await response.json()) as RoomSnapshot
}

async function eventsAfter(cookie: string, seq: number): Promise<LogEvent[]> {
  const response = await fetch(`${url}/api/v1/rooms/${roomId}/events?after=${seq}&limit=500`, { headers: { cookie } })
  if (!response.ok) throw new Error(`no events: ${response.status} ${await response.text()}`)
  return ((await response.json()) as { events: LogEvent[] }).events
}

function keep(watcher: Watcher, packet: Buffer) {
  const at = now()
  if (startsWith(packet, resyncPacket)) watcher.resyncs += 1
  if (!startsWith(packet, eventsPacket)) return
  const index = watcher.packets.length
  let same = shared[index]
  if (!same) {
    same = Buffer.from(packet)
    shared[index] = same
    waiting = waiting.filter(({ needle, found }) => {
      if (!packet.includes(needle)) return true
      found(at)
      return false
    })
  }
  watcher.packets.push(same.equals(packet) ? same : Buffer.from(packet))
  watcher.at.push(at)
}

async function open(cookie: string, after: number): Promise<Watcher> {
  const { port } = new URL(url)
  const watcher: Watcher = { cookie, packets: [], at: [], resyncs: 0, closed: false, end: () => undefined }
  let watching: ((packet: string) => void) | undefined
  const line = await openLine(
    { port: Number(port), path: '/live/?EIO=4&transport=websocket', headers: { cookie, origin: url } },
    (packet) => {
      if (watching && packet[0] === 0x34 && packet[1] === 0x33) watching(packet.toString('utf8'))
      else keep(watcher, packet)
    },
    () => {
      watcher.closed = true
    },
  )
  watcher.end = line.end
  const answered = await new Promise<string>((resolve) => {
    watching = resolve
    line.send(`420${JSON.stringify(['watch', { laneId: roomId, after }])}`)
  })
  watching = undefined
  if (!answered.includes('"ok":true') || answered.includes('"behind":true'))
    throw new Error(`not watching: ${answered}`)
  return watcher
}

const parsed = new Map<Buffer, LogEvent[]>()
function eventsIn(packet: Buffer): LogEvent[] {
  const known = parsed.get(packet)
  if (known) return known
  const [, { events }] = JSON.parse(packet.toString('utf8', 2)) as [string, EventBatch]
  parsed.set(packet, events)
  return events
}

type Seen = { events: number; repeated: number; gaps: number; latencies: number[] }

/** Applies all that a watcher got to its first snapshot, as a window would; what it missed is read from the log. */
async function replay(watcher: Watcher, mirror: Mirror, committedAt: ReadonlyMap<number, number>): Promise<Seen> {
  const seen: Seen = { events: 0, repeated: 0, gaps: 0, latencies: [] }
  const fill = async (upTo: number) => {
    seen.gaps += 1
    while (mirror.seq < upTo) {
      const missing = await eventsAfter(watcher.cookie, mirror.seq)
      if (missing.length === 0) throw new Error(`the log lacks events after ${mirror.seq}`)
      for (const event of missing) apply(mirror, event)
    }
  }
  for (const [i, packet] of watcher.packets.entries()) {
    for (const event of eventsIn(packet)) {
      if (event.seq > mirror.seq + 1) await fill(event.seq - 1)
      if (apply(mirror, event) === 'applied') seen.events += 1
      else seen.repeated += 1
      const at = committedAt.get(event.seq)
      if (at !== undefined) seen.latencies.push((watcher.at[i] ?? 0) - at)
    }
  }
  return seen
}

/** What differs between what a watcher holds and a fresh snapshot; null when nothing does. */
function difference(held: Mirror, fresh: Mirror): string | null {
  if (held.seq !== fresh.seq) return `level with ${held.seq} instead of ${fresh.seq}`
  for (const [name, rows] of Object.entries(fresh.rows)) {
    const mine = held.rows[name as keyof Mirror['rows']]
    for (const [id, row] of rows)
      if (!isDeepStrictEqual(plain(mine.get(id)), plain(row)))
        return `${name} ${id}: ${JSON.stringify(mine.get(id))} instead of ${JSON.stringify(row)}`
    // A snapshot leaves out versions of inner steps; a window that saw them made may hold them.
    if (name !== 'versions' && mine.size !== rows.size) return `${mine.size} ${name} instead of ${rows.size}`
  }
  return isDeepStrictEqual(plain(held.counts), plain(fresh.counts)) ? null : 'counts of tasks differ'
}
const plain = (value: unknown): unknown =>
  value instanceof Map ? Object.fromEntries(value) : value === undefined ? null : JSON.parse(JSON.stringify(value))

const asks = {
  /** Opens so many sockets, by turns with these people's cookies, and watches the room from its present snapshot on. */
  async open(input: { url: string; roomId: string; cookies: string[]; sockets: number; perSecond: number }) {
    for (const watcher of watchers) watcher.end()
    watchers = []
    shared = []
    parsed.clear()
    ;({ url, roomId } = input)
    firstSnapshot = await snapshot(input.cookies[0] ?? '')
    const { seq } = firstSnapshot
    for (let i = 0; i < input.sockets; ) {
      const startedAt = now()
      const some = Math.min(10, input.sockets - i)
      const opened = Array.from({ length: some }, (_, n) =>
        open(input.cookies[(i + n) % input.cookies.length] ?? '', seq),
      )
      watchers.push(...(await Promise.all(opened)))
      i += some
      await pause(Math.max(0, startedAt + (some * 1000) / input.perSecond - now()))
    }
  },
  /** When the first packet came that holds these words. */
  when: ({ needle }: { needle: string }) => new Promise<number>((found) => waiting.push({ needle, found })),
  /** How many packets everybody has at least. */
  fewest: () => Math.min(...watchers.map(({ packets }) => packets.length)),
  /** Plays everything back against a fresh snapshot. `committed` are moments of commit from event `from` on. */
  async report({ from, committed }: { from: number; committed: Float64Array }) {
    if (!firstSnapshot) throw new Error('nothing was opened')
    const committedAt = new Map(Array.from(committed, (at, i) => [from + i, at] as const))
    const fresh = mirrorOf(await snapshot(watchers[0]?.cookie ?? ''))
    const wrong: string[] = []
    const latencies: number[] = []
    let events = 0
    let repeated = 0
    let gaps = 0
    // Where every byte was the same, one replay speaks for all of them but the latencies.
    const lead = watchers[0]
    for (const watcher of watchers) {
      if (watcher.closed) wrong.push('a line was cut')
      const alike = lead !== undefined && watcher !== lead && sameBytes(watcher, lead)
      if (alike) {
        for (const [i, packet] of watcher.packets.entries())
          for (const event of eventsIn(packet)) {
            const at = committedAt.get(event.seq)
            if (at !== undefined) latencies.push((watcher.at[i] ?? 0) - at)
            events += 1
          }
        continue
      }
      const mirror = mirrorOf(structuredClone(firstSnapshot))
      const seen = await replay(watcher, mirror, committedAt)
      const differs = difference(mirror, fresh)
      if (differs) wrong.push(differs)
      for (const latency of seen.latencies) latencies.push(latency)
      events += seen.events
      repeated += seen.repeated
      gaps += seen.gaps
    }
    return {
      sockets: watchers.length,
      events,
      repeated,
      gaps,
      resyncs: watchers.reduce((sum, { resyncs }) => sum + resyncs, 0),
      packets: shared.length,
      bytes: shared.reduce((sum, packet) => sum + packet.length, 0),
      latency: spreadOf(latencies),
      wrong: [...new Set(wrong)].slice(0, 5),
    }
  },
  close() {
    for (const watcher of watchers) watcher.end()
    watchers = []
  },
}

const sameBytes = (one: Watcher, other: Watcher): boolean =>
  one.packets.length === other.packets.length && one.packets.every((packet, i) => packet === other.packets[i])

export type WindowsAsks = typeof asks
answer(asks)
