'use client'

import dynamic from 'next/dynamic'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { VList, type VListHandle } from 'virtua'
import { counted } from '../../../server/domain/text/counted.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { useRowKeys } from '../../ui/row-list.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useRow } from '../../workspace/live.ts'
import { useViewParams } from '../plan/view-params.ts'
import { useGoals, useRoom } from '../room-context.tsx'
import { type Filter, readKind, says } from './filter.ts'
import { Filters } from './filters.tsx'
import { DayLine, EventRow } from './rows.tsx'
import type { ActivityEvent } from './telling.ts'
import { useStory } from './use-story.ts'

const IncidentCard = dynamic(() => import('./incident-card.tsx').then((part) => part.IncidentCard))

type Line = { kind: 'day'; id: string; at: number } | { kind: 'event'; id: string; event: ActivityEvent }
/** Older pages are fetched once one is this near to the end of what is there. */
const nearEndPx = 1200
/** Pages are read until so many were found. */
const enoughFound = 60

/** A story this short is drawn whole, so that the browser’s own search finds all of it. */
const drawnWhole = 250
const wholePx = 1_000_000

const dayOf = (at: number) => new Date(at).toDateString()

/** Events with a line before the first of every day, in the order given. */
function withDays(events: readonly ActivityEvent[]): Line[] {
  return events.flatMap((event, at) => {
    const line: Line = { kind: 'event', id: String(event.seq), event }
    const before = events[at - 1]
    const isSame = before !== undefined && dayOf(before.at) === dayOf(event.at)
    return isSame ? [line] : [{ kind: 'day', id: `day ${dayOf(event.at)} ${event.seq}`, at: event.at }, line]
  })
}

/** Everything that happened in the room, newest first: what, why, instead of what, on which evidence. */
export function ActivityFace() {
  const params = useViewParams()
  const [goal, of, by, kind] = ['goal', 'of', 'by', 'kind'].map((name) => params.get(name) ?? '')
  const incident = useRow(useRoom().lane, 'incidents', params.get('incident')) ?? null
  const known = useGoals().some((one) => one.id === goal)
  const filter = useMemo<Filter>(
    () => ({ goal: known && goal ? goal : '', of: of ?? '', by: by ?? '', kind: readKind(kind ?? ''), incident }),
    [known, goal, of, by, kind, incident],
  )
  const [search, setSearch] = useState(params.get('q') ?? '')
  const words = useDeferredValue(search).toLowerCase().split(/\s+/).filter(Boolean).join(' ')
  const { events, look, failure, loading, readTo, more, again } = useStory(filter)
  const shown = useMemo(
    () => (words ? events.filter((event) => says(event, words.split(' '), look)) : events),
    [events, words, look],
  )
  const lines = useMemo(() => withDays(shown), [shown])
  const frame = useRef<HTMLDivElement>(null)
  const list = useRef<VListHandle>(null)
  const keys = useRowKeys(frame)
  // The server cannot tell everything apart: of a page that it gave only some may fit, and a short list cannot be scrolled.
  const wanting = shown.length < enoughFound && readTo !== null
  useEffect(() => {
    if (wanting && !loading && !failure) more(true)
  }, [wanting, loading, failure, more])
  const onScroll = (offset: number) => {
    const view = list.current
    if (!view || loading || failure) return
    if (view.scrollSize - offset - view.viewportSize < nearEndPx) more(false)
  }
  return (
    <div className="flex h-full min-h-[60dvh] flex-col">
      <Filters
        filter={filter}
        search={search}
        onSearch={(next) => {
          setSearch(next)
          params.set('q', next || null)
        }}
        onChange={params.set}
      />
      {incident && <IncidentCard incident={incident} onClose={() => params.set('incident', null)} />}
      {failure && (
        <p role="alert" className="flex flex-wrap items-center gap-2 px-4 py-2 text-sm text-failed max-md:px-3">
          {failure.detail}
          <Button size="sm" onClick={again}>
            Try again
          </Button>
        </p>
      )}
      {lines.length === 0 && loading && (
        <Skeleton shape="rows" count={8} className="p-4" label="Reading what happened" />
      )}
      {lines.length === 0 && !loading && !wanting && !failure && (
        <Empty kind={words || Object.values(filter).some(Boolean) ? 'no-match' : 'none'} title="Nothing fits">
          Choose other filters, or fewer words.
        </Empty>
      )}
      <div ref={frame} {...keys} className="min-h-0 flex-1">
        {lines.length > 0 && (
          <VList
            ref={list}
            data={lines}
            bufferSize={lines.length > drawnWhole ? 400 : wholePx}
            role="feed"
            aria-label="Activity"
            aria-busy={loading}
            onScroll={onScroll}
            className="px-4 py-2 max-md:px-3"
          >
            {(line: Line) =>
              line.kind === 'day' ? (
                <DayLine key={line.id} at={line.at} />
              ) : (
                <EventRow key={line.id} event={line.event} look={look} />
              )
            }
          </VList>
        )}
      </div>
      <p role="status" className="min-h-6 border-t border-line px-4 py-0.5 text-xs text-ink-3 max-md:px-3">
        {statusOf(shown.length, readTo, loading, words !== '')}
      </p>
    </div>
  )
}

function statusOf(count: number, readTo: number | null, loading: boolean, searching: boolean): string {
  const told = counted(count, 'event')
  if (readTo === null) return loading ? '' : `${told}, back to the beginning`
  return `${told}${searching ? ' found' : ''}, back to #${readTo}${loading ? '; reading on' : ''}`
}
