import { type StalePolicy, stalePolicies } from './goal.ts'
import type { Task, TaskStatus } from './task.ts'
import type { Version } from './version.ts'

/** What becomes of a task when something it builds on is no longer accepted: its result is in question, its work is stopped, or it waits. */
export type Fate = 'redone' | 'stopped' | 'waits'

export type BuiltTask = Pick<Task, 'id' | 'needs' | 'status' | 'acceptedVersionId' | 'guidance' | 'parentId' | 'role'>
export type BuiltVersion = Pick<Version, 'id' | 'sha256' | 'builtFrom'>
export type Input = Version['builtFrom'][number]

/** The tasks of a goal with what they build on, wherever they were read from. */
export type Fabric<T extends BuiltTask = BuiltTask> = {
  task: (id: string) => T | undefined
  /** The version that the task stands on: the accepted one, or the one before a person. */
  standing: (task: T) => BuiltVersion | undefined
  /** Everything that builds on a task directly; of a part also the whole and what builds on that. */
  after: (id: string) => readonly T[]
}

function push<T>(lists: Map<string, T[]>, id: string, one: T) {
  const list = lists.get(id)
  if (list) list.push(one)
  else lists.set(id, [one])
}

/** A goal's rows as a fabric. */
export function weave<T extends BuiltTask>(
  tasks: readonly T[],
  versions: readonly (BuiltVersion & Pick<Version, 'taskId' | 'status'>)[],
): Fabric<T> {
  const byId = new Map(tasks.map((task) => [task.id, task]))
  const version = new Map(versions.map((one) => [one.id, one]))
  const waiting = new Map(versions.flatMap((one) => (one.status === 'in_review' ? [[one.taskId, one] as const] : [])))
  const after = new Map<string, T[]>()
  for (const task of tasks) for (const id of task.needs) push(after, id, task)
  return {
    task: (id) => byId.get(id),
    standing: (task) => (task.acceptedVersionId === null ? waiting.get(task.id) : version.get(task.acceptedVersionId)),
    after: (id) => {
      const own = after.get(id) ?? []
      const whole = byId.get(byId.get(id)?.parentId ?? '')
      if (!whole || whole.role === 'work') return own
      // What was done per item is read part by part; an answer is read through the one that stands.
      return whole.role === 'each' ? [...own, whole, ...(after.get(whole.id) ?? [])] : [...own, whole]
    },
  }
}

const fates: Record<TaskStatus, Fate | null> = {
  blocked: 'waits',
  ready: 'waits',
  running: 'stopped',
  checking: 'stopped',
  waiting_input: 'stopped',
  needs_human: 'waits',
  in_review: 'redone',
  done: 'redone',
  stale: 'redone',
  cancelled: null,
  failed: null,
}

/** Whether somebody has decided, on record, that the task stands although this input changed. */
const isOverridden = (task: Pick<Task, 'guidance'>, input: Input): boolean =>
  task.guidance.some((entry) => entry.versionId === input.versionId)

/** The inputs of a task's version that are no longer what their task delivers, byte for byte, and that nobody let stand. */
export function staleInputs<T extends BuiltTask>(fabric: Fabric<T>, task: T): Input[] {
  const version = fabric.standing(task)
  return (version?.builtFrom ?? []).filter((input) => !isCurrent(fabric, input) && !isOverridden(task, input))
}

function isCurrent<T extends BuiltTask>(fabric: Fabric<T>, { taskId, sha256 }: Input): boolean {
  const source = fabric.task(taskId)
  return source?.status === 'done' && fabric.standing(source)?.sha256 === sha256
}

/** Whether everything a task waits for is done. */
export const needsDone = <T extends BuiltTask>(fabric: Fabric<T>, { needs }: BuiltTask): boolean =>
  needs.every((id) => fabric.task(id)?.status === 'done')

/**
 * Everything that is touched when the task `changed` no longer stands, each with its fate. Results that are kept stand
 * in the way of what lies behind them. Linear in tasks and needs.
 */
export function fallout<T extends BuiltTask>(
  fabric: Fabric<T>,
  changed: string,
  keep: boolean,
): { task: T; fate: Fate }[] {
  const touched = new Map<string, { task: T; fate: Fate }>()
  const fallen = new Set([changed])
  for (const id of fallen)
    for (const task of fabric.after(id)) {
      if (task.id === changed || touched.has(task.id)) continue
      const fate = fateOf(fabric, task, fallen, keep && fabric.task(id)?.parentId !== task.id)
      if (!fate) continue
      touched.set(task.id, { task, fate })
      if (fate !== 'redone' || !keep) fallen.add(task.id)
    }
  return [...touched.values()]
}

function fateOf<T extends BuiltTask>(
  fabric: Fabric<T>,
  task: T,
  fallen: ReadonlySet<string>,
  keep: boolean,
): Fate | null {
  const fate = fates[task.status]
  if (fate !== 'redone') return fate
  const version = fabric.standing(task)
  // Done by its parts: it has no bytes of its own, and stands while all of them do.
  if (!version) return keep ? null : 'waits'
  const built = version.builtFrom.some((input) => fallen.has(input.taskId) && !isOverridden(task, input))
  return built ? 'redone' : null
}

/** What becomes of results in question: what a person asked for at this moment, else the goal's rule. */
export const stalePolicyOf = (asked: unknown, ofGoal: StalePolicy): StalePolicy =>
  stalePolicies.find((one) => one === asked) ?? ofGoal

/** What a room hears of a fallout, such as "2 results built on it are done again, one task in work is stopped"; empty when only waiting work is touched. */
export function falloutInWords(fates: readonly Fate[], policy: StalePolicy): string {
  const count = (fate: Fate) => fates.filter((one) => one === fate).length
  const some = (n: number, one: string, many: string) => (n === 0 ? [] : [n === 1 ? `one ${one}` : `${n} ${many}`])
  const results = {
    redo: some(count('redone'), 'result built on it is done again', 'results built on it are done again'),
    keep: some(count('redone'), 'result built on it is kept, on record', 'results built on it are kept, on record'),
    ask: some(count('redone'), 'result built on it is in question', 'results built on it are in question'),
  }[policy]
  const stopped = some(count('stopped'), 'task in work is stopped', 'tasks in work are stopped')
  const question = policy === 'ask' && count('redone') > 0 ? ['a person decides whether to redo or keep'] : []
  return [...results, ...stopped, ...question].join(', ')
}

/** I19: done tasks whose version was built on one that is not accepted now, without a recorded override. */
export function doneOnStale<T extends BuiltTask>(
  fabric: Fabric<T>,
  tasks: Iterable<T>,
): { task: T; inputs: Input[] }[] {
  const found: { task: T; inputs: Input[] }[] = []
  for (const task of tasks) {
    if (task.status !== 'done') continue
    const inputs = staleInputs(fabric, task)
    if (inputs.length > 0) found.push({ task, inputs })
  }
  return found
}
