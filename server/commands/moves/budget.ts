import { isLimited, type LimitKind, standing, type Use, usageOf } from '../../domain/budget.ts'
import type { Goal } from '../../domain/goal.ts'
import type { Unit } from '../../store/unit.ts'

/** How much of a goal's budget is used at this moment, open hand-outs counted. */
export function goalUse(unit: Unit, goal: Goal): Use {
  const counted = goal.limits.attempts !== undefined
  const open = counted
    ? unit.tables.attempt.by('waking', 'open').filter((one) => one.goalId === goal.id && one.memberId === null)
    : []
  return usageOf(goal.spent, goal.startedAt, open.length, unit.now)
}

/** What of a goal's budget is used up, so that nothing more is handed out; empty when nothing is. */
export const usedUp = (unit: Unit, goal: Goal): LimitKind[] =>
  isLimited(goal.limits) ? standing(goal.limits, goalUse(unit, goal)).over : []

/** How the reason of a goal or a room begins that the coordinator stopped for its budget. */
export const stoppedForBudget = 'its budget is used up'

/** Why an agent gets nothing more: what its owner lets it use up over all rooms is gone. Null while it is not. */
export function agentUsedUp(unit: Unit, agentId: string): string | null {
  const limits = unit.agent(agentId)?.limits
  if (!limits || !isLimited(limits)) return null
  const use = usageOf(unit.spentBy(agentId), null, 0, unit.now)
  return standing(limits, use).over.length > 0 ? 'has used up its budget' : null
}
