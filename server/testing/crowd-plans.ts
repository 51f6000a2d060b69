import type { CommandInput } from '../contract/commands.ts'
import { opinionOn } from '../domain/opinion.ts'
import type { Records } from '../store/tables.ts'
import type { Crowd } from './crowd.ts'

type PlanTask = CommandInput<'plan.edit'>['plan']['tasks'][number]

/** Somebody changes the plan of a goal: a task more, another brief, or a task less, whether it has started or not. */
export async function rewritePlan(crowd: Crowd, goal: Records['goal']): Promise<void> {
  const { random } = crowd
  const plan = planOf(crowd, goal.id)
  if (plan.tasks.length === 0) return
  const changed = random.between(0, 2)
  if (changed === 0) plan.tasks.push(another(crowd, plan.tasks))
  else if (changed === 1) random.pick(plan.tasks).brief = `Half a page, ${random.between(1, 99)} lines.`
  else drop(plan, random.pick(plan.tasks).key)
  const answer = await crowd.give(crowd.somebody, 'plan.edit', { goalId: goal.id, plan, reason: 'The harbour grew.' })
  if (!answer.ok && answer.code === 'invalid') crowd.see('a change refused because its part of the plan had started')
}

/** The plan as whoever edits it sends it back: parts that work made by itself are not in it. */
function planOf(crowd: Crowd, goalId: string): CommandInput<'plan.edit'>['plan'] {
  const rows = crowd.rows('task').filter((task) => task.goalId === goalId)
  const own = rows.filter((task) => task.parentId === null && opinionOn(task) === null && !gone(task))
  const keyOf = new Map(own.map((task) => [task.id, task.key]))
  const tasks = own.map((task): PlanTask => {
    const { key, title, brief, skills, assigneeId } = task
    const needs = task.needs.flatMap((id) => keyOf.get(id) ?? [])
    return { key, title, brief, skills, needs, ...(assigneeId === null ? {} : { assignee: assigneeId }) }
  })
  const deliverable = own.find((task) => task.deliverableId !== null)?.key
  return { tasks, ...(deliverable === undefined ? {} : { deliverable }) }
}
const gone = ({ status }: Records['task']): boolean => status === 'cancelled' || status === 'failed'

function another({ random }: Crowd, tasks: readonly PlanTask[]): PlanTask {
  const needs = tasks.filter(() => random.chance(0.3)).map(({ key }) => key)
  return {
    key: `x${random.between(1, 9999)}`,
    title: 'One part more',
    brief: 'What was left out.',
    skills: ['writing'],
    needs,
  }
}

function drop(plan: CommandInput<'plan.edit'>['plan'], key: string) {
  if (key === plan.deliverable) return
  plan.tasks = plan.tasks.filter((task) => task.key !== key)
  for (const task of plan.tasks) task.needs = (task.needs ?? []).filter((need) => need !== key)
}
