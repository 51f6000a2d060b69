'use client'

import { useEffect, useRef } from 'react'

/** What is kept after one more key: letters are added, Backspace takes one back, other keys change nothing. */
export function afterKey(kept: string, key: string): string {
  if (key === 'Backspace') return [...kept].slice(0, -1).join('')
  return [...key].length === 1 ? kept + key : kept
}

/** Keeps what is typed while `waiting` for the box that it is meant for; what is answered hands it over, once. Escape leaves. */
export function useEarlyKeys(waiting: boolean, onLeave: () => void): () => string {
  const kept = useRef('')
  const leave = useRef(onLeave)
  useEffect(() => {
    leave.current = onLeave
  })
  useEffect(() => {
    if (!waiting) return
    kept.current = ''
    const keep = (event: KeyboardEvent) => {
      const command = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState('AltGraph')
      if (command || event.isComposing) return
      event.preventDefault()
      event.stopImmediatePropagation()
      if (event.key === 'Escape') leave.current()
      else kept.current = afterKey(kept.current, event.key)
    }
    window.addEventListener('keydown', keep, true)
    return () => window.removeEventListener('keydown', keep, true)
  }, [waiting])
  return () => {
    const typed = kept.current
    kept.current = ''
    return typed
  }
}
