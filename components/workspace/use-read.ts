'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { type Failure, getJson } from './http.ts'

export type ReadState<T> = {
  /** The last answer for this address; stays while it is read again. */
  value: T | null
  failure: Failure | null
  loading: boolean
  again: () => void
}

/** Reads one of our addresses and keeps the answer; null reads nothing. A change of `stamp` reads it again. */
export function useRead<T>(path: string | null, stamp: string | number = 0): ReadState<T> {
  const [state, setState] = useState<{ path: string | null; value: T | null; failure: Failure | null }>({
    path: null,
    value: null,
    failure: null,
  })
  const [tries, setTries] = useState(0)
  const newest = useRef(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each try and each stamp reads again
  useEffect(() => {
    if (path === null) return
    const stop = new AbortController()
    newest.current += 1
    const mine = newest.current
    void getJson<T>(path, stop.signal).then((got) => {
      if (stop.signal.aborted || mine !== newest.current) return
      setState((before) =>
        got.ok
          ? { path, value: got.value, failure: null }
          : { path, value: before.path === path ? before.value : null, failure: got },
      )
    })
    return () => stop.abort()
  }, [path, stamp, tries])
  const again = useCallback(() => setTries((count) => count + 1), [])
  const current = state.path === path
  return {
    value: current ? state.value : null,
    failure: current ? state.failure : null,
    loading: path !== null && !current,
    again,
  }
}
