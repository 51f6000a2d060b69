'use client'

import { useSearchParams } from 'next/navigation'
import { type ComponentProps, useCallback } from 'react'
import { useRoom } from './room-context.tsx'

export type PanelName = 'task' | 'thread' | 'room'
const names: readonly PanelName[] = ['task', 'thread', 'room']

function withPanel(name: PanelName | null, id: string): string {
  const url = new URL(location.href)
  for (const other of names) url.searchParams.delete(other)
  if (name) url.searchParams.set(name, id)
  return url.pathname + url.search
}

/** What the side panel shows; it lives in the address, so a copied link opens the same view. */
export function usePanel() {
  const search = useSearchParams()
  const name = names.find((one) => search.has(one)) ?? null
  const open = useCallback((next: PanelName, id = '1') => window.history.pushState(null, '', withPanel(next, id)), [])
  const close = useCallback(() => window.history.pushState(null, '', withPanel(null, '')), [])
  return { name, id: name ? (search.get(name) ?? '') : '', open, close }
}

/** A link to a task: a click opens it beside the face, a new tab opens its own page. */
export function TaskLink({ taskId, ...rest }: Omit<ComponentProps<'a'>, 'href' | 'onClick'> & { taskId: string }) {
  const { base } = useRoom()
  const { open } = usePanel()
  return (
    <a
      {...rest}
      href={`${base}/tasks/${taskId}`}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        open('task', taskId)
      }}
    />
  )
}
