'use client'

import { useCallback, useEffect, useState } from 'react'

const prefix = 'muster:draft:'

function read<T>(key: string, empty: T): T {
  try {
    const kept = localStorage.getItem(prefix + key)
    return kept === null ? empty : (JSON.parse(kept) as T)
  } catch {
    return empty
  }
}

/** Something unfinished, kept on this device until it is sent: it survives reload, sign-out and offline. */
export function useDraft<T>(key: string, empty: T): [T, (next: T) => void, () => void] {
  const [value, setValue] = useState(empty)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `empty` is only where a new key starts from
  useEffect(() => setValue(read(key, empty)), [key])
  const change = useCallback(
    (next: T) => {
      setValue(next)
      try {
        localStorage.setItem(prefix + key, JSON.stringify(next))
      } catch {
        // A full or forbidden store: the draft lives as long as the page.
      }
    },
    [key],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const clear = useCallback(() => {
    setValue(empty)
    try {
      localStorage.removeItem(prefix + key)
    } catch {
      // As above.
    }
  }, [key])
  return [value, change, clear]
}
