import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import { keepUnnamed, type Revision } from '../../domain/replan.ts'
import { allow, type Command, done, eventActor, notHere } from '../kit.ts'
import { planOf, planOfTasks, problemsOf, propose, startGoal } from '../moves/plan.ts'
import { goAhead, settleQuestions } from '../moves/questions.ts'
import { revisePlan } from '../moves/replan.ts'
import { goalOf } from '../moves/task.ts'

const startedGoals: ReadonlySet<string> = new Set(['running', 'paused', 'in_review'])

/** Replaces a plan before it starts; of one at work it rewrites what has not started. */
export const editPlan: Command<
  ParsedInput<'plan.edit'>,
  { planVersion: number; problems: string[] } & Partial<Revision>
> = {
  name: 'plan.edit',
  lane: ({ goalId }) => ({ of: 'goal', id: goalId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'plan.edit')
    if (!allowed.ok) return allowed
    const goal = unit.get('goal', call.input.goalId)
    if (!goal) return notHere
    const { plan, planVersion, reason } = call.input
    if (planVersion !== undefined && planVersion !== goal.planVersion)
      return refuse(
        'changed_meanwhile',
        `The plan is at version ${goal.planVersion} by now; you changed version ${planVersion}. Look at it again.`,
      )
    const wanted = keepUnnamed(planOf(unit, plan), plan.tasks, planOfTasks(unit, goal.id))
    if (startedGoals.has(goal.status)) {
      const by = { actor: eventActor(unit, call.actor), reason: reason.trim(), commandId: call.commandId }
      const revised = revisePlan(unit, call.ports, goal, wanted, by)
      if (!revised.ok) return revised
      return done({ planVersion: goalOf(unit, goal.id).planVersion, problems: [], ...revised.revision })
    }
    if (goal.status !== 'awaiting_plan_approval')
      return refuse('conflict', `The plan of a goal that is ${goal.status.replaceAll('_', ' ')} cannot be edited.`)
    const proposed = propose(unit, call.ports, goal.id, wanted, `edited by ${allowed.member.name}`)
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
    const anyway = settleQuestions(unit, goal.id, allowed.member, goAhead)
    startGoal(
      unit,
      call.ports,
      goal.id,
      anyway
        ? `approved by ${allowed.member.name}, who lets it start as it is worded`
        : `approved by ${allowed.member.name}`,
      eventActor(unit, call.actor),
      call.commandId,
    )
    return done({ status: 'running' })
  },
}
