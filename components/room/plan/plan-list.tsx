'use client'

import clsx from 'clsx'
import { ChevronRight } from 'lucide-react'
import { Fragment, type ReactNode, useMemo, useRef, useState } from 'react'
import { VList } from 'virtua'
import type { AttemptView, TaskView } from '../../../server/contract/snapshot.ts'
import { counted, grouped } from '../../../server/domain/text/counted.ts'
import { Ribbon } from '../../ui/ribbon.tsx'
import { useRowKeys } from '../../ui/row-list.tsx'
import { shortId } from '../../workspace/states.ts'
import { TaskLink, usePanel } from '../panel.tsx'
import { countTasks, doneOf, ribbonOf } from '../progress.ts'
import { familiesOf, familyPhases, ranksOf, shapeMemo } from './parts.ts'
import { usePlanAttempts } from './past.tsx'
import { Doer, TaskState } from './task-line.tsx'

type Line =
  | { kind: 'phase'; id: string; rank: number; ids: readonly string[] }
  | { kind: 'task'; id: string; parts: readonly string[] }
  | { kind: 'part'; id: string }

const idOf = ({ id }: TaskView) => id

/** Tasks by phase, parts beneath their task. `all` decides the phases, so a filter does not move a task to another one. */
export function PlanList({ tasks, all }: { tasks: readonly TaskView[]; all: readonly TaskView[] }) {
  const attempts = usePlanAttempts()
  const panel = usePanel()
  const frame = useRef<HTMLDivElement>(null)
  const keys = useRowKeys(frame)
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const [rank] = useState(() => shapeMemo(ranksOf))
  const [family] = useState(() => shapeMemo(familiesOf))
  const ranks = rank(all)
  const families = family(tasks)
  // Whoever looks for words looks for parts as well.
  const filtered = tasks.length < all.length
  // Lines are of the plan's shape; how its tasks stand is looked up for the few that are on the screen.
  const lines = useMemo<Line[]>(
    () =>
      familyPhases(families, ranks).flatMap(({ rank, families }): Line[] => [
        {
          kind: 'phase',
          id: `phase ${rank}`,
          rank,
          ids: families.flatMap(({ task, parts }) => [task.id, ...parts.map(idOf)]),
        },
        ...families.flatMap(({ task, parts }): Line[] => [
          { kind: 'task', id: task.id, parts: parts.map(idOf) },
          ...(filtered || opened.has(task.id) ? parts.map((part): Line => ({ kind: 'part', id: part.id })) : []),
        ]),
      ]),
    [families, ranks, opened, filtered],
  )
  const byId = useMemo(() => new Map(tasks.map((task) => [task.id, task])), [tasks])
  const rows = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? [])
  const toggle = (id: string) =>
    setOpened((now) => new Set(now.has(id) ? [...now].filter((one) => one !== id) : [...now, id]))
  return (
    <div ref={frame} {...keys} className="h-full min-h-[50dvh]">
      <VList data={lines} bufferSize={400} role="list" aria-label="Tasks by phase">
        {(line: Line) => {
          if (line.kind === 'phase') return <PhaseLine key={line.id} rank={line.rank} tasks={rows(line.ids)} />
          const task = byId.get(line.id)
          if (!task) return <Fragment key={line.id} />
          return (
            <TaskRow
              key={line.id}
              task={task}
              attempt={attempts.get(task.id)}
              current={panel.name === 'task' && panel.id === task.id}
              onOpen={() => panel.open('task', task.id)}
              part={line.kind === 'part'}
            >
              {line.kind === 'task' && line.parts.length > 0 && !filtered && (
                <PartsToggle
                  task={task}
                  parts={rows(line.parts)}
                  open={opened.has(task.id)}
                  onToggle={() => toggle(task.id)}
                />
              )}
            </TaskRow>
          )
        }}
      </VList>
    </div>
  )
}

/** Parts of a task are answers to one question, or pieces of it. */
function partWords({ role }: TaskView, count: number): string {
  return counted(count, role === 'answers' ? 'answer' : 'part')
}

/** How the parts of a task stand, and the way to see them. */
function PartsToggle({
  task,
  parts,
  open,
  onToggle,
}: {
  task: TaskView
  parts: readonly TaskView[]
  open: boolean
  onToggle: () => void
}) {
  const counts = countTasks(parts)
  const { done, all } = doneOf(counts)
  return (
    <div className="col-start-2 flex items-center gap-3 md:col-end-5">
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="inline-flex min-h-6 items-center gap-1 rounded-control text-sm text-ink-2 hover:text-accent"
      >
        <ChevronRight aria-hidden className={clsx('size-4 transition-transform', open && 'rotate-90')} />
        {partWords(task, parts.length)}
      </button>
      <Ribbon segments={ribbonOf(counts)} label="Its parts by state" className="max-w-48 flex-1" />
      <span className="text-xs text-ink-3 tabular-nums">
        {grouped(done)}/{grouped(all)}
        <span className="sr-only"> parts done</span>
      </span>
    </div>
  )
}

function PhaseLine({ rank, tasks }: { rank: number; tasks: readonly TaskView[] }) {
  const counts = countTasks(tasks)
  const { done, all } = doneOf(counts)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual list wraps every row in an element of its own
    <div role="listitem" className="flex items-center gap-3 border-b border-line bg-canvas px-4 py-1.5 max-md:px-3">
      <h2 className="text-sm font-semibold whitespace-nowrap">Phase {rank + 1}</h2>
      <Ribbon segments={ribbonOf(counts)} label={`Phase ${rank + 1} by state`} className="max-w-64 flex-1" />
      <span className="text-xs text-ink-3 tabular-nums">
        {grouped(done)}/{grouped(all)}
      </span>
    </div>
  )
}

function TaskRow({
  task,
  attempt,
  current,
  onOpen,
  part = false,
  children,
}: {
  task: TaskView
  attempt: AttemptView | undefined
  current: boolean
  onOpen: () => void
  part?: boolean
  children?: ReactNode
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
        'grid grid-cols-[3.25rem_minmax(0,1fr)] items-start gap-x-2 gap-y-0.5 border-b border-line px-4 py-1 leading-6 max-md:px-3 max-md:py-1.5',
        'hover:bg-sunken/60 focus-visible:-outline-offset-2 aria-current:bg-accent-soft/60',
        'md:grid-cols-[3.25rem_minmax(0,1fr)_minmax(0,14rem)_minmax(0,15rem)]',
        part && 'pl-10! max-md:pl-7!',
      )}
    >
      <span className="font-mono text-xs/6 text-ink-3">{shortId.task(task.number)}</span>
      <TaskLink
        taskId={task.id}
        className="min-w-0 leading-6 font-medium break-words hover:text-accent hover:underline"
      >
        {task.title}
      </TaskLink>
      <span className="flex min-h-6 min-w-0 flex-wrap items-center gap-x-3 max-md:col-start-2 md:contents">
        <span className="flex min-h-6 min-w-0 items-center">
          <Doer task={task} attempt={attempt} />
        </span>
        <span className="flex min-h-6 min-w-0 items-center">
          <TaskState task={task} attempt={attempt} />
        </span>
      </span>
      {task.reason && task.status !== 'done' && (
        <p className="col-start-2 text-sm text-ink-2 first-letter:uppercase md:col-end-5">{task.reason}</p>
      )}
      {children}
    </div>
  )
}
