'use client'

import type { ReactNode } from 'react'
import { Time } from '../../ui/time.tsx'
import { TaskLink } from '../panel.tsx'
import { Proofs } from './proofs.tsx'
import { type Lookups, sentenceOf } from './sentences.ts'
import type { ActivityEvent } from './telling.ts'

/** One event: who did what, why, instead of what, and on which evidence. `aside` stands after the time. */
export function EventText({
  event,
  look,
  when,
  aside,
}: {
  event: ActivityEvent
  look: Lookups
  /** The moment in words; how long ago it was when not given. */
  when?: string
  aside?: ReactNode
}) {
  const { text, reason, instead, evidence, taskId } = sentenceOf(event, look)
  return (
    <div className="grid min-w-0 gap-0.5">
      <div className="flex flex-wrap items-baseline gap-x-1.5 text-base">
        <span className="font-medium">{event.actor.name}</span>
        <span className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">{text}</span>
        {when === undefined ? (
          <Time at={event.at} className="text-xs text-ink-3" />
        ) : (
          <time dateTime={new Date(event.at).toISOString()} className="text-xs text-ink-3 tabular-nums">
            {when}
          </time>
        )}
        {aside}
        {taskId && (
          <TaskLink
            taskId={taskId}
            className="inline-flex min-h-6 items-center px-1 text-xs text-ink-2 underline underline-offset-2 hover:text-accent"
          >
            task
          </TaskLink>
        )}
        <Proofs proofs={evidence} taskId={taskId} />
      </div>
      {reason && (
        <p className="text-sm text-ink-2 [overflow-wrap:anywhere]">
          <span className="text-ink-3">Why:</span> {reason}
        </p>
      )}
      {instead && (
        <p className="text-sm text-ink-2 [overflow-wrap:anywhere]">
          <span className="text-ink-3">Instead of:</span> {instead}
        </p>
      )}
    </div>
  )
}
