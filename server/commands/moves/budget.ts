import { type Attempt, isOpen } from '../../domain/attempt.ts'
import {
  costOf,
  isLimited,
  type LimitKind,
  plus,
  standing,
  stillWarned,
  type Use,
  usageOf,
} from '../../domain/budget.ts'
import type { Goal, GoalLimits } from '../../domain/goal.ts'
import type { Agent } from '../../domain/workspace.ts'
import type { Unit } from '../../store/unit.ts'
import { withdrawHandoffs } from './handoffs.ts'
import { moveGoal } from './task.ts'

type Sum = { tokens: number; costUsd: number; steps: number; attempts: number }

/** How much of a goal's budget is used at this moment, open hand-outs counted. */
export function goalUse(unit: Unit, goal: Goal): Use {
  const counted = goal.limits.attempts !== undefined
  const open = counted
    ? unit.tables.attempt.by('waking', 'open').filter((one) => one.goalId === goal.id && one.memberId === null)
    : []
  return usageOf(goal.spent, goal.startedAt, open.length, unit.now)
}

/** Attempts that were open when the batch began, or were not there, and are over now. What they used is added at the end of the batch. */
export function* endedNow(unit: Unit): Iterable<Attempt> {
  for (const { table, before, after } of unit.touched())
    if (table === 'attempt' && after && !isOpen((after as Attempt).status))
      if (!before || isOpen((before as Attempt).status)) yield after as Attempt
}

/** What attempts used up together. */
export function sumOf(unit: Unit, attempts: Iterable<Attempt>): Sum {
  const sum = { tokens: 0, costUsd: 0, steps: 0, attempts: 0 }
  for (const attempt of attempts) {
    const { tokens, costUsd } = costOf(attempt, unit.agent(attempt.agentId ?? '')?.price ?? null)
    sum.tokens += tokens
    sum.costUsd += costUsd
    sum.steps += attempt.status === 'approved' ? 1 : 0
    sum.attempts += attempt.agentId ? 1 : 0
  }
  return sum
}

/** What of a goal's budget is used up in the middle of a batch, when what ended in it is not added yet. */
export function usedUpNow(unit: Unit, goal: Goal): LimitKind[] {
  if (!isLimited(goal.limits)) return []
  const ended = [...endedNow(unit)].filter((one) => one.goalId === goal.id)
  return usedUp(unit, { ...goal, spent: plus(goal.spent, sumOf(unit, ended)) })
}

/** What of a goal's budget is used up, so that nothing more is handed out; empty when nothing is. */
export const usedUp = (unit: Unit, goal: Goal): LimitKind[] =>
  isLimited(goal.limits) ? standing(goal.limits, goalUse(unit, goal)).over : []

/** How the reason of a goal or a room begins that the coordinator stopped for its budget. */
export const stoppedForBudget = 'its budget is used up'

/** Why an agent gets nothing more: what its owner lets it use up over all rooms is gone. Null while it is not. */
export function agentUsedUp(unit: Unit, agent: Agent): string | null {
  if (!isLimited(agent.limits)) return null
  const use = usageOf(unit.spentBy(agent.id), null, 0, unit.now)
  return standing(agent.limits, use).over.length > 0 ? 'has used up its budget' : null
}

/** Nobody has to answer for an agent that has some of its budget again. */
export function withdrawAgentAsks(unit: Unit, agent: Agent) {
  if (agentUsedUp(unit, agent)) return
  const open = unit.tables.handoff.by('open', 'room')
  withdrawHandoffs(
    unit,
    open.filter((one) => one.kind === 'budget' && one.agentId === agent.id),
  )
}

/** Gives a goal other limits. One that stopped for its budget and has some again goes on, with its time anew for what waits; says whether it does. */
export function limitGoal(unit: Unit, goal: Goal, limits: GoalLimits, memberId: string): boolean {
  const { near } = standing(limits, goalUse(unit, { ...goal, limits }))
  const spent = { ...goal.spent, warned: stillWarned(goal.spent, near) }
  const next = unit.update('goal', goal.id, { limits, spent })
  const stopped = goal.status === 'paused' && (goal.reason ?? '').startsWith(stoppedForBudget)
  if (!stopped || usedUp(unit, next).length > 0) return false
  closeBudgetHandoffs(unit, goal.id, memberId)
  resumeWork(unit, goal.id)
  return true
}

/** A paused goal runs again; what waits to be handed out gets its time anew. */
export function resumeWork(unit: Unit, goalId: string) {
  moveGoal(unit, goalId, 'resume')
  for (const task of unit.tables.task.by('ready', goalId))
    if (task.deadlineAt !== null) unit.update('task', task.id, { deadlineAt: null })
  unit.dispatch.add(goalId)
}

/** What a person may answer when a goal or a room stopped; an agent's limit is raised on its own page. */
export const doubleIt = 'Double the limit'
export const budgetOptions: readonly string[] = [doubleIt, 'Leave it stopped']

/** The limit was raised: what asked for it no longer waits; answers how many that were. `goalId` null is the room's own. */
export function closeBudgetHandoffs(unit: Unit, goalId: string | null, memberId: string): number {
  const asking = unit.tables.handoff
    .by('open', 'room')
    .filter((one) => one.kind === 'budget' && one.goalId === goalId && one.options.length > 0)
  for (const handoff of asking)
    unit.update('handoff', handoff.id, {
      status: 'answered',
      answer: 'The limit was raised.',
      answeredBy: memberId,
      closedAt: unit.now,
    })
  return asking.length
}
