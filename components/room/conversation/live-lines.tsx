'use client'

import { useState } from 'react'
import type { AttemptView } from '../../../server/contract/snapshot.ts'
import { Glyph } from '../../ui/glyph.tsx'
import { Mark } from '../../ui/mark.tsx'
import { useNow } from '../../ui/now.ts'
import { useLane, useRow, useRows } from '../../workspace/live.ts'
import { shortId } from '../../workspace/states.ts'
import { markOf } from '../../workspace/who.tsx'
import { useWorkspace } from '../../workspace/workspace-context.tsx'
import { TaskLink } from '../panel.tsx'
import { isOpenAttempt, quietness } from '../progress.ts'
import { useNames, useRoom } from '../room-context.tsx'

const shownAtFirst = 6

/** One live line per working task, at the end of the conversation: what its doer says it does, and how far. */
export function LiveLines() {
  const { lane } = useRoom()
  const [all, setAll] = useState(false)
  const open = useRows(lane, 'attempts').filter(isOpenAttempt)
  if (open.length === 0) return null
  const shown = all ? open : open.slice(0, shownAtFirst)
  return (
    <section aria-label="Working now" className="ml-10.5 grid max-w-2xl border-t border-line pt-2">
      <ul>
        {shown.map((attempt) => (
          <LiveLine key={attempt.id} attempt={attempt} />
        ))}
      </ul>
      {open.length > shown.length && (
        <button
          type="button"
          onClick={() => setAll(true)}
          className="min-h-6 justify-self-start text-xs text-accent hover:underline"
        >
          {open.length - shown.length} more at work
        </button>
      )}
    </section>
  )
}

function LiveLine({ attempt }: { attempt: AttemptView }) {
  const { lane } = useRoom()
  const task = useRow(lane, 'tasks', attempt.taskId)
  const doer = useNames()(attempt.participantId)
  const now = useNow('second')
  if (!task || !doer) return null
  const quiet = now === null ? null : quietness(attempt, now)
  const step = attempt.checklist.find((item) => item.status === 'in_progress')?.content
  const says =
    attempt.status === 'offered'
      ? `is asked to do “${task.title}”`
      : attempt.status === 'submitted'
        ? `handed in “${task.title}”; its checks run`
        : (attempt.note ?? step ?? `works on “${task.title}”`)
  return (
    <li className="grid grid-cols-[auto_auto_minmax(0,1fr)_auto] items-center gap-x-2 py-0.5 text-sm text-ink-2">
      <Glyph name={quiet ? '⋯' : '◐'} breathing={!quiet} className={quiet ? 'text-needs' : 'text-running'} />
      <Mark kind={markOf[doer.kind]} name={doer.name} size="sm" />
      <TaskLink taskId={task.id} className="truncate hover:text-ink-1 hover:underline" title={says}>
        <span className="font-medium text-ink-1">{doer.name}</span>{' '}
        <span className="font-mono text-xs">{shortId.task(task.number)}</span> {says}
      </TaskLink>
      <span className={quiet ? 'text-xs font-medium text-needs' : 'text-xs tabular-nums'}>
        {quiet ?? (attempt.progress === null ? '' : `${Math.round(attempt.progress * 100)} %`)}
      </span>
    </li>
  )
}

/** Who writes right now, apart from oneself. */
export function TypingLine() {
  const { lane } = useRoom()
  const { me } = useWorkspace()
  const names = useNames()
  const typing = useLane(lane, (state) => state.typing)
  const now = useNow('second') ?? 0
  const writing = Object.entries(typing).filter(([memberId, until]) => until > now && memberId !== me.memberId)
  return (
    <p className="ml-10.5 h-5 text-xs text-ink-3">
      {writing.length > 0 &&
        `${writing.map(([memberId]) => names(memberId)?.name ?? 'Somebody').join(', ')} ${writing.length === 1 ? 'writes' : 'write'}…`}
    </p>
  )
}
