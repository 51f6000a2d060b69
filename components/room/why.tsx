'use client'

import type { AttemptView } from '../../server/contract/snapshot.ts'
import type { MatchRecord } from '../../server/domain/attempt.ts'
import { Popover } from '../ui/popover.tsx'
import { useRow, useRows } from '../workspace/live.ts'
import { attemptLooks, failureWords, shortId } from '../workspace/states.ts'
import { State, Who } from '../workspace/who.tsx'
import { MatchParts } from './match-parts.tsx'
import { TaskLink } from './panel.tsx'
import { useNames, useRoom } from './room-context.tsx'

/** Why the coordinator did what it says: the task's reason, its tries, and the scores behind the choice of the doer. */
export function Why({ taskId, label = 'why?' }: { taskId: string; label?: string }) {
  return (
    <Popover
      label="Why"
      trigger={
        <button
          type="button"
          className="inline-flex min-h-6 items-center rounded-control px-1 text-xs text-ink-2 underline underline-offset-2 hover:text-accent relative pointer-coarse:after:absolute pointer-coarse:after:inset-x-0 pointer-coarse:after:-inset-y-2.5"
        >
          {label}
        </button>
      }
      className="w-96"
    >
      <WhyText taskId={taskId} />
    </Popover>
  )
}

function WhyText({ taskId }: { taskId: string }) {
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
      {latest?.match && <MatchReasons match={latest.match} />}
      {!task.reason && !latest && <p className="text-ink-2">Nothing was decided about it yet.</p>}
      <TaskLink taskId={taskId} className="text-accent underline underline-offset-2">
        The whole story
      </TaskLink>
    </div>
  )
}

export function AttemptLine({ attempt }: { attempt: AttemptView }) {
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

/** Why this doer: the sentence, the best scores with their reasons, and who was left out. */
export function MatchReasons({ match }: { match: MatchRecord }) {
  return (
    <div className="grid gap-1.5">
      <p className="font-medium">Why this one: {match.reason}</p>
      <MatchParts scores={match.scores} />
      <ol className="grid gap-1">
        {match.scores.slice(0, 5).map((one, index) => (
          <li key={one.participantId} className="grid grid-cols-[2.5rem_minmax(0,1fr)] gap-x-2">
            <span className="text-end tabular-nums text-ink-2">{one.score.toFixed(2)}</span>
            <span>
              <span className={index === 0 ? 'font-medium' : ''}>{one.name}</span>
              {one.reasons.length > 0 && <span className="text-ink-2"> · {one.reasons.join(', ')}</span>}
            </span>
          </li>
        ))}
      </ol>
      {match.others > 0 && <p className="text-xs text-ink-3">and {match.others} more who would have done</p>}
      {match.excluded.length > 0 && (
        <details>
          <summary className="min-h-6 text-ink-2">Left out: {match.excluded.length}</summary>
          <ul className="mt-1 grid gap-0.5 text-ink-2">
            {match.excluded.map((one) => (
              <li key={one.participantId}>
                {one.name}: {one.why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
