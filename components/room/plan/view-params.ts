'use client'

import { usePathname, useSearchParams } from 'next/navigation'

/** Sets what the address says about the view, without asking the server again. */
export function useViewParams() {
  const search = useSearchParams()
  const path = usePathname()
  const set = (name: string, value: string | null) => {
    const next = new URLSearchParams(search)
    if (value) next.set(name, value)
    else next.delete(name)
    window.history.replaceState(null, '', `${path}?${next}`)
  }
  return { get: (name: string) => search.get(name), set }
}
