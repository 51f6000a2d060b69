'use client'

import { useEffect, useRef } from 'react'
import { useRoom } from './room-context.tsx'

/** Runs for the type of every event that arrives live in this room. */
export function useEffectOnEvents(run: (type: string) => void): void {
  const { lane } = useRoom()
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(
    () =>
      lane.state.subscribe((state, before) => {
        if (state.recent === before.recent) return
        const known = before.recent.at(-1)?.seq ?? 0
        for (const event of state.recent) if (event.seq > known) latest.current(event.type)
      }),
    [lane],
  )
}
