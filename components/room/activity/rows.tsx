'use client'

import clsx from 'clsx'
import Link from 'next/link'
import { Mark } from '../../ui/mark.tsx'
import { markOf } from '../../workspace/who.tsx'
import { OnSpine } from '../conversation/on-spine.tsx'
import { usePanel } from '../panel.tsx'
import { useRoom } from '../room-context.tsx'
import { EventText } from './event-line.tsx'
import { goalIdOf, type Lookups, taskIdOf } from './sentences.ts'
import type { ActivityEvent } from './telling.ts'

/** A date across the list. */
export function DayLine({ at }: { at: number }) {
  const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' }).format(at)
  return (
    <div className="mx-auto flex max-w-4xl items-center gap-3 py-2 text-xs font-medium text-ink-3">
      <span aria-hidden className="h-px flex-1 bg-line" />
      {day}
      <span aria-hidden className="h-px flex-1 bg-line" />
    </div>
  )
}

const broke = new Set(['attempt.failed', 'attempt.superseded', 'incident.opened', 'task.needs_human'])

/** One event on the thread; Enter opens its task, its number the plan as it stood right after it. */
export function EventRow({ event, look }: { event: ActivityEvent; look: Lookups }) {
  const { base } = useRoom()
  const panel = usePanel()
  const taskId = taskIdOf(event, look)
  const goalId = goalIdOf(event, look)
  const number = <span className="font-mono text-xs">#{event.seq}</span>
  return (
    <article
      data-row={event.seq}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: J, K and Enter act on the row
      tabIndex={0}
      aria-label={`Event ${event.seq}`}
      onKeyDown={(pressed) => {
        if (pressed.target !== pressed.currentTarget || pressed.key !== 'Enter' || !taskId) return
        pressed.preventDefault()
        panel.open('task', taskId)
      }}
      className={clsx('mx-auto max-w-4xl focus-visible:-outline-offset-2', broke.has(event.type) && 'bg-sunken/50')}
    >
      <OnSpine node={<Mark kind={markOf[event.actor.kind]} name={event.actor.name} size="sm" />}>
        <EventText
          event={event}
          look={look}
          aside={
            goalId ? (
              <Link
                href={`${base}/plan?goal=${goalId}&at=${event.seq}`}
                prefetch={false}
                title="The plan as it stood then"
                className="inline-flex min-h-6 items-center text-ink-2 underline underline-offset-2 hover:text-accent"
              >
                {number}
                <span className="sr-only">: the plan as it stood then</span>
              </Link>
            ) : (
              <span className="text-ink-3">{number}</span>
            )
          }
        />
      </OnSpine>
    </article>
  )
}
