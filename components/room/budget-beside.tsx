'use client'

import type { GoalView } from '../../server/contract/snapshot.ts'
import { Heading } from '../ui/heading.tsx'
import { BudgetBars, useGoalUse } from './goal-budget.tsx'

/** What of a goal's limits is used up. */
export function BudgetBeside({ goal }: { goal: GoalView }) {
  const use = useGoalUse(goal)
  return (
    <section aria-label="Budget" className="grid gap-1.5">
      <Heading level={2} look="label">
        Budget
      </Heading>
      <BudgetBars limits={goal.limits} use={use} />
    </section>
  )
}
