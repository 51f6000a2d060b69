'use client'

import { useMemo } from 'react'
import { VList } from 'virtua'
import type { TaskView } from '../../../server/contract/snapshot.ts'
import type { TaskStatus } from '../../../server/domain/task.ts'
import { Count } from '../../ui/badge.tsx'
import { shortId } from '../../workspace/states.ts'
import { TaskLink } from '../panel.tsx'
import { usePlanAttempts } from './past.tsx'
import { Doer, TaskState } from './task-line.tsx'

const columns: readonly { title: string; of: readonly TaskStatus[]; quiet?: boolean }[] = [
  { title: 'Waiting', of: ['blocked', 'ready'] },
  { title: 'Working', of: ['running', 'checking'] },
  { title: 'Needs somebody', of: ['waiting_input', 'needs_human', 'stale'] },
  { title: 'In review', of: ['in_review'] },
  { title: 'Done', of: ['done'] },
  { title: 'Failed or stopped', of: ['failed', 'cancelled'], quiet: true },
]

/** The same tasks in columns by what they wait for; counts are always of all that fit the filter. */
export function PlanBoard({ tasks }: { tasks: readonly TaskView[] }) {
  const attempts = usePlanAttempts()
  const filled = useMemo(
    () =>
      columns
        .map((column) => ({ ...column, tasks: tasks.filter((task) => column.of.includes(task.status)) }))
        .filter((column) => !column.quiet || column.tasks.length > 0),
    [tasks],
  )
  return (
    <div className="relative flex h-full min-h-[60dvh] snap-x scroll-px-4 gap-3 overflow-x-auto p-4 max-md:scroll-px-3 max-md:p-3">
      {filled.map((column) => (
        <section
          key={column.title}
          aria-label={column.title}
          data-empty={column.tasks.length === 0 || undefined}
          className="flex min-h-0 min-w-40 flex-1 shrink-0 snap-start flex-col rounded-card border border-line bg-canvas data-empty:flex-[0_0_10rem] max-md:min-w-[82%] max-md:data-empty:hidden"
        >
          <h2 className="flex items-baseline justify-between gap-2 px-3 py-2 text-sm font-semibold">
            {column.title}
            <Count value={column.tasks.length} zero label="tasks" />
          </h2>
          <div className="min-h-0 flex-1">
            <VList data={column.tasks} role="list" aria-label={column.title} className="px-2 pb-2">
              {(task: TaskView) => (
                // biome-ignore lint/a11y/useSemanticElements: a virtual list wraps every card in an element of its own
                <div key={task.id} role="listitem" className="pb-1.5">
                  <div className="grid gap-1 rounded-control border border-line bg-raised px-2.5 py-2">
                    <TaskLink taskId={task.id} className="font-medium break-words hover:text-accent hover:underline">
                      <span className="mr-1.5 font-mono text-xs font-normal text-ink-3">
                        {shortId.task(task.number)}
                      </span>
                      {task.title}
                    </TaskLink>
                    <Doer task={task} attempt={attempts.get(task.id)} />
                    <TaskState task={task} attempt={attempts.get(task.id)} />
                  </div>
                </div>
              )}
            </VList>
          </div>
        </section>
      ))}
    </div>
  )
}
