'use client'

import { useCallback, useEffect, useRef, useState } from 'react'

const prefix = 'muster:draft:'

function read<T>(key: string, empty: T): T {
  try {
    const kept = localStorage.getItem(prefix + key)
    return kept === null ? empty : (JSON.parse(kept) as T)
  } catch {
    return empty
  }
}

/** Takes away what is kept under a key: it is needed no more. */
export function forgetDraft(key: string): void {
  try {
    localStorage.removeItem(prefix + key)
  } catch {
    // A forbidden store keeps nothing.
  }
}

/**
 * Something unfinished, kept on this device until it is sent: it survives reload, sign-out and offline. What comes later
 * than a render, an upload for instance, changes it by a function of what it is by then.
 */
export function useDraft<T>(key: string, empty: T): [T, (next: T | ((before: T) => T)) => void, () => void] {
  const [value, setValue] = useState<T>(empty)
  const latest = useRef<T>(empty)
  const show = useCallback((next: T) => {
    latest.current = next
    setValue(next)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: `empty` is only where a new key starts from
  useEffect(() => show(read(key, empty)), [key])
  const change = useCallback(
    (next: T | ((before: T) => T)) => {
      show(typeof next === 'function' ? (next as (before: T) => T)(latest.current) : next)
      try {
        localStorage.setItem(prefix + key, JSON.stringify(latest.current))
      } catch {
        // A full or forbidden store: the draft lives as long as the page.
      }
    },
    [key, show],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const clear = useCallback(() => {
    show(empty)
    forgetDraft(key)
  }, [key, show])
  return [value, change, clear]
}
