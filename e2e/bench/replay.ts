import { isDeepStrictEqual } from 'node:util'
import { apply, type Mirror } from '../../server/contract/apply.ts'
import type { EventBatch, LogEvent } from '../../server/contract/events.ts'

/** What one window got, in order of arrival. */
export type Watched = {
  cookie: string
  /** Packets of events: the shared ones where the bytes are the same for all, else its own. */
  packets: Buffer[]
  at: number[]
  /** It was away and came back: what it got then is late for no fault of the server's. */
  returned: boolean
}

const parsed = new Map<Buffer, LogEvent[]>()
/** The events of a packet, parsed once. */
export function eventsIn(packet: Buffer): LogEvent[] {
  const known = parsed.get(packet)
  if (known) return known
  const [, { events }] = JSON.parse(packet.toString('utf8', 2)) as [string, EventBatch]
  parsed.set(packet, events)
  return events
}

/** Packets that were parsed are not kept beyond a run. */
export const forgetEvents = () => parsed.clear()

type Seen = { events: number; repeated: number; gaps: number; latencies: number[] }

/** Applies all that a watcher got to its first snapshot, as a window would; what it missed is read from the log. */
export async function replay(
  watcher: Watched,
  mirror: Mirror,
  committedAt: ReadonlyMap<number, number>,
  eventsAfter: (seq: number) => Promise<LogEvent[]>,
): Promise<Seen> {
  const seen: Seen = { events: 0, repeated: 0, gaps: 0, latencies: [] }
  const fill = async (upTo: number) => {
    seen.gaps += 1
    while (mirror.seq < upTo) {
      const missing = await eventsAfter(mirror.seq)
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
      if (at !== undefined && !watcher.returned) seen.latencies.push((watcher.at[i] ?? 0) - at)
    }
  }
  return seen
}

/** What differs between what a watcher holds and a fresh snapshot; null when nothing does. */
export function difference(held: Mirror, fresh: Mirror): string | null {
  if (held.seq !== fresh.seq) return `level with ${held.seq} instead of ${fresh.seq}`
  for (const [name, rows] of Object.entries(fresh.rows)) {
    const mine = held.rows[name as keyof Mirror['rows']]
    for (const [id, row] of rows)
      if (!isDeepStrictEqual(plain(mine.get(id)), plain(row)))
        return `${name} ${id}: ${JSON.stringify(mine.get(id))} instead of ${JSON.stringify(row)}`
    // A snapshot leaves out versions of inner steps and all but the latest attempts; a window that saw them may hold them.
    if (name !== 'versions' && name !== 'attempts' && mine.size !== rows.size)
      return `${mine.size} ${name} instead of ${rows.size}`
  }
  return isDeepStrictEqual(plain(held.counts), plain(fresh.counts)) ? null : 'counts of tasks differ'
}
const plain = (value: unknown): unknown =>
  value instanceof Map ? Object.fromEntries(value) : value === undefined ? null : JSON.parse(JSON.stringify(value))

/** Whether two windows got the very same packets. */
export const sameBytes = (one: Watched, other: Watched): boolean =>
  one.packets.length === other.packets.length && one.packets.every((packet, i) => packet === other.packets[i])

/** Adds how late each event came to those given; answers how many events there were. For windows that got what a replayed one did. */
export function latenciesOf(watcher: Watched, committedAt: ReadonlyMap<number, number>, latencies: number[]): number {
  let events = 0
  for (const [i, packet] of watcher.packets.entries())
    for (const event of eventsIn(packet)) {
      const at = committedAt.get(event.seq)
      if (at !== undefined) latencies.push((watcher.at[i] ?? 0) - at)
      events += 1
    }
  return events
}
