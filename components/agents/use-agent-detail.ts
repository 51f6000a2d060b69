'use client'

import { useCallback, useEffect, useMemo, useState } from 'react'
import type { AgentDetail, AgentRun } from '../../server/contract/history-views.ts'
import { type Failure, getJson } from '../workspace/http.ts'
import { useRead } from '../workspace/use-read.ts'

/** An agent's rooms, record and runs, asked again every `freshMs` while the tab is seen; `older` brings a page more of runs. */
export function useAgentDetail(agentId: string, freshMs: number) {
  const path = `/api/v1/agents/${agentId}`
  const [beat, setBeat] = useState(0)
  const head = useRead<AgentDetail>(path, beat)
  const [tail, setTail] = useState<{ runs: readonly AgentRun[]; more: boolean } | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && setBeat((count) => count + 1), freshMs)
    return () => clearInterval(timer)
  }, [freshMs])
  const { value } = head
  const runs = useMemo(() => {
    const first = value?.runs ?? []
    const known = new Set(first.map((run) => run.attemptId))
    return [...first, ...(tail?.runs ?? []).filter((run) => !known.has(run.attemptId))]
  }, [value, tail])
  const older = useCallback(async () => {
    const last = runs.at(-1)
    if (!last) return
    const got = await getJson<AgentDetail>(`${path}?before=${last.attemptId}`)
    setFailure(got.ok ? null : got)
    // What was on the first page stays at hand when newer runs push it off.
    if (got.ok) setTail({ runs: [...runs, ...got.value.runs], more: got.value.more })
  }, [path, runs])
  return {
    detail: value,
    runs,
    more: tail?.more ?? value?.more ?? false,
    older,
    loading: head.loading,
    failure: head.failure ?? failure,
    again: head.again,
  }
}
export type AgentWork = ReturnType<typeof useAgentDetail>
