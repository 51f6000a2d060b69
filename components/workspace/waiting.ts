'use client'

import { useEffect } from 'react'
import { createStore, useStore } from 'zustand'
import type { InboxItem } from '../../server/contract/views.ts'
import { getJson } from './http.ts'
import { liveConnection } from './live.ts'

type Waiting = { workspaceId: string | null; items: readonly InboxItem[]; at: number; failed: string | null }

const waiting = createStore<Waiting>(() => ({ workspaceId: null, items: [], at: 0, failed: null }))
const settleMs = 200
const leastMs = 1500
const everyMs = 30_000
let timer: ReturnType<typeof setTimeout> | undefined

async function read(workspaceId: string): Promise<void> {
  const got = await getJson<InboxItem[] | { items: InboxItem[] }>(`/api/v1/workspaces/${workspaceId}/inbox`)
  if (waiting.getState().workspaceId !== workspaceId) return
  if (!got.ok) return waiting.setState({ failed: got.detail })
  const items = Array.isArray(got.value) ? got.value : got.value.items
  waiting.setState({ items, at: Date.now(), failed: null })
}

/** Asks again what waits for this person, a moment later and at most every 1.5 s, so that a burst of changes asks once. */
export function waitingChanged(): void {
  const { at } = waiting.getState()
  if (timer !== undefined) return
  timer = setTimeout(
    () => {
      timer = undefined
      const { workspaceId } = waiting.getState()
      if (workspaceId) void read(workspaceId)
    },
    Math.max(settleMs, at + leastMs - Date.now()),
  )
}

const chatter = /^(attempt\.(progressed|accepted|nudged)|coordinator\.|message\.|artifact\.|task\.(ready|waiting))/
/** Whether after an event of this type something may wait for a person, or no longer does. */
export const touchesWaiting = (type: string): boolean => !chatter.test(type)

/** What waits for this person in the workspace, kept fresh; one reader for the rail, the bar and the inbox. */
export function useWaiting(workspaceId: string): Waiting {
  useEffect(() => {
    if (waiting.getState().workspaceId !== workspaceId) {
      waiting.setState({ workspaceId, items: [], at: 0, failed: null })
      void read(workspaceId)
    }
    const wake = () => !document.hidden && waitingChanged()
    const beat = setInterval(wake, everyMs)
    document.addEventListener('visibilitychange', wake)
    const stop = liveConnection().state.subscribe((state, before) => {
      if (state.link === 'connected' && before.link !== 'connected') waitingChanged()
    })
    const stopHearing = liveConnection().onWaiting((changed) => changed === workspaceId && waitingChanged())
    return () => {
      clearInterval(beat)
      document.removeEventListener('visibilitychange', wake)
      stop()
      stopHearing()
    }
  }, [workspaceId])
  return useStore(waiting)
}
