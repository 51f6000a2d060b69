'use client'

import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { getJson } from '../../workspace/http.ts'
import { useRoom } from '../room-context.tsx'
import { createReel, type Reel, type ReelState } from './reel.ts'

/** The room's log as a reel; what happens meanwhile is added to its end. */
export function useReel(): { reel: Reel; state: ReelState } {
  const { id, lane } = useRoom()
  const reel = useMemo(() => createReel(id, getJson, lane.seq), [id, lane])
  useEffect(() => {
    const stop = lane.state.subscribe(({ recent }, before) => {
      if (recent !== before.recent) reel.grow(recent)
    })
    return () => {
      stop()
      reel.stop()
    }
  }, [lane, reel])
  const read = () => reel.state.getState()
  return { reel, state: useSyncExternalStore(reel.state.subscribe, read, read) }
}
