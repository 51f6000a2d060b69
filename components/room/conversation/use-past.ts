'use client'

import { useCallback, useEffect, useMemo } from 'react'
import { createStore, useStore } from 'zustand'
import { keptMessages } from '../../../server/contract/apply.ts'
import type { MessagePage } from '../../../server/contract/history-views.ts'
import type { MessageView } from '../../../server/contract/snapshot.ts'
import { getJson } from '../../workspace/http.ts'
import { useRows } from '../../workspace/live.ts'
import { useRoom } from '../room-context.tsx'
import { askBefore, joined, merged } from './past.ts'

type Past = {
  /** Messages kept beyond the room's mirror, oldest first; empty while only the mirror is shown. */
  held: readonly MessageView[]
  pages: number
  whole: boolean
  loading: boolean
  failure: string | null
}
const nothing: Past = { held: [], pages: 0, whole: false, loading: false, failure: null }
const rooms = createStore<Readonly<Record<string, Past>>>(() => ({}))
const pageSize = 100
/** More than this is let go once one is back at the end. */
const keptAtEnd = 1000

const change = (roomId: string, next: Partial<Past>) =>
  rooms.setState((all) => ({ [roomId]: { ...(all[roomId] ?? nothing), ...next } }))

function usePast(roomId: string): Past {
  return useStore(rooms, (all) => all[roomId] ?? nothing)
}

/** The messages of the room on screen: what its mirror holds, with what was read further back. */
export function useMessages(): readonly MessageView[] {
  const { id, lane } = useRoom()
  const live = useRows(lane, 'messages')
  const { held } = usePast(id)
  return useMemo(() => joined(held, live), [held, live])
}

/** While `hold`, or once something was read further back, nothing is let go above what one looks at. */
export function useHeldPast(messages: readonly MessageView[], hold: boolean): void {
  const { id } = useRoom()
  const { held, pages, loading } = usePast(id)
  useEffect(() => {
    if (loading) return
    const torn = held[0] !== undefined && !messages.some((message) => message.id === held[0]?.id)
    if (torn || (!hold && (held.length > keptAtEnd || (pages === 0 && held.length > 0)))) change(id, nothing)
    else if ((hold || pages > 0) && !isSame(messages, held)) change(id, { held: messages })
  }, [id, hold, held, pages, loading, messages])
}
const isSame = (one: readonly MessageView[], other: readonly MessageView[]) =>
  one.length === other.length && one.at(-1)?.id === other.at(-1)?.id

/** Whether these messages are all there are, and how to read those before them; `onArrive` runs just before they are shown. */
export function useEarlier(messages: readonly MessageView[]) {
  const { id } = useRoom()
  const { pages, whole: known, loading, failure } = usePast(id)
  const whole = known || (pages === 0 && messages.length < keptMessages)
  const load = useCallback(
    async (onArrive?: () => void) => {
      const before = askBefore(messages, pages === 0)
      if (whole || rooms.getState()[id]?.loading || before === null) return
      change(id, { held: messages, loading: true, failure: null })
      const got = await getJson<MessagePage>(`/api/v1/rooms/${id}/messages?before=${before}&limit=${pageSize}`)
      onArrive?.()
      if (!got.ok) return change(id, { loading: false, failure: got.detail })
      const held = merged(got.value.messages, rooms.getState()[id]?.held ?? [])
      change(id, { held, pages: pages + 1, whole: !got.value.more, loading: false })
    },
    [id, messages, pages, whole],
  )
  return { whole, loading, failure, load }
}
