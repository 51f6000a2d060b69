import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import { allow, type Command, done, eventActor, notHere } from '../kit.ts'
import { planOf, planOfTasks, problemsOf, propose, startGoal } from '../moves/plan.ts'

/** Replaces a plan before it starts. */
export const editPlan: Command<ParsedInput<'plan.edit'>, { planVersion: number; problems: string[] }> = {
  name: 'plan.edit',
  lane: ({ goalId }) => ({ of: 'goal', id: goalId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'plan.edit')
    if (!allowed.ok) return allowed
    const goal = unit.get('goal', call.input.goalId)
    if (!goal) return notHere
    if (goal.status !== 'awaiting_plan_approval')
      return refuse(
        'conflict',
        `The plan of a goal that is ${goal.status.replaceAll('_', ' ')} cannot be edited. Retry, reassign or cancel single tasks instead.`,
      )
    const proposed = propose(
      unit,
      call.ports,
      goal.id,
      planOf(unit, call.input.plan),
      `edited by ${allowed.member.name}`,
    )
    if (!proposed.ok) return proposed
    return done({ planVersion: unit.get('goal', goal.id)?.planVersion ?? 0, problems: proposed.problems })
  },
}

/** A person signs the plan and work starts. */
export const approvePlan: Command<ParsedInput<'plan.approve'>, { status: string }> = {
  name: 'plan.approve',
  lane: ({ goalId }) => ({ of: 'goal', id: goalId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'plan.approve')
    if (!allowed.ok) return allowed
    const goal = unit.get('goal', call.input.goalId)
    if (!goal) return notHere
    if (goal.status !== 'awaiting_plan_approval')
      return refuse(
        'conflict',
        `This goal is ${goal.status.replaceAll('_', ' ')}; its plan does not wait for approval.`,
      )
    const problems = problemsOf(unit, goal.id, planOfTasks(unit, goal.id))
    if (problems.length > 0)
      return refuse(
        'conflict',
        problems[0] ?? 'The plan cannot start yet.',
        problems.map((message) => ({ path: 'plan', message })),
      )
    startGoal(
      unit,
      call.ports,
      goal.id,
      `approved by ${allowed.member.name}`,
      eventActor(unit, call.actor),
      call.commandId,
    )
    return done({ status: 'running' })
  },
}
