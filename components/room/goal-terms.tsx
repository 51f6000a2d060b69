'use client'

import { useState } from 'react'
import type { GoalView } from '../../server/contract/snapshot.ts'
import { limitKinds } from '../../server/domain/budget.ts'
import { isEnded } from '../../server/domain/goal.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { send } from '../workspace/commands.ts'
import { useMay } from '../workspace/workspace-context.tsx'
import { BudgetBars, LimitFields, useGoalUse } from './goal-budget.tsx'
import { PolicyEditor } from './goal-policy.tsx'
import { useRoom } from './room-context.tsx'

/** What a goal may use up, and what is done when something goes wrong. */
export function GoalTerms({
  goal,
  open,
  onOpenChange,
}: {
  goal: GoalView
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const [side, setSide] = useState<'budget' | 'policy'>('budget')
  const disabled = !useMay('goal.steer') || isEnded(goal.status)
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Budget and recovery"
      description={
        side === 'budget'
          ? 'At four fifths the room is told; at the end nothing more is handed out until the limit is raised. Work that is under way is kept.'
          : 'What the coordinator does after a failure. Whatever is chosen, after a bounded number of tries a person is asked.'
      }
      width="md"
    >
      <div className="grid gap-4">
        <Segmented
          className="justify-self-start"
          label="Which terms"
          value={side}
          onChange={setSide}
          options={[
            { value: 'budget', label: 'Budget' },
            { value: 'policy', label: 'Recovery' },
          ]}
        />
        {open && side === 'budget' && <Budget key={JSON.stringify(goal.limits)} goal={goal} disabled={disabled} />}
        {open && side === 'policy' && <PolicyEditor goal={goal} disabled={disabled} />}
      </div>
    </Dialog>
  )
}

function Budget({ goal, disabled }: { goal: GoalView; disabled: boolean }) {
  const { lane } = useRoom()
  const use = useGoalUse(goal)
  return (
    <>
      <BudgetBars limits={goal.limits} use={use} />
      <LimitFields
        kinds={limitKinds}
        limits={goal.limits}
        use={use}
        disabled={disabled}
        save={(limits) => send('goal.set_limits', { goalId: goal.id, limits }, { until: lane })}
      />
    </>
  )
}
