import type { Socket } from 'socket.io-client'
import { createStore } from 'zustand/vanilla'
import type { EventBatch, LogEvent } from '../../server/contract/events.ts'
import type { ClientToServer, ServerToClient } from '../../server/contract/live.ts'
import type { RoomFirstView } from '../../server/contract/snapshot.ts'
import type { WorkspaceSnapshot } from '../../server/contract/workspace-snapshot.ts'
import type { Got } from './http.ts'
import type { LaneStore } from './store.ts'

export type LiveSocket = Socket<ServerToClient, ClientToServer>
/** What a connection uses of a socket. */
export type AnySocket = Pick<
  LiveSocket,
  'connected' | 'active' | 'on' | 'connect' | 'disconnect' | 'emit' | 'timeout' | 'volatile'
>
/** How the window hears of changes. `since` (Unix ms) tells when the present link state began. */
export type ConnectionState = {
  link: 'connecting' | 'connected' | 'reconnecting' | 'signed_out'
  since: number
  /** Lanes that are fetching what they missed. */
  catchingUp: number
}
export type LaneKind = 'rooms' | 'workspaces'
export type Read = <T>(path: string) => Promise<Got<T>>

type Lane = { kind: LaneKind; store: LaneStore; holders: number; syncing: boolean; again: boolean; failures: number }
type Page = { events: LogEvent[]; head?: number; seq?: number }

const ackMs = 10_000
// As contract/live.ts says them; only its types are imported, since its schemas would bring 28 kB into every page.
const eventPage = 500
const snapshotGap = 5000

/**
 * Keeps lanes level with the log over one socket. The socket only hurries things along: every batch must continue what is
 * held, a hole is filled from `/events`, and every `headEveryMs` the cursors are compared. A lane let go is kept for
 * `lingerMs`: coming straight back costs nothing, and a late `unwatch` cannot cross the new `watch`.
 */
