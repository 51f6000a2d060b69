'use client'

import { useEffect, useState, useSyncExternalStore } from 'react'
import type { CollectionName, Collections, RoomFirstView } from '../../server/contract/snapshot.ts'
import type { WorkspaceSnapshot } from '../../server/contract/workspace-snapshot.ts'
import { flushCommands } from './commands.ts'
import { type Connection, type ConnectionState, createConnection, type LaneKind } from './connection.ts'
import { getJson } from './http.ts'
import { lateSocket } from './late-socket.ts'
import { createLaneStore, type LaneState, type LaneStore } from './store.ts'

let shared: Connection | null = null

async function openSocket() {
  const { io } = await import('socket.io-client')
  return io({
    path: '/live',
    autoConnect: false,
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 8000,
    randomizationFactor: 0.5,
  })
}

/** The window's one connection; made on first use, in the browser only. */
export function liveConnection(): Connection {
  if (shared) return shared
  const connection = createConnection(lateSocket(openSocket), getJson)
  connection.state.subscribe((state, before) => {
    if (state.link === 'connected' && before.link !== 'connected') flushCommands()
  })
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) connection.wake()
  })
  window.addEventListener('online', () => {
    connection.wake()
    flushCommands()
  })
  shared = connection
  return connection
}

/** Lanes seen lately: coming back to a room shows it at once and catches up from its cursor. */
const stores = new Map<string, LaneStore>()
const keptStores = 6

function keep(store: LaneStore): void {
  stores.delete(store.laneId)
  stores.set(store.laneId, store)
  for (const [laneId] of stores) {
    if (stores.size <= keptStores) return
    stores.delete(laneId)
  }
}

/** A lane kept level while the component is there. `first` is what the server rendered, when it did. */
export function useHeldLane(
  kind: LaneKind,
  laneId: string,
  first?: RoomFirstView | WorkspaceSnapshot | undefined,
): LaneStore {
  const [store] = useState(() => {
    const kept = typeof window === 'undefined' ? undefined : stores.get(laneId)
    const made = kept?.phase() === 'live' ? kept : createLaneStore(laneId)
    if (first) made.load(first)
    return made
  })
  useEffect(() => {
    keep(store)
    return liveConnection().hold(kind, store)
  }, [kind, store])
  return store
}

/** Reads something of a lane; renders again only when `select` gives another value. It must give the same value for the same state. */
export function useLane<T>(lane: LaneStore, select: (state: LaneState) => T): T {
  const read = () => select(lane.state.getState())
  return useSyncExternalStore(lane.state.subscribe, read, read)
}
/** A collection's rows in arrival order; renders again only when that collection changed. */
export function useRows<N extends CollectionName>(lane: LaneStore, name: N): readonly Collections[N][] {
  return useLane(lane, () => lane.list(name))
}
/** One row; renders again only when this row changed. */
export function useRow<N extends CollectionName>(
  lane: LaneStore,
  name: N,
  id: string | null | undefined,
): Collections[N] | undefined {
  return useLane(lane, () => lane.row(name, id))
}

const before: ConnectionState = { link: 'connecting', since: 0, catchingUp: 0 }
const never = () => () => {}
/** How the window hears of changes. */
export function useConnection(): ConnectionState {
  return useSyncExternalStore(
    typeof window === 'undefined' ? never : liveConnection().state.subscribe,
    () => liveConnection().state.getState(),
    () => before,
  )
}
