'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback } from 'react'

type Patch = Readonly<Record<string, string | null>>

/** The address of this page with some parameters set, or left out where null. */
export function withParams(patch: Patch): string {
  const url = new URL(location.href)
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || value === '') url.searchParams.delete(name)
    else url.searchParams.set(name, value)
  }
  return url.pathname + url.search
}

/** What the screen shows lives in the address. `set` changes it in place; `push` makes a step that Back undoes. */
export function useAddress() {
  const params = useSearchParams()
  const set = useCallback((patch: Patch) => window.history.replaceState(null, '', withParams(patch)), [])
  const push = useCallback((patch: Patch) => window.history.pushState(null, '', withParams(patch)), [])
  return { get: (name: string) => params.get(name), set, push }
}
