'use client'

import { type RefObject, useRef, useState } from 'react'

const landmarks = 'dialog, [role=dialog], [role=alertdialog], main, aside, nav, header, footer'

/**
 * Where something that floats is put in the page: the landmark of its opener, so that readers find it there and it is
 * inert with its surroundings. Returns the opener's ref, the place, and what to call when it opens.
 */
export function usePortalHome(): [RefObject<HTMLButtonElement | null>, HTMLElement | null, () => void] {
  const opener = useRef<HTMLButtonElement>(null)
  const [home, setHome] = useState<HTMLElement | null>(null)
  return [opener, home, () => setHome(opener.current?.closest<HTMLElement>(landmarks) ?? null)]
}
