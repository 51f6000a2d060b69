'use client'

import type { GoalView } from '../../server/contract/snapshot.ts'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { act } from '../workspace/commands.ts'
import { useRows } from '../workspace/live.ts'
import { isOpenAttempt } from './progress.ts'
import { useRoom } from './room-context.tsx'

/** Asks once more before a goal is stopped, and says how many are at work on it. */
export function StopGoal({ goal, onOpenChange }: { goal: GoalView; onOpenChange: (open: boolean) => void }) {
  const { lane } = useRoom()
  const attempts = useRows(lane, 'attempts')
  const working = attempts.filter((attempt) => attempt.goalId === goal.id && isOpenAttempt(attempt)).length
  return (
    <ConfirmDialog
      open
      onOpenChange={onOpenChange}
      title={`Stop “${goal.title}”?`}
      act={working > 0 ? `Stop the goal and ${working} running ${working === 1 ? 'task' : 'tasks'}` : 'Stop the goal'}
      onConfirm={async () => {
        await act('goal.cancel', { goalId: goal.id }, { until: lane, done: 'The goal is stopped' })
      }}
    >
      Agents are told to stop. What was handed in so far is kept and can be read, but the goal cannot be started again.
    </ConfirmDialog>
  )
}
