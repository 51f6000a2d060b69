'use client'

import type { TaskView } from '../../../server/contract/snapshot.ts'
import { grouped } from '../../../server/domain/text/counted.ts'
import { shortId, taskLooks } from '../../workspace/states.ts'
import { State } from '../../workspace/who.tsx'
import { TaskLink } from '../panel.tsx'
import { useLatestAttempts, useNames } from '../room-context.tsx'

const listed = 20

/** The tasks that a task is done by, its answers or one for each item: who made each and how it stands. */
export function MadeOf({ parts }: { parts: readonly TaskView[] }) {
  const names = useNames()
  const latest = useLatestAttempts()
  return (
    <ul className="grid gap-1 text-sm">
      {parts.slice(0, listed).map((part) => (
        <li key={part.id} className="flex flex-wrap items-baseline gap-x-2">
          <TaskLink taskId={part.id} className="font-mono text-xs underline underline-offset-2">
            {shortId.task(part.number)}
          </TaskLink>
          <span className="min-w-0 [overflow-wrap:anywhere]">
            {names(part.doer ?? latest.get(part.id)?.participantId)?.name ?? part.title}
          </span>
          <State look={taskLooks[part.status]} />
        </li>
      ))}
      {parts.length > listed && <li className="text-ink-2">and {grouped(parts.length - listed)} more, in the plan</li>}
    </ul>
  )
}
