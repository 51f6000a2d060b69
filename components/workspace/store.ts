import { createStore } from 'zustand/vanilla'
import { apply, emptyCounts, emptyMirror, type Mirror, mirrorOf } from '../../server/contract/apply.ts'
import type { EventBatch, LogEvent } from '../../server/contract/events.ts'
import { createFill, type Fill, lackingIn } from '../../server/contract/fill.ts'
import type {
  CollectionName,
  Collections,
  Counts,
  RoomFirstView,
  RoomSnapshot,
  TaskPage,
} from '../../server/contract/snapshot.ts'
import type { WorkspaceSnapshot } from '../../server/contract/workspace-snapshot.ts'

/** `loading`: no snapshot yet. `gone`: access ended or there is no such lane; nothing is held any more. */
export type LanePhase = 'loading' | 'live' | 'gone'
export type LaneState = {
  phase: LanePhase
  /** Raised once for every told change of a collection. */
  versions: Partial<Record<CollectionName, number>>
  seq: number
  /** Members who have the lane open. */
  present: readonly string[]
  /** Member id → until when they are shown as typing (Unix ms). */
  typing: Readonly<Record<string, number>>
  /** The last events that arrived live, oldest first. */
  recent: readonly LogEvent[]
  loadedAt: number
  /** Goals whose tasks are still to be read, the one to begin with first. */
  lacking: readonly string[]
}

/** Runs a task at the next frame; in a hidden tab, where frames stop, after 100 ms. */
export type Schedule = (task: () => void) => void
export const nextFrame: Schedule = (task) => {
  if (typeof document === 'undefined' || document.hidden) setTimeout(task, 100)
  else requestAnimationFrame(task)
}

const keptEvents = 500
const typingMs = 5000

export type LaneStore = ReturnType<typeof createLaneStore>

/**
 * The mirror of one lane (a room or a workspace) and who listens to it. Rows change at once; listeners are told at most
 * once a frame, and only of collections that changed.
 */
export function createLaneStore(laneId: string, schedule: Schedule = nextFrame) {
  let mirror: Mirror = emptyMirror()
  let fill: Fill = createFill(mirror, [])
  let dirty = new Set<CollectionName>()
  let arrived: LogEvent[] = []
  let told = true
  const lists = new Map<CollectionName, { version: number; rows: readonly unknown[] }>()
  const waiters = new Set<{ seq: number; done: (reached: boolean) => void }>()
  const store = createStore<LaneState>(() => ({
    phase: 'loading',
    versions: {},
    seq: 0,
    present: [],
    typing: {},
    recent: [],
    loadedAt: 0,
    lacking: [],
  }))

  const tell = () => {
    told = true
    const versions = { ...store.getState().versions }
    for (const name of dirty) versions[name] = (versions[name] ?? 0) + 1
    dirty = new Set()
    const recent = arrived.length > 0 ? [...store.getState().recent, ...arrived].slice(-keptEvents) : undefined
    arrived = []
    const wanted = fill.wanted()
    const before = store.getState().lacking
    const lacking = wanted.join() === before.join() ? before : wanted
    store.setState({ versions, seq: mirror.seq, lacking, ...(recent ? { recent } : {}) })
  }
  const tellSoon = () => {
    if (!told) return
    told = false
    schedule(tell)
  }
  const wake = () => {
    for (const waiter of waiters) {
      if (store.getState().phase !== 'gone' && mirror.seq < waiter.seq) continue
      waiters.delete(waiter)
      waiter.done(mirror.seq >= waiter.seq)
    }
  }
  const replace = (next: Mirror, phase: LanePhase, lacking: readonly string[] = []) => {
    for (const name of Object.keys(next.rows) as CollectionName[]) dirty.add(name)
    mirror = next
    fill = createFill(next, lacking)
    store.setState({ phase, loadedAt: Date.now() })
    tell()
    wake()
  }

  return {
    laneId,
    /** For `useStore`. */
    state: store,
    seq: () => mirror.seq,
    phase: () => store.getState().phase,
    /** Takes a snapshot; an older one than what is held is ignored. */
    load(snapshot: RoomSnapshot | RoomFirstView | WorkspaceSnapshot): void {
      if (store.getState().phase === 'live' && snapshot.seq < mirror.seq) return
      const next = mirrorOf(snapshot)
      replace(next, 'live', 'lacking' in snapshot ? snapshot.lacking : lackingIn(next))
    },
    /** Applies a run of events in order. Returns 'gap' at the first one that does not continue what is held. */
    take(batch: EventBatch): 'applied' | 'gap' {
      if (store.getState().phase !== 'live') return 'gap'
      let outcome: 'applied' | 'gap' = 'applied'
      for (const event of batch.events) {
        const result = apply(mirror, event)
        if (result === 'known') continue
        if (result === 'gap') {
          outcome = 'gap'
          break
        }
        fill.hear(event)
        for (const change of event.changes) dirty.add(change.in)
        arrived.push(event)
      }
      if (arrived.length > 0) tellSoon()
      wake()
      return outcome
    },
    /** Whether some tasks of a goal are not held yet. */
    lacks: (goalId: string): boolean => fill.lacks(goalId),
    /** Begins to read the next page of a goal's tasks; `take` answers false when it is of no use any more: ask again. */
    fill(goalId: string): { after: number; take: (page: TaskPage) => boolean } {
      const from = fill
      const { after, take } = from.ask(goalId)
      return {
        after,
        take(page) {
          if (from !== fill || !take(page)) return false
          dirty.add('tasks').add('attempts')
          tellSoon()
          return true
        },
      }
    },
    /** Access ended: everything held of the lane is dropped. */
    drop(): void {
      arrived = []
      store.setState({ recent: [], present: [], typing: {} })
      replace(emptyMirror(), 'gone')
    },
    present(memberIds: readonly string[]): void {
      store.setState({ present: memberIds })
    },
    typed(memberId: string, now = Date.now()): void {
      const typing = Object.fromEntries(Object.entries(store.getState().typing).filter(([, until]) => until > now))
      store.setState({ typing: { ...typing, [memberId]: now + typingMs } })
    },
    /** All rows of a collection in arrival order; the same array until the next told change. */
    list<N extends CollectionName>(name: N): readonly Collections[N][] {
      const version = store.getState().versions[name] ?? 0
      const kept = lists.get(name)
      if (kept && kept.version === version) return kept.rows as readonly Collections[N][]
      const rows = [...mirror.rows[name].values()]
      lists.set(name, { version, rows })
      return rows
    },
    row<N extends CollectionName>(name: N, id: string | null | undefined): Collections[N] | undefined {
      return id ? mirror.rows[name].get(id) : undefined
    },
    counts: (goalId: string): Counts => mirror.counts.get(goalId) ?? emptyCounts,
    /** Resolves true once the lane is level with `seq`, false when the lane is gone or the patience (ms) ends. */
    reached(seq: number, patienceMs = 10_000): Promise<boolean> {
      if (mirror.seq >= seq) return Promise.resolve(true)
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          waiters.delete(waiter)
          resolve(false)
        }, patienceMs)
        const waiter = {
          seq,
          done: (reached: boolean) => {
            clearTimeout(timer)
            resolve(reached)
          },
        }
        waiters.add(waiter)
      })
    },
  }
}
