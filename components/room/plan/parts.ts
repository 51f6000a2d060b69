import type { TaskView } from '../../../server/contract/snapshot.ts'
import { rankOf } from './rank.ts'

/** A task with what was made for it: its answers, one part per item of its list, or what it was divided into. */
export type Family = { task: TaskView; parts: readonly TaskView[] }

/**
 * A second opinion on a version is asked by a task of its own, which is none of the plan's. Its key is the asked task's with
 * this at its end; a task that people planned has no parent.
 */
const opinionKey = /:opinion-\d+-\d+$/
export const isOpinion = (task: Pick<TaskView, 'key' | 'parentId'>): boolean =>
  task.parentId !== null && opinionKey.test(task.key)

/** The tasks of the plan: without second opinions. */
export const planned = (tasks: readonly TaskView[]): readonly TaskView[] =>
  tasks.some(isOpinion) ? tasks.filter((task) => !isOpinion(task)) : tasks

/**
 * Tasks with their parts beneath them, parts of parts among them; a part whose task is not among them stands alone. In the
 * order given.
 */
export function familiesOf(tasks: readonly TaskView[]): Family[] {
  const byId = new Map(tasks.map((task) => [task.id, task]))
  const parts = new Map<string, TaskView[]>()
  const families: { task: TaskView; parts: TaskView[] }[] = []
  for (const task of tasks) {
    const head = headOf(task, byId)
    const own = parts.get(head.id) ?? []
    parts.set(head.id, own)
    if (head === task) families.push({ task, parts: own })
    else own.push(task)
  }
  return families
}

function headOf(task: TaskView, byId: ReadonlyMap<string, TaskView>): TaskView {
  let head = task
  // Depth is limited when tasks are written; a row that names itself would never end.
  for (let steps = 0; steps < 20; steps += 1) {
    const parent = head.parentId === null ? undefined : byId.get(head.parentId)
    if (!parent) return head
    head = parent
  }
  return head
}

/** Families by the phase of their task. */
export function familyPhases(families: readonly Family[], ranks: ReadonlyMap<string, number>) {
  const phases = new Map<number, Family[]>()
  for (const family of families) {
    const rank = ranks.get(family.task.id) ?? 0
    const list = phases.get(rank)
    if (list) list.push(family)
    else phases.set(rank, [family])
  }
  return [...phases]
    .sort(([a], [b]) => a - b)
    .map(([rank, list]) => ({ rank, families: list.sort((a, b) => a.task.number - b.task.number) }))
}

/** What lines are drawn between: a need of a part is a need of its task, and parts of one task do not wait for it. */
export function headNeeds(families: readonly Family[]): TaskView[] {
  const headBy = new Map(families.flatMap(({ task, parts }) => [task, ...parts].map((one) => [one.id, task.id])))
  return families.map(({ task, parts }) => {
    if (parts.length === 0 && task.needs.every((need) => headBy.get(need) === need)) return task
    const needs = [task, ...parts].flatMap((one) => one.needs.map((need) => headBy.get(need) ?? need))
    return { ...task, needs: [...new Set(needs)].filter((need) => need !== task.id) }
  })
}

/** Whether two lists are of the same tasks with the same needs and parts, whatever became of them. */
function isSameShape(tasks: readonly TaskView[], before: readonly TaskView[]): boolean {
  return (
    tasks.length === before.length &&
    tasks.every((task, at) => {
      const was = before[at]
      return was?.id === task.id && was.needs === task.needs && was.parentId === task.parentId
    })
  )
}

/**
 * While a plan runs its rows change and its shape does not: answers to the same shape are given again without working them
 * out. What `work` reads beside the shape of the tasks is of the first list of that shape.
 */
export function shapeMemo<T>(work: (tasks: readonly TaskView[]) => T): (tasks: readonly TaskView[]) => T {
  let held: { tasks: readonly TaskView[]; answer: T } | null = null
  return (tasks) => {
    const answer = held && isSameShape(tasks, held.tasks) ? held.answer : work(tasks)
    // The newest rows are compared with next time: most of them are the same objects.
    held = { tasks, answer }
    return answer
  }
}

/** Phases of the tasks' families. */
export const ranksOf = (tasks: readonly TaskView[]): ReadonlyMap<string, number> => rankOf(headNeeds(familiesOf(tasks)))
