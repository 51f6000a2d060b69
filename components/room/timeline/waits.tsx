'use client'

import { useMemo } from 'react'
import type { TaskView } from '../../../server/contract/snapshot.ts'
import { grouped } from '../../../server/domain/text/counted.ts'
import { shortId, taskLooks } from '../../workspace/states.ts'
import { State } from '../../workspace/who.tsx'
import { TaskLink } from '../panel.tsx'
import { useNames, useRoom } from '../room-context.tsx'
import { waitedFor } from './path.ts'

const linkClass = 'inline-flex min-h-6 items-center font-medium hover:text-accent hover:underline'
const most = 4

/** Who waits for whom, and the chain that the end of the plan waits for. */
export function Waits({ tasks, path }: { tasks: readonly TaskView[]; path: readonly string[] }) {
  const { lane } = useRoom()
  const names = useNames()
  const holding = useMemo(() => waitedFor(tasks, most), [tasks])
  const chain = path.flatMap((id) => lane.row('tasks', id) ?? tasks.find((task) => task.id === id) ?? [])
  const left = chain.filter((task) => task.status !== 'done')
  const [shown, word] = left.length > 0 ? [left, 'The end waits for'] : [chain, 'The longest chain was']
  return (
    <section
      aria-label="Who waits for whom"
      className="grid gap-1 border-b border-line bg-canvas px-4 py-2 text-sm max-md:px-3"
    >
      {holding.map(({ task, waiting }) => (
        <p key={task.id} className="flex flex-wrap items-center gap-x-2">
          <span className="text-ink-2 tabular-nums">
            {waiting === 1 ? '1 task waits for' : `${grouped(waiting)} tasks wait for`}
          </span>
          <TaskLink taskId={task.id} className={linkClass}>
            {shortId.task(task.number)} {task.title}
          </TaskLink>
          <State look={taskLooks[task.status]} />
          {task.doer && <span className="text-ink-2">{names(task.doer)?.name}</span>}
        </p>
      ))}
      {shown.length > 0 && (
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="text-ink-2">{word}</span>
          {shown.slice(0, 6).map((task, at) => (
            <span key={task.id} className="flex items-center gap-x-2">
              {at > 0 && <span aria-hidden>→</span>}
              <TaskLink taskId={task.id} className={linkClass} title={task.title}>
                {shortId.task(task.number)} {shown.length === 1 && task.title}
              </TaskLink>
            </span>
          ))}
          {shown.length > 6 && <span className="text-ink-2">and {shown.length - 6} more</span>}
        </p>
      )}
    </section>
  )
}
