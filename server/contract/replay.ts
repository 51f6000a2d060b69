import { apply, emptyMirror, type Mirror } from './apply.ts'
import type { LogEvent } from './events.ts'
import type { CollectionName } from './snapshot.ts'

/** A key frame every so many events: dragging folds at most this many, half of it on average. */
const keyEvery = 500

/** A room's log from its first event, with key frames: shows the room as it stood after any event, from the log alone. */
export type Tape = ReturnType<typeof createTape>

export function createTape() {
  const events: LogEvent[] = []
  const keys: Mirror[] = [emptyMirror()]
  const head = emptyMirror()
  let dirty = new Set<CollectionName>()

  /** Collections that did not change since the last key frame are shared with it: nobody writes into a key frame. */
  const keep = () => {
    keys.push(branch(head, keys.at(-1) ?? head, dirty))
    dirty = new Set()
  }

  return {
    /** The number of the last event held; 0 when there is none. */
    seq: () => head.seq,
    /** The event with this number. */
    event: (seq: number): LogEvent | undefined => events[seq - 1],
    /** Takes a run of events; 'gap' when it does not continue what is held. Known ones are skipped. */
    take(run: readonly LogEvent[]): 'applied' | 'gap' {
      for (const event of run) {
        const outcome = apply(head, event)
        if (outcome === 'gap') return 'gap'
        if (outcome === 'known') continue
        events.push(event)
        for (const change of event.changes) dirty.add(change.in)
        if (event.seq % keyEvery === 0) keep()
      }
      return 'applied'
    },
    /** The room after this event, a value of its own; numbers beyond what is held show the last one held. */
    frame(seq: number): Mirror {
      const to = Math.max(0, Math.min(Math.floor(seq), head.seq))
      const key = keys[Math.floor(to / keyEvery)] ?? emptyMirror()
      const run = events.slice(key.seq, to)
      const touched = new Set(run.flatMap((event) => event.changes.map((change) => change.in)))
      const frame = branch(key, key, touched)
      for (const event of run) apply(frame, event)
      return frame
    },
    /** The last event at or before a moment (Unix ms); 0 before the first. Moments never run backwards in a lane's log. */
    seqAt(moment: number): number {
      let [low, high] = [0, events.length]
      while (low < high) {
        const middle = (low + high) >>> 1
        if ((events[middle]?.at ?? 0) <= moment) low = middle + 1
        else high = middle
      }
      return low
    },
    /** The nearest event after (`1`) or before (`-1`) a number that `fits`; null when there is none among those held. */
    find(from: number, step: 1 | -1, fits: (event: LogEvent) => boolean): number | null {
      for (let seq = from + step; seq >= 1 && seq <= events.length; seq += step) {
        const event = events[seq - 1]
        if (event && fits(event)) return seq
      }
      return null
    },
  }
}

/** `now` with its own copy of the collections in `own`; the others are those of `shared`. */
function branch(now: Mirror, shared: Mirror, own: ReadonlySet<CollectionName>): Mirror {
  const copied = Object.fromEntries([...own].map((name) => [name, new Map<string, unknown>(now.rows[name])]))
  return { seq: now.seq, rows: { ...shared.rows, ...copied }, counts: new Map(now.counts) }
}
