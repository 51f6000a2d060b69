'use client'

import { useState } from 'react'
import { counted, grouped } from '../../../server/domain/text/counted.ts'
import { Button } from '../../ui/button.tsx'
import { useShortcut } from '../../ui/shortcuts.tsx'
import { act } from '../../workspace/commands.ts'
import { useGoalCounts } from '../goal-counts.ts'
import { doneOf } from '../progress.ts'
import { useGoal, useGoalTasks, useLacks, useParticipants, useRoom } from '../room-context.tsx'

/** Says what starting does, then starts; shown while the plan waits for a signature. */
export function StartBar() {
  const { lane } = useRoom()
  const goal = useGoal()
  const tasks = useGoalTasks(goal?.id)
  const { all } = doneOf(useGoalCounts(goal?.id))
  const lacks = useLacks(goal?.id)
  const agents = useParticipants().filter((one) => one.kind === 'agent').length
  const [pending, setPending] = useState(false)
  const open = goal?.status === 'awaiting_plan_approval'
  const stands = (goal?.planProblems.length ?? 0) > 0
  const start = async () => {
    if (!goal || pending || stands) return
    setPending(true)
    await act('plan.approve', { goalId: goal.id }, { until: lane, done: 'The plan has started' })
    setPending(false)
  }
  useShortcut('$mod+Enter', 'Start the plan', () => void start(), { group: 'Plan', enabled: open })
  if (!open) return null
  const first = tasks.filter((task) => task.needs.length === 0).length
  // Which of them start at once is known when all are here.
  const what = lacks
    ? `${counted(all, 'task')} start`
    : `${grouped(first)} of ${counted(tasks.length, 'task')} start at once`
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5 max-md:px-3">
      <p className="min-w-0 flex-1 basis-56 text-sm text-ink-2">
        {stands
          ? 'The plan cannot start yet; see above what stands against it.'
          : `${what}, offered to ${counted(agents, 'agent')} and to people where no agent fits.`}
      </p>
      <Button tone="primary" keys="$mod+Enter" pending={pending} disabled={stands} onClick={() => void start()}>
        Start
      </Button>
    </div>
  )
}
