import type { PlanInput } from '../../contract/commands/goal.ts'
import { type Refusal, refuse } from '../../contract/problems.ts'
import { checkNames } from '../../domain/checks/check.ts'
import { type Plan, type PlanTask, shapeProblems, soleSink, startProblems } from '../../domain/plan.ts'
import { freshTask, type Task } from '../../domain/task.ts'
import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import type { Ports } from '../kit.ts'
import { say } from './say.ts'
import { goalOf, moveGoal } from './task.ts'

/** Tasks a proposal's event carries; the rest follow in events of their own. */
const tasksPerEvent = 200

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
  }))
  return { tasks, deliverable: input.deliverable ?? soleSink(tasks) }
}

/** The participant that an id names: its own id, or that of the member or agent behind it. */
export function participantIdOf(unit: Unit, id: string): string | null {
  const own = unit.get('participant', id)
  if (own) return own.status === 'in' ? own.id : null
  return unit.tables.participant.by('subject', id).find((one) => one.status === 'in')?.id ?? null
}

/** What stands against starting the goal's plan now. */
export function problemsOf(unit: Unit, goalId: string, plan: Plan): string[] {
  const goal = goalOf(unit, goalId)
  const workers: string[][] = []
  const ids = new Set<string>()
  for (const participant of unit.tables.participant.all()) {
    if (participant.status !== 'in') continue
    ids.add(participant.id)
    const agent = participant.kind === 'agent' ? unit.agent(participant.subjectId) : undefined
    if (agent && agent.status !== 'removed' && agent.status !== 'disabled') workers.push(agent.skills)
  }
  const inputs = new Set(goal.inputs.flatMap((input) => [input.id, input.name]))
  return startProblems(plan, { workers, participantIds: ids, inputs, checks: new Set<string>(checkNames) }).map(
    (one) => one.text,
  )
}

/** Writes a plan's tasks (in place of an earlier proposal's) and either starts it or waits for a person's signature. */
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
  for (const task of unit.tables.task.by('goal', goalId)) unit.remove('task', task.id)
  for (const deliverable of unit.tables.deliverable.by('goal', goalId)) unit.remove('deliverable', deliverable.id)
  const problems = problemsOf(unit, goalId, plan)
  const version = goal.planVersion + 1
  moveGoal(unit, goalId, 'propose', { planVersion: version, planProblems: problems })
  writeTasks(unit, goalId, plan)
  unit.emit('plan.proposed', coordinator, { goalId, version, tasks: plan.tasks.length, by, problems })
  const start = goal.autonomy === 'run' && problems.length === 0
  if (start) startGoal(unit, ports, goalId, 'its author lets it run without a signature')
  else
    say(
      unit,
      ports,
      problems.length > 0
        ? `I planned **${goal.title}**: ${plan.tasks.length} tasks. It cannot start yet. ${problems[0]}`
        : `I planned **${goal.title}**: ${plan.tasks.length} tasks (${by}). Look at the plan and start it.`,
      { goalId },
    )
  return { ok: true, problems }
}

function writeTasks(unit: Unit, goalId: string, plan: Plan) {
  const goal = goalOf(unit, goalId)
  const ids = new Map(plan.tasks.map((task) => [task.key, unit.newId()]))
  const byName = new Map(
    goal.inputs.flatMap((input) => [[input.id, input.id] as const, [input.name, input.id] as const]),
  )
  let number = unit.room().taskCount
  let pending = 0
  for (const planned of plan.tasks) {
    number += 1
    const id = ids.get(planned.key) ?? unit.newId()
    let deliverableId: string | null = null
    if (planned.key === plan.deliverable) {
      deliverableId = unit.newId()
      const room = unit.update('room', unit.laneId, { deliverableCount: unit.room().deliverableCount + 1 })
      unit.insert('deliverable', {
        id: deliverableId,
        roomId: unit.laneId,
        goalId,
        taskId: id,
        number: room.deliverableCount,
        name: goal.deliverable?.name ?? goal.title,
        kind: goal.deliverable?.kind ?? planned.output?.kind ?? 'document',
        status: 'pending',
        versionId: null,
        rounds: 0,
        createdAt: unit.now,
      })
    }
    const all = planned.inputs === null && planned.needs.length === 0 ? goal.inputs.map((input) => input.id) : []
    const task: Task = {
      id,
      roomId: unit.laneId,
      goalId,
      number,
      key: planned.key,
      title: planned.title,
      brief: planned.brief || goal.brief,
      skills: planned.skills,
      needs: planned.needs.map((key) => ids.get(key) ?? key),
      inputs: planned.inputs === null ? all : planned.inputs.map((name) => byName.get(name) ?? name),
      output: planned.output,
      checks: planned.checks,
      answers: planned.answers,
      assigneeId: planned.assignee,
      doerId: null,
      ownerId: goal.createdBy,
      status: 'blocked',
      reason: null,
      fence: 0,
      attemptCount: 0,
      versionCount: 0,
      acceptedVersionId: null,
      deliverableId,
      guidance: [],
      wakeAt: null,
      generation: 1,
      ...freshTask,
      createdAt: unit.now,
      readyAt: null,
      endedAt: null,
    }
    unit.insert('task', task)
    pending += 1
    if (pending === tasksPerEvent) {
      unit.emit('plan.tasks_added', coordinator, { goalId, upTo: number })
      pending = 0
    }
  }
  unit.update('room', unit.laneId, { taskCount: number })
}

/** The plan as it stands in the goal's tasks. */
export function planOfTasks(unit: Unit, goalId: string): Plan {
  const tasks = unit.tables.task.by('goal', goalId)
  const keys = new Map(tasks.map((task) => [task.id, task.key]))
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
  say(unit, ports, `**${goal.title}** started: ${unit.tables.task.count('goal', goalId)} tasks.`, { goalId })
}
