'use client'

import { useSyncExternalStore } from 'react'

let spoken = ''
const listeners = new Set<() => void>()

function say(text: string): void {
  spoken = text
  for (const listener of listeners) listener()
}

/** Speaks one sentence to screen readers: what waits for this person, and the result of their own act. Never chatter. */
export function announce(text: string): void {
  // The same words twice are not a change, and would stay silent.
  say(text === spoken ? `${text}\u00a0` : text)
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The page's one polite region; UiProvider holds it. */
export function LiveRegion() {
  const text = useSyncExternalStore(
    subscribe,
    () => spoken,
    () => '',
  )
  return (
    <div role="status" aria-live="polite" aria-atomic="true" data-live-region className="sr-only">
      {text}
    </div>
  )
}
