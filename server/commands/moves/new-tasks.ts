import type { Goal } from '../../domain/goal.ts'
import { opinionOn } from '../../domain/opinion.ts'
import type { Plan, PlanTask } from '../../domain/plan.ts'
import { freshTask, type Task } from '../../domain/task.ts'
import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import { goalOf } from './task.ts'

/** Tasks a proposal's event carries; the rest follow in events of their own. */
const tasksPerEvent = 200

/** Writes the rows of a plan's tasks, blocked until the plan starts; `ids` are those of tasks that stay, by key. */
export function writeTasks(unit: Unit, goalId: string, plan: Plan, stay: ReadonlyMap<string, string> = new Map()) {
  const goal = goalOf(unit, goalId)
  const added = plan.tasks.filter((task) => !stay.has(task.key))
  const ids = new Map([...stay, ...added.map((task) => [task.key, unit.newId()] as const)])
  let pending = 0
  const inserted = (task: Task) => {
    unit.insert('task', task)
    pending += 1
    if (pending < tasksPerEvent) return
    unit.emit('plan.tasks_added', coordinator, { goalId, upTo: task.number })
    pending = 0
  }
  for (const planned of added) {
    const task = taskFrom(unit, goal, planned, ids)
    if (planned.key === plan.deliverable) task.deliverableId = openDeliverable(unit, goal, task)
    inserted(task)
    for (const answer of answersOf(unit, task)) inserted(answer)
  }
}

/** The row of a planned task. */
function taskFrom(unit: Unit, goal: Goal, planned: PlanTask, ids: ReadonlyMap<string, string>): Task {
  const byName = new Map(goal.inputs.map((input) => [input.name, input.id]))
  const all = planned.inputs === null && planned.needs.length === 0 ? goal.inputs.map((input) => input.id) : []
  const { each } = planned
  return {
    ...newTask(unit, goal),
    id: ids.get(planned.key) ?? unit.newId(),
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
    role: each ? 'each' : planned.answers > 1 ? 'answers' : 'work',
    each: each
      ? {
          from: each.from === null ? null : (ids.get(each.from) ?? each.from),
          file: each.file === null ? null : (byName.get(each.file) ?? each.file),
          max: each.max,
        }
      : null,
  }
}

/** A blocked task with the room's next number and nothing in it. */
function newTask(unit: Unit, goal: Goal): Task {
  const number = unit.room().taskCount + 1
  unit.update('room', unit.laneId, { taskCount: number })
  return {
    id: unit.newId(),
    roomId: unit.laneId,
    goalId: goal.id,
    number,
    key: '',
    title: '',
    brief: '',
    skills: [],
    needs: [],
    inputs: [],
    output: null,
    checks: [],
    answers: 1,
    assigneeId: null,
    doerId: null,
    ownerId: goal.createdBy,
    status: 'blocked',
    reason: null,
    fence: 0,
    attemptCount: 0,
    versionCount: 0,
    acceptedVersionId: null,
    deliverableId: null,
    guidance: [],
    wakeAt: null,
    generation: 1,
    ...freshTask,
    createdAt: unit.now,
    readyAt: null,
    endedAt: null,
  }
}

function openDeliverable(unit: Unit, goal: Goal, task: Task): string {
  const room = unit.update('room', unit.laneId, { deliverableCount: unit.room().deliverableCount + 1 })
  const { id } = unit.insert('deliverable', {
    id: unit.newId(),
    roomId: unit.laneId,
    goalId: goal.id,
    taskId: task.id,
    number: room.deliverableCount,
    name: goal.deliverable?.name ?? goal.title,
    kind: goal.deliverable?.kind ?? task.output?.kind ?? 'document',
    status: 'pending',
    versionId: null,
    rounds: 0,
    createdAt: unit.now,
  })
  return id
}

/** What a part adds to the task it is a part of. */
export type Part = { key: string; title: string; brief?: string; skills?: string[]; item: unknown }

/** The row of a part of a task: the same work on one item, or the same question once more. */
export const partOf = (unit: Unit, parent: Task, part: Part): Task => ({
  ...newTask(unit, goalOf(unit, parent.goalId)),
  key: `${parent.key}:${part.key}`,
  title: part.title,
  brief: part.brief ?? parent.brief,
  skills: part.skills ?? parent.skills,
  needs: parent.needs,
  inputs: parent.inputs,
  output: parent.output,
  checks: parent.checks,
  ownerId: parent.ownerId,
  parentId: parent.id,
  item: part.item,
  depth: parent.depth + 1,
})

/** One part per independent answer; they look alike to whoever gets them. */
const answersOf = (unit: Unit, task: Task): Task[] =>
  task.role === 'answers'
    ? Array.from({ length: task.answers }, (_, i) =>
        partOf(unit, task, { key: `answer-${i + 1}`, title: task.title, item: i + 1 }),
      )
    : []

/** Whether a task was made for another and is none of the plan's own: one of its answers or items, or an opinion on it. */
export const isPart = (unit: Unit, task: Task): boolean =>
  task.parentId !== null && (opinionOn(task) !== null || unit.get('task', task.parentId)?.role !== 'work')
