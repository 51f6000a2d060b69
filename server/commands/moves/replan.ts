import type { EventActor } from '../../contract/events.ts'
import { type Refusal, refuse } from '../../contract/problems.ts'
import type { Goal } from '../../domain/goal.ts'
import type { Plan, PlanTask } from '../../domain/plan.ts'
import { type LivePlan, type Revision, replan } from '../../domain/replan.ts'
import { isSettled, type Task } from '../../domain/task.ts'
import type { Unit } from '../../store/unit.ts'
import type { Ports } from '../kit.ts'
import { withdrawHandoffs } from './handoffs.ts'
import { isPart, writeTasks } from './new-tasks.ts'
import { planOfTasks, problemsOf } from './plan.ts'
import { say } from './say.ts'
import { canMoveGoal, moveGoal, moveTask, taskOf } from './task.ts'

type By = { actor: EventActor; reason: string; commandId: string | undefined }

/** The goal's plan at work, with what has started. */
export function livePlan(unit: Unit, goalId: string): LivePlan {
  const own = unit.tables.task.by('goal', goalId).filter((task) => !isPart(unit, task))
  const byKey = new Map(own.map((task) => [task.key, task]))
  const gone = new Set(own.flatMap(({ key, status }) => (status === 'cancelled' || status === 'failed' ? [key] : [])))
  const plan = planOfTasks(unit, goalId)
  const tasks = plan.tasks.filter((task) => !gone.has(task.key))
  return {
    tasks: tasks.map((task) => {
      const row = byKey.get(task.key)
      return {
        ...task,
        started: startedAs(unit, row),
        accepted: row?.status === 'done' || row?.acceptedVersionId != null,
      }
    }),
    deliverable: tasks.some((task) => task.key === plan.deliverable) ? plan.deliverable : null,
    usedKeys: gone,
  }
}

/** How a task that was handed out stands, in words; null for one that was not, nor any part of it. */
function startedAs(unit: Unit, task: Task | undefined): string | null {
  if (!task) return null
  const begun = (one: Task) =>
    one.fence > 0 || one.versionCount > 0 || !/^(blocked|ready|needs_human)$/.test(one.status) || one.generation > 1
  const parts = unit.tables.task.by('parts', task.id)
  if (!begun(task) && !parts.some(begun)) return null
  if (isSettled(task.status) || !/^(blocked|ready|needs_human)$/.test(task.status))
    return task.status.replaceAll('_', ' ')
  return 'in work'
}

/** Rewrites the part of a running goal's plan that has not started; what has started stands. */
export function revisePlan(
  unit: Unit,
  ports: Ports,
  goal: Goal,
  given: Plan,
  by: By,
): { ok: true; revision: Revision } | Refusal {
  const wanted = { ...given, tasks: given.tasks.map((task) => asWritten(goal, task)) }
  const answer = replan(livePlan(unit, goal.id), wanted)
  if (!answer.ok) return refused(answer.problems)
  const { revision } = answer
  const touched = new Set([...revision.added, ...revision.changed.map(({ key }) => key)])
  const problems = problemsOf(unit, goal.id, {
    tasks: wanted.tasks.filter((task) => touched.has(task.key)),
    deliverable: null,
  })
  if (problems.length > 0) return refused(problems.map((text) => ({ text })))
  if (touched.size + revision.removed.length > 0 || revision.deliverable) apply(unit, ports, goal, wanted, revision, by)
  return { ok: true, revision }
}

const refused = (problems: readonly { text: string; task?: string | undefined }[]): Refusal =>
  refuse(
    'invalid',
    problems[0]?.text ?? 'The plan cannot be used.',
    problems.map(({ text, task }) => ({ path: task ? `plan.tasks.${task}` : 'plan', message: text })),
  )

/** A planned task with names put as the rows have them, so that the same is the same. */
function asWritten(goal: Goal, task: PlanTask): PlanTask {
  const idOf = (name: string) => goal.inputs.find((input) => input.name === name)?.id ?? name
  const all = task.needs.length === 0 ? goal.inputs.map(({ id }) => id) : []
  const { each, ...rest } = task
  return {
    ...rest,
    brief: task.brief || goal.brief,
    inputs: task.inputs === null ? all : task.inputs.map(idOf),
    ...(each ? { each: { ...each, file: each.file === null ? null : idOf(each.file) } } : {}),
  }
}

