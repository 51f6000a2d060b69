'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Spine, SpineItem } from '../../ui/spine.tsx'
import { type Failure, getJson } from '../../workspace/http.ts'
import { useLane } from '../../workspace/live.ts'
import { markOf } from '../../workspace/who.tsx'
import { useViewParams } from '../plan/view-params.ts'
import { useNames, useParticipants, useRoom } from '../room-context.tsx'
import { EventText } from './event-line.tsx'
import { lookupsOf } from './lookups.ts'
import { isQuiet, type Lookups } from './sentences.ts'
import type { ActivityEvent } from './telling.ts'

type Page = { events: ActivityEvent[]; nextBefore: number | null }

/** Pages of the room's log, newest first, from the server; what happens meanwhile comes from the live stream. */
function useLog(type: string) {
  const { id, lane } = useRoom()
  const [pages, setPages] = useState<readonly Page[]>([])
  const [failure, setFailure] = useState<Failure | null>(null)
  const [loading, setLoading] = useState(true)
  const asked = useRef(0)
  const load = async (before: number | null) => {
    asked.current += 1
    const ask = asked.current
    setLoading(true)
    const query = new URLSearchParams({
      ...(type ? { type } : {}),
      ...(before === null ? {} : { before: String(before) }),
    })
    const got = await getJson<Page>(`/api/v1/rooms/${id}/activity?${query}`)
    if (ask !== asked.current) return
    setLoading(false)
    setFailure(got.ok ? null : got)
    if (got.ok) setPages((all) => (before === null ? [got.value] : [...all, got.value]))
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another room or family starts over
  useEffect(() => {
    setPages([])
    void load(null)
  }, [id, type])
  const recent = useLane(lane, (state) => state.recent)
  const events = useMemo(() => {
    const old = pages.flatMap((page) => page.events)
    const newest = old[0]?.seq ?? 0
    const fits = (event: ActivityEvent) => event.seq > newest && (!type || event.type.startsWith(`${type}.`))
    return pages.length === 0 ? [] : [...recent.filter(fits).toReversed(), ...old]
  }, [pages, recent, type])
  const next = pages.at(-1)?.nextBefore ?? null
  return { events, failure, loading, next, more: () => void load(next), again: () => void load(null) }
}

function useLookups(): Lookups {
  const { lane } = useRoom()
  const names = useNames()
  return useMemo(
    () =>
      lookupsOf(lane.row, (id) => {
        const found = names(id)
        return found && found.kind !== 'coordinator' ? found.name : null
      }),
    [lane, names],
  )
}

const families = [
  { value: '', label: 'Everything' },
  { value: 'goal', label: 'Goals' },
  { value: 'plan', label: 'Plans' },
  { value: 'task', label: 'Tasks' },
  { value: 'attempt', label: 'Tries' },
  { value: 'deliverable', label: 'Deliverables' },
  { value: 'handoff', label: 'Questions' },
  { value: 'message', label: 'Messages' },
  { value: 'participant', label: 'Who joined and left' },
]

/** Everything that happened in the room, newest first, in plain sentences with their reasons. */
export function ActivityFace() {
  const params = useViewParams()
  const type = params.get('type') ?? ''
  const actor = params.get('by') ?? ''
  const participants = useParticipants()
  const log = useLog(type)
  const look = useLookups()
  const shown = log.events.filter(
    (event) => (type || !isQuiet(event.type)) && (!actor || event.actor.id === actor || event.actor.kind === actor),
  )
  return (
    <div className="mx-auto grid max-w-4xl gap-3 p-4 max-md:p-3">
      <div className="flex flex-wrap gap-2">
        <Select
          aria-label="What"
          value={type}
          options={families}
          onChange={(event) => params.set('type', event.target.value || null)}
        />
        <Select
          aria-label="By whom"
          value={actor}
          placeholder="By everybody"
          options={[
            { value: 'coordinator', label: 'Coordinator' },
            ...participants.map((one) => ({ value: one.subjectId, label: one.name })),
          ]}
          onChange={(event) => params.set('by', event.target.value || null)}
        />
      </div>
      {log.failure && (
        <p role="alert" className="flex flex-wrap items-center gap-2 text-sm text-failed">
          {log.failure.detail}
          <Button size="sm" onClick={log.again}>
            Try again
          </Button>
        </p>
      )}
      {log.loading && log.events.length === 0 && <Skeleton shape="rows" count={8} />}
      {!log.loading && !log.failure && shown.length === 0 && (
        <Empty
          kind={log.events.length > 0 || type ? 'no-match' : 'none'}
          title={log.events.length > 0 || type ? 'Nothing fits' : 'Nothing happened yet'}
        />
      )}
      <Spine aria-label="Activity">
        {shown.map((event) => (
          <EventLine key={event.seq} event={event} look={look} />
        ))}
      </Spine>
      {log.next !== null && (
        <Button pending={log.loading} onClick={log.more} className="justify-self-center">
          Earlier
        </Button>
      )}
    </div>
  )
}

function EventLine({ event, look }: { event: ActivityEvent; look: Lookups }) {
  const broke = event.type === 'attempt.failed' || event.type === 'attempt.superseded'
  return (
    <SpineItem
      node={<Mark kind={markOf[event.actor.kind]} name={event.actor.name} size="sm" />}
      // Newest stands on top, so what follows a break in time is drawn above it.
      thread={broke ? 'broken' : 'whole'}
    >
      <EventText
        event={event}
        look={look}
        aside={
          <span className="font-mono text-xs text-ink-3" title="Number in the room’s log">
            #{event.seq}
          </span>
        }
      />
    </SpineItem>
  )
}
