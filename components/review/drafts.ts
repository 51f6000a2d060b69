'use client'

import { useMemo } from 'react'
import { createStore, useStore } from 'zustand'
import type { Anchor } from '../../server/domain/text/anchor.ts'

/** A comment that nobody else sees until the decision. An empty quote is about the whole. */
export type Draft = Anchor & { id: string; versionNumber: number; body: string }
export type Desk = { summary: string; drafts: readonly Draft[] }

const empty: Desk = { summary: '', drafts: [] }
const keyOf = (deliverableId: string) => `muster:review:${deliverableId}`

function stored(deliverableId: string): Desk {
  try {
    const read = JSON.parse(localStorage.getItem(keyOf(deliverableId)) ?? 'null') as Desk | null
    return read && Array.isArray(read.drafts) ? read : empty
  } catch {
    return empty
  }
}

function createDesk(deliverableId: string) {
  const store = createStore<Desk>(() => stored(deliverableId))
  const keep = (next: Desk) => {
    store.setState(next, true)
    try {
      if (next.summary === '' && next.drafts.length === 0) localStorage.removeItem(keyOf(deliverableId))
      else localStorage.setItem(keyOf(deliverableId), JSON.stringify(next))
    } catch {
      // A full or forbidden storage: the drafts live as long as the page.
    }
  }
  window.addEventListener('storage', (event) => {
    if (event.key === keyOf(deliverableId)) store.setState(stored(deliverableId), true)
  })
  return { store, keep }
}

const desks = new Map<string, ReturnType<typeof createDesk>>()
function deskOf(deliverableId: string) {
  const desk = desks.get(deliverableId) ?? createDesk(deliverableId)
  desks.set(deliverableId, desk)
  return desk
}

/** The summary and draft comments of this person on a deliverable; kept on this device over reloads and new versions. */
export function useDesk(deliverableId: string) {
  const desk = useMemo(() => deskOf(deliverableId), [deliverableId])
  const { summary, drafts } = useStore(desk.store)
  return useMemo(
    () => ({
      summary,
      drafts,
      write: (text: string) => desk.keep({ ...desk.store.getState(), summary: text }),
      add: (draft: Omit<Draft, 'id'>) => {
        const before = desk.store.getState()
        desk.keep({ ...before, drafts: [...before.drafts, { ...draft, id: crypto.randomUUID() }] })
      },
      edit: (id: string, body: string) => {
        const before = desk.store.getState()
        desk.keep({ ...before, drafts: before.drafts.map((draft) => (draft.id === id ? { ...draft, body } : draft)) })
      },
      drop: (id: string) => {
        const before = desk.store.getState()
        desk.keep({ ...before, drafts: before.drafts.filter((draft) => draft.id !== id) })
      },
      clear: () => desk.keep(empty),
    }),
    [desk, summary, drafts],
  )
}
export type ReviewDesk = ReturnType<typeof useDesk>