function apply(unit: Unit, ports: Ports, goal: Goal, wanted: Plan, revision: Revision, by: By) {
  const before = new Map(unit.tables.task.by('goal', goal.id).map((task) => [task.key, task]))
  const titles = (keys: readonly string[], from: (key: string) => string | undefined) =>
    keys.map((key) => ({ key, title: from(key) ?? key }))
  const planned = new Map(wanted.tasks.map((task) => [task.key, task]))
  const stay = new Map(wanted.tasks.flatMap(({ key }) => (before.has(key) ? [[key, before.get(key)?.id ?? '']] : [])))
  const deliverable = unit.tables.deliverable.by('goal', goal.id)[0]
  writeTasks(unit, goal.id, { ...wanted, deliverable: deliverable ? null : wanted.deliverable }, { stay })
  const ids = new Map(unit.tables.task.by('goal', goal.id).map((task) => [task.key, task.id]))
  for (const { key } of revision.changed) {
    const task = planned.get(key)
    if (task) rewrite(unit, ids.get(key) ?? '', task, ids)
  }
  if (revision.deliverable && deliverable) handDeliverable(unit, deliverable.id, ids.get(wanted.deliverable ?? ''))
  for (const key of revision.removed) takeOut(unit, ids.get(key) ?? '', by)
  const { planVersion } = unit.update('goal', goal.id, { planVersion: goal.planVersion + 1 })
  if (goal.status === 'in_review' && canMoveGoal(goal, 'revise')) moveGoal(unit, goal.id, 'revise')
  unit.emit(
    'plan.revised',
    by.actor,
    {
      goalId: goal.id,
      version: planVersion,
      tasks: wanted.tasks.length,
      added: titles(revision.added, (key) => planned.get(key)?.title),
      removed: titles(revision.removed, (key) => before.get(key)?.title),
      changed: revision.changed.map(({ key, fields }) => ({ key, title: planned.get(key)?.title ?? key, fields })),
      deliverable: revision.deliverable,
      reason: by.reason,
    },
    by.commandId,
  )
  unit.dispatch.add(goal.id)
  const reason = by.reason ? `: ${by.reason}` : '.'
  say(unit, ports, `${by.actor.name} changed the plan of **${goal.title}** (${inWords(revision)})${reason}`, {
    goalId: goal.id,
  })
}

/** A task that was not handed out yet, and its parts, as the plan has them now. */
function rewrite(unit: Unit, taskId: string, planned: PlanTask, ids: ReadonlyMap<string, string>) {
  const { title, brief, skills, output, checks } = planned
  const needs = planned.needs.map((key) => ids.get(key) ?? key)
  const words = { title, brief, skills, output, checks, needs, inputs: planned.inputs ?? [] }
  const task = unit.update('task', taskId, { ...words, assigneeId: planned.assignee })
  for (const part of unit.tables.task.by('parts', taskId)) unit.update('task', part.id, words)
  withdrawHandoffs(unit, unit.tables.handoff.by('open', taskId))
  // What was ready may wait now, and what a person was asked about has changed: the coordinator looks again.
  if (task.status === 'ready' || task.status === 'needs_human') moveTask(unit, taskId, 'block')
  for (const part of unit.tables.task.by('parts', taskId))
    if (part.status === 'ready' || part.status === 'needs_human') moveTask(unit, part.id, 'block')
}

/** A task that was never handed out leaves the plan; the log keeps it. */
function takeOut(unit: Unit, taskId: string, { actor, reason, commandId }: By) {
  for (const task of [...unit.tables.task.by('parts', taskId), taskOf(unit, taskId)]) {
    if (isSettled(task.status)) continue
    withdrawHandoffs(unit, unit.tables.handoff.by('open', task.id))
    const why = ['taken out of the plan', reason].filter(Boolean).join(': ')
    moveTask(unit, task.id, 'cancel', { reason: why, deliverableId: null })
    unit.emit('task.cancelled', actor, { taskId: task.id, reason: why }, commandId)
  }
}

/** Another task is to bring the deliverable. */
function handDeliverable(unit: Unit, deliverableId: string, taskId: string | undefined) {
  const deliverable = unit.get('deliverable', deliverableId)
  if (!deliverable) return
  if (unit.get('task', deliverable.taskId)) unit.update('task', deliverable.taskId, { deliverableId: null })
  if (!taskId) return unit.remove('deliverable', deliverableId)
  unit.update('deliverable', deliverableId, { taskId })
  unit.update('task', taskId, { deliverableId })
}

function inWords({ added, removed, changed, deliverable }: Revision): string {
  const some = (n: number, what: string) => (n === 0 ? [] : [`${n} ${what}`])
  const parts = [
    ...some(added.length, 'added'),
    ...some(removed.length, 'taken out'),
    ...some(changed.length, 'changed'),
    ...(deliverable ? ['another task brings the deliverable'] : []),
  ]
  return parts.join(', ')
}
