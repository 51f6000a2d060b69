'use client'

import { useEffect } from 'react'
import { createStore, useStore } from 'zustand'
import { liveConnection } from './live.ts'

// Per room: the newest number known, and the number up to which this person has looked, on this device.
type Heads = Readonly<Record<string, number>>
const heads = createStore<{ heads: Heads; seen: Heads }>(() => ({ heads: {}, seen: {} }))
const storageKey = 'muster:seen'
const everyMs = 30_000

function stored(): Heads {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Heads
  } catch {
    return {}
  }
}

/** Everything in the room up to `seq` has been looked at. */
export function markSeen(roomId: string, seq: number): void {
  const { seen } = heads.getState()
  if ((seen[roomId] ?? 0) >= seq) return
  const next = { ...stored(), ...seen, [roomId]: seq }
  heads.setState({ seen: next })
  localStorage.setItem(storageKey, JSON.stringify(next))
}

async function askHeads(roomIds: readonly string[]): Promise<void> {
  const answers = await Promise.all(roomIds.map(async (id) => [id, await liveConnection().head(id)] as const))
  const known = answers.flatMap(([id, seq]) => (seq === null ? [] : [[id, seq] as const]))
  if (known.length > 0) heads.setState((state) => ({ heads: { ...state.heads, ...Object.fromEntries(known) } }))
}

/** Ids of rooms where something happened since this person last looked. */
export function useUnread(roomIds: readonly string[]): ReadonlySet<string> {
  const joined = roomIds.join()
  useEffect(() => {
    const ids = joined ? joined.split(',') : []
    heads.setState({ seen: stored() })
    const ask = () => !document.hidden && void askHeads(ids)
    ask()
    const stop = liveConnection().state.subscribe((state, before) => {
      if (state.link === 'connected' && before.link !== 'connected') ask()
    })
    const follow = (event: StorageEvent) => event.key === storageKey && heads.setState({ seen: stored() })
    window.addEventListener('storage', follow)
    const beat = setInterval(ask, everyMs)
    return () => {
      clearInterval(beat)
      stop()
      window.removeEventListener('storage', follow)
    }
  }, [joined])
  const state = useStore(heads)
  return new Set(roomIds.filter((id) => (state.heads[id] ?? 0) > (state.seen[id] ?? 0)))
}
