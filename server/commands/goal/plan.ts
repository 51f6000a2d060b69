import type { PlanInput } from '../../contract/commands/goal.ts'
import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import type { Plan } from '../../domain/plan.ts'
import { allow, type Command, done, eventActor, notHere } from '../kit.ts'
import { planOf, planOfTasks, problemsOf, propose, startGoal } from '../moves/plan.ts'

/** What an editor leaves out of a task it knows keeps the value it had. */
function keepUnnamed(plan: Plan, input: PlanInput, before: Plan): Plan {
  const known = new Map(before.tasks.map((task) => [task.key, task]))
  const tasks = plan.tasks.map((task, i) => {
    const given = input.tasks[i]
    const old = known.get(task.key)
    if (!given || !old) return task
    return {
      ...task,
      output: given.output === undefined ? old.output : task.output,
      checks: given.checks === undefined ? old.checks : task.checks,
      answers: given.answers === undefined ? old.answers : task.answers,
      inputs: given.inputs === undefined ? old.inputs : task.inputs,
      needs: given.needs === undefined ? old.needs : task.needs,
    }
  })
  return { ...plan, tasks }
}

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
      keepUnnamed(planOf(unit, call.input.plan), call.input.plan, planOfTasks(unit, goal.id)),
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
