'use client'

import { useSyncExternalStore } from 'react'

/** One ticker per pace for the whole page; it rests while nobody listens and while the tab is hidden. */
function ticker(stepMs: number) {
  const listeners = new Set<() => void>()
  let now = 0
  let timer: ReturnType<typeof setInterval> | undefined
  const tick = () => {
    if (document.hidden) return
    now = Date.now()
    for (const listener of listeners) listener()
  }
  return {
    subscribe(listener: () => void) {
      if (listeners.size === 0) {
        now = Date.now()
        timer = setInterval(tick, stepMs)
        document.addEventListener('visibilitychange', tick)
      }
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        clearInterval(timer)
        document.removeEventListener('visibilitychange', tick)
        now = 0
      }
    },
    read() {
      if (now === 0) now = Date.now()
      return now
    },
  }
}

const tickers = { minute: ticker(20_000), second: ticker(1000) }

/** The time in ms, renewed at the pace; null on the server and in the first paint, so both agree. */
export function useNow(pace: 'minute' | 'second' = 'minute'): number | null {
  return useSyncExternalStore(tickers[pace].subscribe, tickers[pace].read, () => null)
}
