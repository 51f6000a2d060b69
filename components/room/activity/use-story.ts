'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { StoryPage } from '../../../server/contract/story-views.ts'
import { type Failure, getJson } from '../../workspace/http.ts'
import { useLane } from '../../workspace/live.ts'
import { useNames, useParticipants, useRoom } from '../room-context.tsx'
import { type Filter, fits, queryOf } from './filter.ts'
import { lookupsOf } from './lookups.ts'
import type { Lookups } from './sentences.ts'
import type { ActivityEvent } from './telling.ts'

const none: StoryPage = { events: [], tasks: [], attempts: [], nextBefore: null }
/** While somebody searches, pages are as large as the door gives them. */
const searched = 1000

/** The story that fits a filter, newest first, page by page from the server; what happens meanwhile comes from the live stream. */
export function useStory(filter: Filter) {
  const { id, lane } = useRoom()
  const query = queryOf(filter).toString()
  const [story, setStory] = useState<StoryPage & { of: string }>({ ...none, of: '' })
  const [failure, setFailure] = useState<Failure | null>(null)
  const [loading, setLoading] = useState(true)
  const asked = useRef(0)
  const load = useCallback(
    async (before: number | null, limit = 200) => {
      asked.current += 1
      const ask = asked.current
      setLoading(true)
      const page = `${before === null ? '' : `&before=${before}`}&limit=${limit}`
      const got = await getJson<StoryPage>(`/api/v1/rooms/${id}/story?${query}${page}`)
      if (ask !== asked.current) return
      setLoading(false)
      setFailure(got.ok ? null : got)
      if (!got.ok) return
      setStory((old) => {
        const kept = before === null ? none : old
        return {
          of: query,
          events: [...kept.events, ...got.value.events],
          tasks: [...kept.tasks, ...got.value.tasks],
          attempts: [...kept.attempts, ...got.value.attempts],
          nextBefore: got.value.nextBefore,
        }
      })
    },
    [id, query],
  )
  useEffect(() => void load(null), [load])
  const look = useStoryNames(story)
  const recent = useLane(lane, (state) => state.recent)
  const participants = useParticipants()
  const events = useMemo<readonly ActivityEvent[]>(() => {
    if (story.of !== query) return []
    const subjects = new Map(participants.map((one) => [one.id, one.subjectId]))
    const newest = story.events[0]?.seq ?? 0
    const isNew = (event: ActivityEvent) =>
      event.seq > newest && fits(event, filter, look, (participant) => subjects.get(participant) ?? null)
    // The first page may end before what came in live began.
    return [
      ...recent.filter(isNew).toReversed(),
      ...story.events.filter((event) => fits(event, filter, look, (participant) => subjects.get(participant) ?? null)),
    ]
  }, [story, query, recent, filter, look, participants])
  const { nextBefore } = story
  const more = useCallback(
    (searching: boolean) => {
      if (nextBefore !== null) void load(nextBefore, searching ? searched : undefined)
    },
    [load, nextBefore],
  )
  const again = useCallback(() => void load(nextBefore), [load, nextBefore])
  return { events, look, failure, loading, readTo: nextBefore, more, again }
}

/** Names from the room as it is, else from what came with the pages. */
function useStoryNames({ tasks, attempts }: StoryPage): Lookups {
  const { lane } = useRoom()
  const names = useNames()
  return useMemo(() => {
    const taskOf = new Map(tasks.map((one) => [one.id, one]))
    const attemptOf = new Map(attempts.map((one) => [one.id, one]))
    return lookupsOf(
      {
        task: (id) => lane.row('tasks', id) ?? taskOf.get(id),
        attempt: (id) => lane.row('attempts', id) ?? attemptOf.get(id),
        goal: (id) => lane.row('goals', id),
        deliverable: (id) => lane.row('deliverables', id),
      },
      (id) => {
        const found = names(id)
        return found && found.kind !== 'coordinator' ? found.name : null
      },
    )
  }, [tasks, attempts, lane, names])
}
