'use client'

import clsx from 'clsx'
import { useMemo, useRef } from 'react'
import { VList } from 'virtua'
import type { AttemptView, TaskView } from '../../../server/contract/snapshot.ts'
import { Ribbon } from '../../ui/ribbon.tsx'
import { useRowKeys } from '../../ui/row-list.tsx'
import { shortId } from '../../workspace/states.ts'
import { TaskLink, usePanel } from '../panel.tsx'
import { countTasks, doneOf, ribbonOf } from '../progress.ts'
import { usePlanAttempts } from './past.tsx'
import { type Phase, phasesOf, rankOf } from './rank.ts'
import { Doer, TaskState } from './task-line.tsx'

type Line = { kind: 'phase'; id: string; phase: Phase } | { kind: 'task'; id: string; task: TaskView }

/** Tasks by phase. `all` decides the phases, so a filter does not move a task to another one. */
export function PlanList({ tasks, all }: { tasks: readonly TaskView[]; all: readonly TaskView[] }) {
  const attempts = usePlanAttempts()
  const panel = usePanel()
  const frame = useRef<HTMLDivElement>(null)
  const keys = useRowKeys(frame)
  const lines = useMemo<Line[]>(
    () =>
      phasesOf(tasks, rankOf(all)).flatMap((phase) => [
        { kind: 'phase' as const, id: `phase ${phase.rank}`, phase },
        ...phase.tasks.map((task) => ({ kind: 'task' as const, id: task.id, task })),
      ]),
    [tasks, all],
  )
  return (
    <div ref={frame} {...keys} className="h-full min-h-[50dvh]">
      <VList data={lines} bufferSize={400} role="list" aria-label="Tasks by phase">
        {(line: Line) =>
          line.kind === 'phase' ? (
            <PhaseLine key={line.id} phase={line.phase} />
          ) : (
            <TaskRow
              key={line.id}
              task={line.task}
              attempt={attempts.get(line.task.id)}
              current={panel.name === 'task' && panel.id === line.task.id}
              onOpen={() => panel.open('task', line.task.id)}
            />
          )
        }
      </VList>
    </div>
  )
}

function PhaseLine({ phase }: { phase: Phase }) {
  const counts = countTasks(phase.tasks)
  const { done, all } = doneOf(counts)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual list wraps every row in an element of its own
    <div role="listitem" className="flex items-center gap-3 border-b border-line bg-canvas px-4 py-1.5 max-md:px-3">
      <h2 className="text-sm font-semibold whitespace-nowrap">Phase {phase.rank + 1}</h2>
      <Ribbon segments={ribbonOf(counts)} label={`Phase ${phase.rank + 1} by state`} className="max-w-64 flex-1" />
      <span className="text-xs text-ink-3 tabular-nums">
        {done}/{all}
      </span>
    </div>
  )
}

function TaskRow({
  task,
  attempt,
  current,
  onOpen,
}: {
  task: TaskView
  attempt: AttemptView | undefined
  current: boolean
  onOpen: () => void
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual list wraps every row in an element of its own
    <div
      role="listitem"
      data-row={task.id}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: J, K and Enter act on the row
      tabIndex={0}
      aria-current={current || undefined}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget || event.key !== 'Enter') return
        event.preventDefault()
        onOpen()
      }}
      className={clsx(
        'grid grid-cols-[3.25rem_minmax(0,1fr)] items-baseline gap-x-2 gap-y-0.5 border-b border-line px-4 py-1.5 max-md:px-3',
        'hover:bg-sunken/60 focus-visible:-outline-offset-2 aria-current:bg-accent-soft/60',
        'md:grid-cols-[3.25rem_minmax(0,1fr)_minmax(0,14rem)_minmax(0,15rem)]',
      )}
    >
      <span className="font-mono text-xs text-ink-3">{shortId.task(task.number)}</span>
      <TaskLink taskId={task.id} className="min-w-0 font-medium break-words hover:text-accent hover:underline">
        {task.title}
      </TaskLink>
      <span className="max-md:col-start-2">
        <Doer task={task} attempt={attempt} />
      </span>
      <span className="max-md:col-start-2">
        <TaskState task={task} attempt={attempt} />
      </span>
      {task.reason && task.status !== 'done' && (
        <p className="col-start-2 text-sm text-ink-2 md:col-end-5">{task.reason}</p>
      )}
    </div>
  )
}
