'use client'

import { useEffect, useState } from 'react'
import type { Found, FoundView } from '../../server/contract/found-views.ts'
import { getJson } from './http.ts'
import type { Place } from './jump.ts'
import { shortId } from './states.ts'

const pauseMs = 150

/** What of the whole workspace is called so, asked for once nothing was typed for a moment; null while it is not known yet. */
export function useFound(workspaceId: string, words: string): readonly Found[] | null {
  const asked = words.trim()
  const [answer, setAnswer] = useState<{ asked: string; found: readonly Found[] } | null>(null)
  useEffect(() => {
    if (asked === '') return
    const stop = new AbortController()
    const timer = setTimeout(async () => {
      const path = `/api/v1/workspaces/${workspaceId}/find?q=${encodeURIComponent(asked)}`
      const got = await getJson<FoundView>(path, stop.signal)
      // Without the server there is still what the open screens know.
      if (!stop.signal.aborted) setAnswer({ asked, found: got.ok ? got.value.found : [] })
    }, pauseMs)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [workspaceId, asked])
  return asked === '' ? [] : answer?.asked === asked ? answer.found : null
}

const groups: Record<Found['kind'], string> = {
  room: 'Rooms',
  goal: 'Goals',
  task: 'Tasks',
  deliverable: 'Deliverables',
  agent: 'People and agents',
  person: 'People and agents',
}

const overWords: Partial<Record<Found['kind'], string>> = { room: 'archived', agent: 'paused' }

/** Where a thing that was found is opened, from the workspace's base path. */
export function placeOf({ kind, id, title, number, room, over }: Found, base: string): Place {
  const hints = [room?.name ?? (kind === 'room' ? null : kind), over && (overWords[kind] ?? 'over')]
  const hrefs: Record<Found['kind'], string> = {
    room: `${base}/rooms/${id}`,
    goal: `${base}/rooms/${room?.id}/plan?goal=${id}`,
    task: `${base}/rooms/${room?.id}/tasks/${id}`,
    deliverable: `${base}/deliverables/${id}`,
    agent: `${base}/agents/${id}`,
    person: `${base}/settings/members#${id}`,
  }
  const numbered = kind === 'goal' || kind === 'task' || kind === 'deliverable'
  return {
    ...{ id, label: title, group: groups[kind], href: hrefs[kind], hint: hints.filter(Boolean).join(' · ') },
    ...(numbered && number !== null ? { ids: shortId[kind](number) } : {}),
  }
}
