'use client'

import { useEffect, useState } from 'react'

const key = (roomId: string) => `muster:seen-at:${roomId}`

/** When this person last left the room on this device (Unix ms), as it was when they came; null the first time. */
export function useSeenAt(roomId: string): number | null {
  const [seenAt, setSeenAt] = useState<number | null>(null)
  useEffect(() => {
    const kept = Number(localStorage.getItem(key(roomId)))
    setSeenAt(kept > 0 ? kept : null)
    const leave = () => localStorage.setItem(key(roomId), String(Date.now()))
    const hide = () => document.hidden && leave()
    document.addEventListener('visibilitychange', hide)
    window.addEventListener('pagehide', leave)
    return () => {
      leave()
      document.removeEventListener('visibilitychange', hide)
      window.removeEventListener('pagehide', leave)
    }
  }, [roomId])
  return seenAt
}
