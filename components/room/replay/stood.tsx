'use client'

import { useMemo } from 'react'
import type { Mirror } from '../../../server/contract/apply.ts'
import { grouped } from '../../../server/domain/text/counted.ts'
import { Empty } from '../../ui/empty.tsx'
import { Ribbon } from '../../ui/ribbon.tsx'
import { goalLooks } from '../../workspace/states.ts'
import { State } from '../../workspace/who.tsx'
import { matching } from '../plan/matching.ts'
import { PastProvider } from '../plan/past.tsx'
import { PlanBoard } from '../plan/plan-board.tsx'
import { PlanGraph } from '../plan/plan-graph.tsx'
import { PlanList } from '../plan/plan-list.tsx'
import { countTasks, doneOf, ribbonOf } from '../progress.ts'
import { planFrame } from './frame.ts'

/** A goal's plan in a frame of the log, drawn as the plan of today is. */
export function Stood({
  frame,
  goalId,
  moment,
  view,
  query,
}: {
  frame: Mirror
  goalId: string
  moment: number
  view: 'list' | 'board' | 'graph'
  query: string
}) {
  const plan = useMemo(() => planFrame(frame, goalId, moment), [frame, goalId, moment])
  const shown = useMemo(() => matching(plan.tasks, query), [plan, query])
  const counts = countTasks(plan.tasks)
  const { done, all } = doneOf(counts)
  if (!plan.goal) return <Empty title="Not posted yet">At this moment the goal was not there.</Empty>
  return (
    <PastProvider value={plan}>
      <div className="flex items-center gap-3 border-b border-line px-4 py-1.5 max-md:px-3">
        <Ribbon segments={ribbonOf(counts)} label="Tasks by state at this moment" className="min-w-16 flex-1" />
        <State look={goalLooks[plan.goal.status]} />
        <span className="text-sm whitespace-nowrap text-ink-2 tabular-nums">
          {grouped(done)}/{grouped(all)}
          <span className="sr-only"> tasks done then</span>
        </span>
      </div>
      <div className="min-h-0 flex-1">
        {plan.tasks.length === 0 ? (
          <Empty title="No plan yet">Its tasks were written a moment later.</Empty>
        ) : shown.length === 0 ? (
          <Empty kind="no-match" title="No task fits">
            Try fewer words.
          </Empty>
        ) : view === 'board' ? (
          <PlanBoard tasks={shown} />
        ) : view === 'graph' ? (
          <PlanGraph tasks={shown} />
        ) : (
          <PlanList tasks={shown} all={plan.tasks} />
        )}
      </div>
    </PastProvider>
  )
}
