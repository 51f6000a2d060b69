import type { PlanInput } from '../../contract/commands/goal.ts'
import { type Refusal, refuse } from '../../contract/problems.ts'
import { checkNames } from '../../domain/checks/check.ts'
import { type Plan, type PlanTask, shapeProblems, soleSink, startProblems } from '../../domain/plan.ts'
import { isSettled } from '../../domain/task.ts'
import { counted } from '../../domain/text/counted.ts'
import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import type { Ports } from '../kit.ts'
import { isPart, writeTasks } from './new-tasks.ts'
import { askAuthor, questionsOf } from './questions.ts'
import { say } from './say.ts'
import { goalOf, moveGoal } from './task.ts'

/** A plan as a caller wrote it, with what it left out filled in. People may be named by participant, agent or member id. */
export function planOf(unit: Unit, input: PlanInput): Plan {
  const tasks: PlanTask[] = input.tasks.map((task) => ({
    key: task.key,
    title: task.title,
    brief: task.brief,
    skills: task.skills,
    needs: [...new Set(task.needs ?? [])],
    output: task.output ?? null,
    checks: (task.checks ?? []).map(({ required, ...check }) => ({
      ...check,
      ...(required === undefined ? {} : { required }),
    })),
    answers: task.answers ?? 1,
    assignee: task.assignee ? (participantIdOf(unit, task.assignee) ?? task.assignee) : null,
    inputs: task.inputs ?? null,
    ...(task.each ? { each: { from: task.each.from ?? null, file: task.each.file ?? null, max: task.each.max } } : {}),
  }))
  return { tasks, deliverable: input.deliverable ?? soleSink(tasks) }
}

/** The participant that an id names: its own id, or that of the member or agent behind it. */
export function participantIdOf(unit: Unit, id: string): string | null {
  const own = unit.get('participant', id)
  if (own) return own.status === 'in' ? own.id : null
  return unit.tables.participant.by('subject', id).find((one) => one.status === 'in')?.id ?? null
}

/** The skills of every agent of the room that may be given work. */
export const workersIn = (unit: Unit): string[][] =>
  [...unit.tables.participant.all()].flatMap((one) => {
    const agent = one.status === 'in' && one.kind === 'agent' ? unit.agent(one.subjectId) : undefined
    return agent && agent.status !== 'removed' && agent.status !== 'disabled' ? [agent.skills] : []
  })

/** What stands against starting the goal's plan now. */
export function problemsOf(unit: Unit, goalId: string, plan: Plan): string[] {
  const goal = goalOf(unit, goalId)
  const here = [...unit.tables.participant.all()].filter((one) => one.status === 'in')
  const inputs = new Set(goal.inputs.flatMap((input) => [input.id, input.name]))
  return startProblems(plan, {
    workers: workersIn(unit),
    participantIds: new Set(here.map((one) => one.id)),
    inputs,
    checks: new Set<string>(checkNames),
    steps: goal.limits.steps,
  }).map((one) => one.text)
}

/** Takes an earlier proposal out of the goal, and says what a task of the same key and the deliverable keep of it. */
function takeDown(unit: Unit, goalId: string) {
  const [tasks, deliverables] = [unit.tables.task.by('goal', goalId), unit.tables.deliverable.by('goal', goalId)]
  for (const { id } of tasks) unit.remove('task', id)
  for (const { id } of deliverables) unit.remove('deliverable', id)
  // What was taken out stays taken out: a task of its key is another one.
  const kept = tasks.filter((task) => !isSettled(task.status))
  return { tasks: new Map(kept.map((task) => [task.key, task])), deliverable: deliverables[0] }
}

/** Writes a plan's tasks (in place of an earlier proposal's) and either starts it or waits for a person's signature. Answers what holds it: problems of the plan, else what its author is asked. */
export function propose(
  unit: Unit,
  ports: Ports,
  goalId: string,
  plan: Plan,
  by: string,
): { ok: true; problems: string[] } | Refusal {
  const wrong = shapeProblems(plan)
  if (wrong.length > 0)
    return refuse(
      'invalid',
      wrong[0]?.text ?? 'The plan cannot be used.',
      wrong.map(({ text, task }) => ({ path: task ? `plan.tasks.${task}` : 'plan', message: text })),
    )
  const goal = goalOf(unit, goalId)
  const known = takeDown(unit, goalId)
  const problems = problemsOf(unit, goalId, plan)
  const version = goal.planVersion + 1
  moveGoal(unit, goalId, 'propose', { planVersion: version, planProblems: problems })
  writeTasks(unit, goalId, plan, { known })
  unit.emit('plan.proposed', coordinator, { goalId, version, tasks: plan.tasks.length, by, problems })
  const asked = problems.length === 0 && askAuthor(unit, ports, goalId)
  const start = goal.autonomy === 'run' && problems.length === 0 && !asked
  if (start) startGoal(unit, ports, goalId, 'its author lets it run without a signature')
  else if (!asked)
    say(
      unit,
      ports,
      problems.length > 0
        ? `I planned **${goal.title}**: ${counted(plan.tasks.length, 'task')}. It cannot start yet. ${problems[0]}`
        : `I planned **${goal.title}**: ${counted(plan.tasks.length, 'task')} (${by}). Look at the plan and start it.`,
      { goalId },
    )
  return { ok: true, problems: asked ? questionsOf(goalOf(unit, goalId)) : problems }
}

/** The plan as it stands in the goal's tasks. */
export function planOfTasks(unit: Unit, goalId: string): Plan {
  const all = unit.tables.task.by('goal', goalId)
  const keys = new Map(all.map((task) => [task.id, task.key]))
  const tasks = all.filter((task) => !isPart(unit, task))
  return {
    tasks: tasks.map((task) => ({
      key: task.key,
      title: task.title,
      brief: task.brief,
      skills: task.skills,
      needs: task.needs.map((id) => keys.get(id) ?? id),
      output: task.output,
      checks: task.checks,
      answers: task.answers,
      assignee: task.assigneeId,
      inputs: task.inputs,
      ...(task.each
        ? { each: { ...task.each, from: task.each.from && (keys.get(task.each.from) ?? task.each.from) } }
        : {}),
    })),
    deliverable: tasks.find((task) => task.deliverableId !== null)?.key ?? null,
  }
}

/** Starts a goal: the coordinator reacts to `plan.approved` by making ready what waits for nothing. */
export function startGoal(
  unit: Unit,
  ports: Ports,
  goalId: string,
  reason: string,
  actor = coordinator as Parameters<Unit['emit']>[1],
  commandId?: string,
) {
  const goal = moveGoal(unit, goalId, 'start', { startedAt: unit.now, planProblems: [] })
  unit.emit('plan.approved', actor, { goalId, version: goal.planVersion, reason }, commandId)
  say(unit, ports, `**${goal.title}** started: ${counted(unit.tables.task.count('goal', goalId), 'task')}.`, { goalId })
}
