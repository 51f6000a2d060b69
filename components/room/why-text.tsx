'use client'

import type { AttemptView } from '../../server/contract/snapshot.ts'
import type { TaskDetail } from '../../server/contract/views.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { useRow, useRows } from '../workspace/live.ts'
import { attemptLooks, failureWords, shortId } from '../workspace/states.ts'
import { useRead } from '../workspace/use-read.ts'
import { State, Who } from '../workspace/who.tsx'
import { MatchReasons } from './match-reasons.tsx'
import { TaskLink } from './panel.tsx'
import { useNames, useRoom } from './room-context.tsx'

/** A task's reason, its tries, and why its newest doer. */
export function WhyText({ taskId }: { taskId: string }) {
  const { lane } = useRoom()
  const task = useRow(lane, 'tasks', taskId)
  const attempts = useRows(lane, 'attempts').filter((attempt) => attempt.taskId === taskId)
  const sorted = [...attempts].sort((a, b) => a.number - b.number)
  const latest = sorted.at(-1)
  if (!task) return <p className="text-sm text-ink-2">The task this was about is no longer held here.</p>
  return (
    <div className="grid gap-3 text-sm">
      <p className="font-medium">
        <span className="font-mono text-xs text-ink-3">{shortId.task(task.number)}</span> {task.title}
      </p>
      {task.reason && <p>{task.reason}</p>}
      {sorted.length > 0 && (
        <ol className="grid gap-1">
          {sorted.map((attempt) => (
            <AttemptLine key={attempt.id} attempt={attempt} />
          ))}
        </ol>
      )}
      {latest?.choice && <Choice attempt={latest} />}
      {!task.reason && !latest && <p className="text-ink-2">Nothing was decided about it yet.</p>}
      <TaskLink taskId={taskId} className="text-accent underline underline-offset-2">
        The whole story
      </TaskLink>
    </div>
  )
}

function AttemptLine({ attempt }: { attempt: AttemptView }) {
  const doer = useNames()(attempt.participantId)
  return (
    <li className="flex flex-wrap items-center gap-x-2">
      {doer && <Who kind={doer.kind} name={doer.name} size="sm" />}
      <State look={attemptLooks[attempt.status]} />
      <span className="min-w-0 text-ink-2">
        {attempt.reason ?? (attempt.failure ? failureWords[attempt.failure] : null)}
      </span>
    </li>
  )
}

/** The whole record of a choice, which the live line only sums up. */
function Choice({ attempt }: { attempt: AttemptView }) {
  const { value, failure } = useRead<TaskDetail>(`/api/v1/tasks/${attempt.taskId}`, attempt.id)
  if (failure) return <p className="text-failed">{failure.detail}</p>
  if (!value) return <Skeleton count={3} label="Reading why" />
  const match = value.attempts.find(({ id }) => id === attempt.id)?.match
  return match ? <MatchReasons match={match} /> : null
}
