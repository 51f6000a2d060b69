'use client'

import type { AttemptView, TaskView } from '../../../server/contract/snapshot.ts'
import type { TaskStatus } from '../../../server/domain/task.ts'
import { useNow } from '../../ui/now.ts'
import { shortId, taskLooks } from '../../workspace/states.ts'
import { State, Who } from '../../workspace/who.tsx'
import { isOpenAttempt, quietness } from '../progress.ts'
import { useNames, useRoom } from '../room-context.tsx'
import { Why } from '../why.tsx'
import { usePast } from './past.tsx'

/** What a task waits for, by short ids; the first three are named. */
export function WaitsFor({ task }: { task: TaskView }) {
  const { lane } = useRoom()
  const past = usePast()
  const open = task.needs.flatMap((id) => {
    const need = past ? past.task(id) : lane.row('tasks', id)
    return need && need.status !== 'done' ? [need] : []
  })
  if (open.length === 0) return null
  const named = open.slice(0, 3).map((need) => shortId.task(need.number))
  return (
    <>
      on {named.join(', ')}
      {open.length > 3 && ` and ${open.length - 3} more`}
    </>
  )
}

/** A task's state with what it waits for, how long it has been quiet, which try it is. */
export function TaskState({ task, attempt }: { task: TaskView; attempt: AttemptView | undefined }) {
  const today = useNow('minute')
  const now = usePast()?.at ?? today
  const quiet = task.status === 'running' && isOpenAttempt(attempt) && now !== null ? quietness(attempt, now) : null
  const offered = task.status === 'running' && attempt?.status === 'offered'
  const look = offered ? { tone: 'queued' as const, glyph: '◔' as const, word: 'Assigned' } : taskLooks[task.status]
  const suffix =
    task.status === 'blocked' ? (
      <WaitsFor task={task} />
    ) : (
      (quiet ?? (task.attempts > 1 ? `· try ${task.attempts}` : null))
    )
  return <State look={look} suffix={suffix} />
}

/** Here the last try is the one that counts, though nobody works any more. */
const handedIn: ReadonlySet<TaskStatus> = new Set(['checking', 'in_review', 'done', 'needs_human', 'failed'])

/** Who does it, or who it is meant for; with the reason of the choice where there is one. */
export function Doer({ task, attempt }: { task: TaskView; attempt: AttemptView | undefined }) {
  const names = useNames()
  const past = usePast()
  const doer = names(task.doer ?? (handedIn.has(task.status) ? attempt?.participantId : null))
  if (!doer) {
    return <span className="text-sm text-ink-3">{task.skills.length > 0 ? task.skills.join(', ') : 'anybody'}</span>
  }
  return (
    <span className="inline-flex min-w-0 items-center gap-1 text-sm">
      <Who kind={doer.kind} name={doer.name} size="sm" />
      {attempt?.choice && !past && <Why taskId={task.id} />}
    </span>
  )
}
