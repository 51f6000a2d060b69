import { mirrorOf } from '../../server/contract/apply.ts'
import type { LogEvent } from '../../server/contract/events.ts'
import type { RoomSnapshot } from '../../server/contract/snapshot.ts'
import { type Line, openLine } from './frames.ts'
import { now, pause, spreadOf } from './measure.ts'
import { difference, eventsIn, forgetEvents, latenciesOf, replay, sameBytes, type Watched } from './replay.ts'
import { stallOf } from './stall.ts'
import { answer } from './talk.ts'

// Browser-like watchers of one room in one process. While a run lasts they only keep what came and when; parsing and
// applying follows after it, since real browsers do not share the server's cores.

type Watcher = Watched & { closed: boolean; resyncs: number; line: Line | undefined }
type Waiting = { needle: string; found: (at: number) => void }

let watchers: Watcher[] = []
/** The first copy of every packet; everybody else's is compared with it byte by byte. */
let shared: Buffer[] = []
let firstSnapshot: RoomSnapshot | undefined
let waiting: Waiting[] = []
let url = ''
let roomId = ''
/** Whether windows come back by themselves. */
let loyal = false

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
  const same = shared[index]
  const alike = same?.equals(packet)
  const kept = same && alike ? same : Buffer.from(packet)
  if (!alike) {
    shared[index] ??= kept
    waiting = waiting.filter(({ needle, found }) => {
      if (!packet.includes(needle)) return true
      found(at)
      return false
    })
  }
  watcher.packets.push(kept)
  watcher.at.push(at)
}

/** The number of the last event that a watcher has. */
const cursorOf = (watcher: Watcher): number => {
  const last = watcher.packets.at(-1)
  return (last && eventsIn(last).at(-1)?.seq) ?? firstSnapshot?.seq ?? 0
}

/** Connects and watches the room from what this watcher has; what is too far behind is read from the log, page by page. */
async function join(watcher: Watcher): Promise<void> {
  const { port } = new URL(url)
  let watching: ((packet: string) => void) | undefined
  let line: Line | undefined
  line = await openLine(
    {
      port: Number(port),
      path: '/live/?EIO=4&transport=websocket',
      headers: { cookie: watcher.cookie, origin: url },
    },
    (packet) => {
      if (watching && packet[0] === 0x34 && packet[1] === 0x33) watching(packet.toString('utf8'))
      else keep(watcher, packet)
    },
    () => {
      if (!line || watcher.line !== line) return
      watcher.closed = true
      if (loyal) void returnSoon(watcher)
    },
  )
  watcher.line = line
  watcher.closed = false
  for (;;) {
    const answered = await new Promise<string>((resolve) => {
      watching = resolve
      line.send(`420${JSON.stringify(['watch', { laneId: roomId, after: cursorOf(watcher) }])}`)
    })
    watching = undefined
    if (!answered.includes('"ok":true')) throw new Error(`not watching: ${answered}`)
    if (!answered.includes('"behind":true')) return
    for (let page = await eventsAfter(watcher.cookie, cursorOf(watcher)); page.length > 0; ) {
      keep(watcher, Buffer.from(`42${JSON.stringify(['events', { laneId: roomId, events: page }])}`))
      page = page.length < 500 ? [] : await eventsAfter(watcher.cookie, cursorOf(watcher))
    }
  }
}

/** As a browser does whose line was cut: it tries until it is back. */
async function returnSoon(watcher: Watcher) {
  watcher.returned = true
  for (let tries = 0; tries < 100 && watcher.closed; tries++) {
    await pause(300 + Math.random() * 300)
    await join(watcher).catch(() => undefined)
  }
}

async function open(cookie: string): Promise<Watcher> {
  const watcher: Watcher = {
    cookie,
    packets: [],
    at: [],
    resyncs: 0,
    closed: false,
    returned: false,
    line: undefined,
  }
  await join(watcher)
  return watcher
}

function leave() {
  loyal = false
  const gone = watchers
  watchers = []
  for (const watcher of gone) {
    const { line } = watcher
    // Nobody comes back from here.
    watcher.line = undefined
    line?.end()
  }
}

type Opening = {
  url: string
  roomId: string
  cookies: string[]
  sockets: number
  perSecond: number
  loyal?: boolean
}

const asks = {
  /** Opens so many sockets, by turns with these people's cookies, and watches the room from its present snapshot on. */
  async open(input: Opening) {
    leave()
    shared = []
    loyal = input.loyal ?? false
    forgetEvents()
    ;({ url, roomId } = input)
    firstSnapshot = await snapshot(input.cookies[0] ?? '')
    for (let i = 0; i < input.sockets; ) {
      const startedAt = now()
      const some = Math.min(10, input.sockets - i)
      const opened = Array.from({ length: some }, (_, n) => open(input.cookies[(i + n) % input.cookies.length] ?? ''))
      watchers.push(...(await Promise.all(opened)))
      i += some
      await pause(Math.max(0, startedAt + (some * 1000) / input.perSecond - now()))
    }
  },
  /** So many windows lose their line for so long and come back to where they were. */
  async away({ count, ms }: { count: number; ms: number }) {
    const gone = watchers.slice(-count)
    for (const watcher of gone) {
      watcher.returned = true
      watcher.line?.end()
    }
    await pause(ms)
    await Promise.all(gone.map(join))
  },
  /** One window stops reading; see `stallOf`. It comes back when its line was cut. */
  async stall({ limitMs }: { limitMs: number }) {
    const [healthy, stalled] = [watchers[0], watchers.at(-1)]
    if (!healthy || !stalled?.line) throw new Error('two windows are needed')
    stalled.line.stall()
    stalled.returned = true
    const sent = () => healthy.packets.reduce((sum, packet) => sum + packet.length, 0)
    const cut = await stallOf({ at: stalled.line.port(), by: Number(new URL(url).port), sent, limitMs })
    stalled.line.end()
    await join(stalled)
    return cut
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
    let again = 0
    let gaps = 0
    // Where every byte was the same, one replay speaks for all of them but the latencies.
    const lead = watchers[0]
    for (const watcher of watchers) {
      if (watcher.closed) wrong.push('a line was cut')
      if (lead !== undefined && watcher !== lead && sameBytes(watcher, lead)) {
        events += latenciesOf(watcher, committedAt, latencies)
        continue
      }
      const mirror = mirrorOf(structuredClone(firstSnapshot))
      const seen = await replay(watcher, mirror, committedAt, (seq) => eventsAfter(watcher.cookie, seq))
      const differs = difference(mirror, fresh)
      if (differs) wrong.push(differs)
      for (const latency of seen.latencies) latencies.push(latency)
      events += seen.events
      // Who comes back may be given an event again; its number tells, and it is dropped.
      if (watcher.returned) again += seen.repeated
      else repeated += seen.repeated
      gaps += seen.gaps
    }
    return {
      sockets: watchers.length,
      events,
      repeated,
      again,
      returned: watchers.filter(({ returned }) => returned).length,
      gaps,
      resyncs: watchers.reduce((sum, { resyncs }) => sum + resyncs, 0),
      packets: shared.length,
      bytes: shared.reduce((sum, packet) => sum + packet.length, 0),
      latency: spreadOf(latencies),
      wrong: [...new Set(wrong)].slice(0, 5),
    }
  },
  close: leave,
}

export type WindowsAsks = typeof asks
answer(asks)
