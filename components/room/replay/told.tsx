'use client'

import type { ReactNode } from 'react'
import { Mark } from '../../ui/mark.tsx'
import { markOf } from '../../workspace/who.tsx'
import { EventText } from '../activity/event-line.tsx'
import type { Lookups } from '../activity/sentences.ts'
import type { ActivityEvent } from '../activity/telling.ts'

/** What was decided last at the moment shown, with its reason. The room kept for it does not change with its length. */
export function Told({
  event,
  look,
  note,
  when,
}: {
  event: ActivityEvent | undefined
  look: Lookups
  note: ReactNode
  /** A moment (Unix ms) in words. */
  when: (at: number) => string
}) {
  return (
    <div className="h-17 overflow-y-auto max-md:h-24" aria-live="off">
      {note && <p className="text-sm text-ink-2">{note}</p>}
      {event ? (
        <div className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-2">
          <Mark kind={markOf[event.actor.kind]} name={event.actor.name} size="sm" />
          <EventText
            event={event}
            look={look}
            when={when(event.at)}
            aside={<span className="font-mono text-xs text-ink-3">#{event.seq}</span>}
          />
        </div>
      ) : (
        !note && <p className="text-sm text-ink-2">Nothing was decided yet.</p>
      )}
    </div>
  )
}