export function createConnection(
  socket: AnySocket,
  read: Read,
  { headEveryMs = 30_000, retryMs = 1000, lingerMs = 3000 } = {},
) {
  const lanes = new Map<string, Lane>()
  const state = createStore<ConnectionState>(() => ({ link: 'connecting', since: Date.now(), catchingUp: 0 }))
  let beat: ReturnType<typeof setInterval> | undefined

  const linkIs = (link: ConnectionState['link']) => {
    if (state.getState().link !== link) state.setState({ link, since: Date.now() })
  }
  const base = (lane: Lane) => `/api/v1/${lane.kind}/${lane.store.laneId}`
  const alive = (lane: Lane) => lanes.get(lane.store.laneId) === lane && lane.store.phase() !== 'gone'

  /** What a refused read means for the lane; true when trying again later makes sense. */
  const refused = (lane: Lane, code: string): boolean => {
    if (code === 'unauthenticated') {
      linkIs('signed_out')
      socket.disconnect()
      return false
    }
    if (code === 'not_found' || code === 'forbidden') {
      lane.store.drop()
      return false
    }
    return true
  }

  async function snapshot(lane: Lane): Promise<boolean> {
    // Of a room only what a first screen shows: the store knows what it lacks, and the screen asks for it.
    const whole = lane.kind === 'rooms' ? 'view' : 'snapshot'
    const got = await read<RoomFirstView | WorkspaceSnapshot>(`${base(lane)}/${whole}`)
    if (!alive(lane)) return false
    if (!got.ok) return refused(lane, got.code) ? retry(lane) : false
    lane.store.load(got.value)
    return true
  }

  /** Reads pages after the cursor until a short one; too far behind, a new snapshot. */
  async function fetchMissed(lane: Lane): Promise<boolean> {
    for (;;) {
      const got = await read<Page>(`${base(lane)}/events?after=${lane.store.seq()}&limit=${eventPage}`)
      if (!alive(lane)) return false
      if (!got.ok) return refused(lane, got.code) ? retry(lane) : false
      const head = got.value.head ?? got.value.seq ?? 0
      if (head - lane.store.seq() > snapshotGap) return snapshot(lane)
      const outcome = lane.store.take({ laneId: lane.store.laneId, events: got.value.events })
      if (outcome === 'gap') return snapshot(lane)
      if (got.value.events.length < eventPage) return true
    }
  }

  function retry(lane: Lane): false {
    lane.failures += 1
    const wait = Math.min(30_000, retryMs * 2 ** Math.min(lane.failures, 5)) * (0.5 + Math.random() / 2)
    setTimeout(() => alive(lane) && sync(lane), wait)
    return false
  }

  async function watch(lane: Lane): Promise<'level' | 'behind' | 'doubtful' | 'later' | 'never'> {
    if (!socket.connected) return 'never'
    const answer = await socket
      .timeout(ackMs)
      .emitWithAck('watch', { laneId: lane.store.laneId, after: lane.store.seq() })
      .catch(() => null)
    if (!alive(lane)) return 'never'
    if (!answer) return 'later'
    if (answer.ok) return answer.behind ? 'behind' : 'level'
    // What the socket calls not found may be a watch that was overtaken; the read that follows knows.
    if (answer.code === 'not_found') return 'doubtful'
    return refused(lane, answer.code) ? 'later' : 'never'
  }

  async function bringLevel(lane: Lane, fetchFirst: boolean): Promise<void> {
    if (lane.store.phase() === 'loading' && !(await snapshot(lane))) return
    if (fetchFirst && !(await fetchMissed(lane))) return
    for (let round = 0; round < 3; round += 1) {
      const answer = await watch(lane)
      if (answer === 'level') lane.failures = 0
      if (answer === 'later') retry(lane)
      if (answer !== 'behind' && answer !== 'doubtful') return
      if (!(await fetchMissed(lane))) return
    }
    retry(lane)
  }

  /** One synchronisation per lane at a time; a wish that comes meanwhile is served by one more round. */
  function sync(lane: Lane, fetchFirst = false): void {
    if (lane.syncing) {
      lane.again = lane.again || fetchFirst
      return
    }
    lane.syncing = true
    state.setState(({ catchingUp }) => ({ catchingUp: catchingUp + 1 }))
    void bringLevel(lane, fetchFirst).finally(() => {
      lane.syncing = false
      state.setState(({ catchingUp }) => ({ catchingUp: catchingUp - 1 }))
      const again = lane.again
      lane.again = false
      if (again && alive(lane)) sync(lane, true)
    })
  }

  /** Asks the newest number of every lane and fetches what is missing. */
  function compare(): void {
    if (!socket.connected) return
    for (const lane of lanes.values()) {
      socket.timeout(ackMs).emit('head', { laneId: lane.store.laneId }, (error, answer) => {
        if (error || !alive(lane) || lane.syncing) return
        if (!answer.ok || answer.seq > lane.store.seq()) sync(lane, true)
      })
    }
  }

  function letGo(lane: Lane): void {
    const { laneId } = lane.store
    if (lane.holders > 0 || lanes.get(laneId) !== lane) return
    lanes.delete(laneId)
    if (socket.connected) socket.emit('unwatch', { laneId }, () => {})
    if (lanes.size > 0) return
    clearInterval(beat)
    beat = undefined
  }

  socket.on('connect', () => {
    linkIs('connected')
    for (const lane of lanes.values()) sync(lane)
  })
  socket.on('disconnect', (reason) => {
    if (state.getState().link === 'signed_out') return
    linkIs('reconnecting')
    // The server ended it: a signed-out session, or a queue that grew too long. The client library waits for us.
    if (reason === 'io server disconnect') setTimeout(() => probe(), retryMs * Math.random())
  })
  socket.on('connect_error', () => {
    if (state.getState().link !== 'signed_out') linkIs('reconnecting')
    if (!socket.active) setTimeout(() => probe(), retryMs)
  })
  async function probe(): Promise<void> {
    const me = await read('/api/v1/me')
    if (!me.ok && me.code === 'unauthenticated') linkIs('signed_out')
    else if (lanes.size > 0) socket.connect()
  }
  socket.on('events', (batch: EventBatch) => {
    const lane = lanes.get(batch.laneId)
    if (lane && lane.store.take(batch) === 'gap' && alive(lane)) sync(lane, true)
  })
  socket.on('resync', ({ laneId }) => {
    const lane = lanes.get(laneId)
    if (lane) sync(lane, true)
  })
  socket.on('revoked', ({ laneId }) => lanes.get(laneId)?.store.drop())
  socket.on('presence', ({ laneId, memberIds }) => lanes.get(laneId)?.store.present(memberIds))
  socket.on('typing', ({ laneId, memberId }) => lanes.get(laneId)?.store.typed(memberId))
  const listeners = new Set<(workspaceId: string) => void>()
  socket.on('waiting', ({ laneId }) => {
    for (const listener of listeners) listener(laneId)
  })

  return {
    state,
    /** Keeps a lane level until the returned function is called; several holders share one watch. */
    hold(kind: LaneKind, store: LaneStore): () => void {
      const before = lanes.get(store.laneId)
      const held = before?.store === store ? before : undefined
      const lane: Lane = held ?? { kind, store, holders: 0, syncing: false, again: false, failures: 0 }
      lane.holders += 1
      if (!held) {
        lanes.set(store.laneId, lane)
        beat ??= setInterval(compare, headEveryMs)
        if (!socket.active) socket.connect()
        sync(lane)
      }
      return () => {
        lane.holders -= 1
        if (lane.holders === 0) setTimeout(() => letGo(lane), lingerMs)
      }
    },
    /** Compare cursors now: the tab woke up. A socket that waits to reconnect does so at once. */
    wake(): void {
      if (lanes.size === 0 || state.getState().link === 'signed_out') return
      if (socket.connected) compare()
      // While the client library waits for its next try, connecting alone does nothing.
      else socket.disconnect().connect()
    },
    /** Newest number of a lane that is not held, or null. */
    async head(laneId: string): Promise<number | null> {
      if (!socket.connected) return null
      const answer = await socket
        .timeout(ackMs)
        .emitWithAck('head', { laneId })
        .catch(() => null)
      return answer?.ok ? answer.seq : null
    },
    /** Hears when what waits for people in a workspace that is held may have changed. Returns how to stop. */
    onWaiting(listener: (workspaceId: string) => void): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    typing(laneId: string): void {
      if (socket.connected) socket.volatile.emit('typing', { laneId })
    },
    close(): void {
      clearInterval(beat)
      lanes.clear()
      socket.disconnect()
    },
  }
}
export type Connection = ReturnType<typeof createConnection>
