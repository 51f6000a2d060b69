'use client'

import dynamic from 'next/dynamic'
import { useGoal } from './room-context.tsx'

const BudgetBeside = dynamic(() => import('./budget-beside.tsx').then((part) => part.BudgetBeside))

/** The budget of the goal on screen in the panel beside every face; nothing when it has none. */
export function GoalBudget() {
  const goal = useGoal()
  return goal && Object.keys(goal.limits).length > 0 ? <BudgetBeside goal={goal} /> : null
}
