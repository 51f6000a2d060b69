import type { Goal } from '../../domain/goal.ts'
import { opinionOn } from '../../domain/opinion.ts'
import type { Plan, PlanTask } from '../../domain/plan.ts'
import { freshTask, type Task } from '../../domain/task.ts'
import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import { goalOf } from './task.ts'

/** Tasks a proposal's event carries; the rest follow in events of their own. */
const tasksPerEvent = 200

/** What a task or deliverable that is written anew keeps: links to it and its number in the room stay good. */
type Kept = { id: string; number: number; createdAt: number }
type Known = { tasks: ReadonlyMap<string, Kept>; deliverable: Kept | undefined }
const nothingKnown: Known = { tasks: new Map(), deliverable: undefined }

/**
 * Writes the rows of a plan's tasks, blocked until the plan starts. `stay` are ids of tasks that are not touched, by key;
 * those `known` by key are written over.
 */
export function writeTasks(
  unit: Unit,
  goalId: string,
  plan: Plan,
  { stay = new Map(), known = nothingKnown }: { stay?: ReadonlyMap<string, string>; known?: Known } = {},
) {
  const goal = goalOf(unit, goalId)
  const added = plan.tasks.filter((task) => !stay.has(task.key))
  const ids = new Map([...stay, ...added.map(({ key }) => [key, known.tasks.get(key)?.id ?? unit.newId()] as const)])
  let pending = 0
  const inserted = (task: Task) => {
    unit.insert('task', task)
    pending += 1
    if (pending < tasksPerEvent) return
    unit.emit('plan.tasks_added', coordinator, { goalId, upTo: task.number })
    pending = 0
  }
  for (const planned of added) {
    const task = taskFrom(unit, goal, planned, ids, known.tasks.get(planned.key))
    if (planned.key === plan.deliverable) task.deliverableId = openDeliverable(unit, goal, task, known.deliverable)
    inserted(task)
    for (const answer of answersOf(unit, task, known)) inserted(answer)
  }
}

/** The row of a planned task. */
function taskFrom(
  unit: Unit,
  goal: Goal,
  planned: PlanTask,
  ids: ReadonlyMap<string, string>,
  kept: Kept | undefined,
): Task {
  const byName = new Map(goal.inputs.map((input) => [input.name, input.id]))
  const all = planned.inputs === null && planned.needs.length === 0 ? goal.inputs.map((input) => input.id) : []
  const { each } = planned
  return {
    ...newTask(unit, goal, kept),
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

/** A blocked task with nothing in it, and the room's next number unless it had one. */
function newTask(unit: Unit, goal: Goal, kept?: Kept): Task {
  const number = kept?.number ?? unit.room().taskCount + 1
  if (!kept) unit.update('room', unit.laneId, { taskCount: number })
  return {
    id: kept?.id ?? unit.newId(),
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
    createdAt: kept?.createdAt ?? unit.now,
    readyAt: null,
    endedAt: null,
  }
}

function openDeliverable(unit: Unit, goal: Goal, task: Task, kept: Kept | undefined): string {
  const number = kept?.number ?? unit.room().deliverableCount + 1
  if (!kept) unit.update('room', unit.laneId, { deliverableCount: number })
  const { id } = unit.insert('deliverable', {
    id: kept?.id ?? unit.newId(),
    roomId: unit.laneId,
    goalId: goal.id,
    taskId: task.id,
    number,
    name: goal.deliverable?.name ?? goal.title,
    kind: goal.deliverable?.kind ?? task.output?.kind ?? 'document',
    status: 'pending',
    versionId: null,
    rounds: 0,
    createdAt: kept?.createdAt ?? unit.now,
  })
  return id
}

/** What a part adds to the task it is a part of. */
export type Part = { key: string; title: string; brief?: string; skills?: string[]; item: unknown }

const partKey = (parent: Task, key: string): string => `${parent.key}:${key}`

/** The row of a part of a task: the same work on one item, or the same question once more. */
export const partOf = (unit: Unit, parent: Task, part: Part, kept?: Kept): Task => ({
  ...newTask(unit, goalOf(unit, parent.goalId), kept),
  key: partKey(parent, part.key),
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
const answersOf = (unit: Unit, task: Task, { tasks }: Known): Task[] =>
  task.role === 'answers'
    ? Array.from({ length: task.answers }, (_, i) => {
        const key = `answer-${i + 1}`
        return partOf(unit, task, { key, title: task.title, item: i + 1 }, tasks.get(partKey(task, key)))
      })
    : []

/** Whether a task was made for another and is none of the plan's own: one of its answers or items, or an opinion on it. */
export const isPart = (unit: Unit, task: Task): boolean =>
  task.parentId !== null && (opinionOn(task) !== null || unit.get('task', task.parentId)?.role !== 'work')
