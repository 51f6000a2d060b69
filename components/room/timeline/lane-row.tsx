'use client'

import clsx from 'clsx'
import { useState } from 'react'
import type { TaskView } from '../../../server/contract/snapshot.ts'
import { counted } from '../../../server/domain/text/counted.ts'
import { lasting } from '../../ui/moment.ts'
import { attemptLooks, failureWords, shortId } from '../../workspace/states.ts'
import { Who } from '../../workspace/who.tsx'
import { usePanel } from '../panel.tsx'
import { useNames } from '../room-context.tsx'
import { nameWidth } from './axis.tsx'
import type { Bar, BarLook, Lane } from './lanes.ts'
import type { Span } from './window.ts'

const trackPx = 16
const barPx = 12

/** A state is in the height and the edge as well as in the colour. */
const fills: Record<BarLook, string> = {
  offered: 'bg-transparent border-queued border-dashed',
  working: 'bg-running border-running',
  waiting: 'bg-needs-soft border-needs border-dashed',
  done: 'bg-done border-done',
  failed: 'bg-failed-soft border-failed',
  ended: 'bg-queued-soft border-queued',
}

/** One participant's hand-outs. Left and right go from bar to bar, Enter opens the task. */
export function LaneRow({
  lane,
  span,
  tasks,
  onPath,
  now,
}: {
  lane: Lane
  span: Span
  tasks: ReadonlyMap<string, TaskView>
  onPath: ReadonlySet<string>
  now: number
}) {
  const panel = usePanel()
  const who = useNames()(lane.participantId)
  const [at, setAt] = useState<number | null>(null)
  const shown = lane.bars.filter((bar) => bar.to >= span.from && bar.from <= span.to)
  const chosen = at === null ? undefined : shown[Math.min(at, shown.length - 1)]
  const words = chosen ? told(chosen, tasks.get(chosen.attempt.taskId), now) : null
  const open = (bar: Bar | undefined) => bar && panel.open('task', bar.attempt.taskId)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual list wraps every row in an element of its own
    <div
      role="listitem"
      data-row={lane.participantId}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows and Enter act on the row's bars
      tabIndex={0}
      aria-label={`${who?.name ?? 'Somebody'}: ${counted(lane.bars.length, 'hand-out')}${words ? `. ${words}` : ''}`}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
        if (event.key === 'Enter') open(chosen)
        else if (step !== 0)
          setAt(Math.max(0, Math.min(shown.length - 1, (at ?? (step > 0 ? -1 : shown.length)) + step)))
        else return
        event.preventDefault()
      }}
      onBlur={() => setAt(null)}
      className="flex border-b border-line px-4 py-1 focus-visible:-outline-offset-2 max-md:px-3"
    >
      <span className={clsx(nameWidth, 'self-start truncate pr-2 text-sm')}>
        {who && <Who kind={who.kind} name={who.name} size="sm" />}
      </span>
      <div className="min-w-0 flex-1">
        <div className="relative overflow-hidden" style={{ height: lane.tracks * trackPx }}>
          {shown.map((bar) => (
            <BarMark
              key={bar.attempt.id}
              bar={bar}
              span={span}
              title={told(bar, tasks.get(bar.attempt.taskId), now)}
              critical={onPath.has(bar.attempt.taskId)}
              chosen={bar === chosen}
              onOpen={() => open(bar)}
            />
          ))}
        </div>
        {words && (
          <p aria-live="polite" className="text-xs text-ink-2">
            {words}
          </p>
        )}
      </div>
    </div>
  )
}

function BarMark({
  bar,
  span: { from, to },
  title,
  critical,
  chosen,
  onOpen,
}: {
  bar: Bar
  span: Span
  title: string
  critical: boolean
  chosen: boolean
  onOpen: () => void
}) {
  const place = (moment: number) => ((Math.min(to, Math.max(from, moment)) - from) / (to - from)) * 100
  const [left, taken, right] = [place(bar.from), place(bar.taken), place(bar.to)]
  return (
    <span
      aria-hidden
      title={title}
      onClick={onOpen}
      className={clsx(
        'absolute flex cursor-pointer overflow-hidden rounded-[3px]',
        critical && 'shadow-[0_2px_0_0_var(--accent)]',
        chosen && 'outline-2 outline-focus',
      )}
      style={{ left: `${left}%`, width: `max(3px, ${right - left}%)`, top: bar.track * trackPx + 1, height: barPx }}
    >
      {taken > left && (
        <span
          className={clsx(
            'h-full border',
            bar.look === 'failed' && bar.taken === bar.to ? fills.failed : fills.offered,
          )}
          style={{ flexGrow: taken - left }}
        />
      )}
      {right >= taken && bar.taken < bar.to && (
        <span className={clsx('h-full min-w-px border', fills[bar.look])} style={{ flexGrow: right - taken || 1 }} />
      )}
      {bar.look === 'failed' && <span className="absolute inset-y-0 right-0 w-1 bg-failed" />}
    </span>
  )
}

function told({ attempt, from, taken, to }: Bar, task: TaskView | undefined, now: number): string {
  const name = task ? `${shortId.task(task.number)} ${task.title}` : 'a task'
  const state = attemptLooks[attempt.status].word.toLowerCase()
  const why = attempt.failure ? ` (${failureWords[attempt.failure]})` : ''
  const waited = taken > from ? `, taken up after ${lasting(taken - from)}` : ''
  return `${name}, try ${attempt.number}${attempt.hedge ? ' in parallel' : ''}: ${state}${why}, ${lasting((attempt.endedAt === null ? now : to) - from)}${waited}`
}
