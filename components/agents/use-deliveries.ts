'use client'

import { useCallback, useEffect, useMemo, useState } from 'react'
import type { DeliveryView } from '../../server/contract/views.ts'
import { type Failure, getJson } from '../workspace/http.ts'
import { useRead } from '../workspace/use-read.ts'

const pageSize = 50
const freshMs = 4000

export type DeliveryFilter = { status?: 'failed' | 'delivered' | undefined; type?: string | undefined }

function pathOf(agentId: string, { status, type }: DeliveryFilter, before?: string): string {
  const query = new URLSearchParams()
  if (status) query.set('status', status)
  if (type) query.set('type', type)
  if (before) query.set('before', before)
  return `/api/v1/agents/${agentId}/deliveries${query.size > 0 ? `?${query}` : ''}`
}

/** An agent's deliveries, newest first (of none while `agentId` is null), asked again every few seconds while the tab is seen; `older` brings a page more. */
export function useDeliveries(agentId: string | null, filter: DeliveryFilter) {
  const path = agentId === null ? '' : pathOf(agentId, filter)
  const [beat, setBeat] = useState(0)
  const head = useRead<DeliveryView[]>(path || null, beat)
  const [tail, setTail] = useState<{ path: string; rows: DeliveryView[]; ended: boolean }>({
    path,
    rows: [],
    ended: false,
  })
  const [failure, setFailure] = useState<Failure | null>(null)
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && setBeat((count) => count + 1), freshMs)
    return () => clearInterval(timer)
  }, [])
  const { value } = head
  const rows = useMemo(() => {
    const first = value ?? []
    const known = new Set(first.map((row) => row.id))
    const rest = tail.path === path ? tail.rows.filter((row) => !known.has(row.id)) : []
    return [...first, ...rest]
  }, [value, tail, path])
  const ended = tail.path === path && tail.rows.length > 0 ? tail.ended : (value?.length ?? 0) < pageSize
  const older = useCallback(async () => {
    const last = rows.at(-1)
    if (!last) return
    const got = await getJson<DeliveryView[]>(`${path}${path.includes('?') ? '&' : '?'}before=${last.id}`)
    if (!got.ok) return setFailure(got)
    setFailure(null)
    setTail((before) => ({
      path,
      rows: [...(before.path === path ? before.rows : rows), ...got.value],
      ended: got.value.length < pageSize,
    }))
  }, [path, rows])
  return { rows, ended, older, loading: head.loading, failure: head.failure ?? failure, again: head.again }
}
