import { type Plan, type PlanProblem, type PlanTask, shapeProblems } from './plan.ts'
import { counted, grouped } from './text/counted.ts'

/** A plan at work: what has started stands, the rest may be written anew. */
export type LivePlan = {
  tasks: readonly (PlanTask & {
    /** How it stands in words, such as "running" or "done", once it was handed out; null before. */
    started: string | null
    /** A result of it was taken, on its checks alone. */
    accepted?: boolean
  })[]
  deliverable: string | null
  /** Keys of tasks that were taken out: the log keeps them, so nobody else gets them. */
  usedKeys: ReadonlySet<string>
}
export type Revision = {
  added: string[]
  removed: string[]
  changed: { key: string; fields: PlanField[] }[]
  kept: string[]
  /** Set when another task is to bring the deliverable. */
  deliverable: { from: string | null; to: string | null } | null
}
export type RevisionProblem = Omit<PlanProblem, 'code'> & {
  code: PlanProblem['code'] | 'started' | 'used_key' | 'other_kind' | 'too_many'
}
export const planFields = [
  'title',
  'brief',
  'skills',
  'needs',
  'output',
  'checks',
  'answers',
  'assignee',
  'inputs',
  'each',
] as const
export type PlanField = (typeof planFields)[number]

/** More tasks than this are refused. */
export const maxTasks = 10_000

/** What it takes to come from the plan at work to the wanted one; or, in plain sentences, why that cannot be. */
export function replan(
  current: LivePlan,
  wanted: Plan,
): { ok: true; revision: Revision } | { ok: false; problems: RevisionProblem[] } {
  const shape = shapeProblems(wanted)
  if (shape.length > 0) return { ok: false, problems: shape }
  const problems: RevisionProblem[] = []
  if (wanted.tasks.length > maxTasks)
    problems.push({
      code: 'too_many',
      text: `The plan has ${counted(wanted.tasks.length, 'task')}; ${grouped(maxTasks)} is the limit.`,
    })
  const before = new Map(current.tasks.map((task) => [task.key, task]))
  const after = new Map(wanted.tasks.map((task) => [task.key, task]))
  const revision: Revision = { added: [], removed: [], changed: [], kept: [], deliverable: null }
  for (const task of current.tasks)
    if (!after.has(task.key)) {
      revision.removed.push(task.key)
      if (task.started)
        problems.push(standing(task, 'it cannot be taken out of the plan; stop it on its own page instead'))
    }
  for (const task of wanted.tasks) {
    const old = before.get(task.key)
    if (!old) {
      revision.added.push(task.key)
      if (current.usedKeys.has(task.key))
        problems.push({
          code: 'used_key',
          text: `The key "${task.key}" belonged to a task that was taken out: choose another.`,
          task: task.key,
        })
      continue
    }
    // Who does a task that has started is settled by giving it to somebody else, not by the plan.
    const fields = changedFields(old, task).filter((field) => !(old.started && field === 'assignee'))
    if (fields.length === 0) revision.kept.push(task.key)
    else revision.changed.push({ key: task.key, fields })
    problems.push(...forbidden(old, fields))
  }
  if (current.deliverable !== wanted.deliverable) {
    problems.push(...handedOver(before.get(current.deliverable ?? ''), before.get(wanted.deliverable ?? '')))
    revision.deliverable = { from: current.deliverable, to: wanted.deliverable }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, revision }
}

/** Why the deliverable cannot be asked of another task: its bringer has started, or what the other made no person ever saw. */
function handedOver(
  from: LivePlan['tasks'][number] | undefined,
  to: LivePlan['tasks'][number] | undefined,
): RevisionProblem[] {
  const problems: RevisionProblem[] = []
  if (from?.started)
    problems.push(standing(from, 'it brings the deliverable, which cannot be asked of another task now'))
  if (to?.accepted)
    problems.push(
      standing(
        to,
        'its result was taken without a person, so it cannot be the deliverable; open it again first, or add a task that brings it',
      ),
    )
  return problems
}

function forbidden(old: LivePlan['tasks'][number], fields: readonly PlanField[]): RevisionProblem[] {
  if (fields.length === 0) return []
  if (old.started) return [standing(old, `its ${words(fields)} cannot be changed any more`)]
  const kind = fields.filter((field) => field === 'answers' || field === 'each')
  if (kind.length === 0) return []
  return [
    {
      code: 'other_kind',
      text: `How often "${old.key}" is done cannot be changed while the goal runs: take it out and add a task with another key.`,
      task: old.key,
    },
  ]
}

const standing = ({ key, started }: LivePlan['tasks'][number], rest: string): RevisionProblem => ({
  code: 'started',
  text: `"${key}" is ${started}: ${rest}.`,
  task: key,
})
const words = (fields: readonly string[]): string =>
  fields.length === 1 ? (fields[0] ?? '') : `${fields.slice(0, -1).join(', ')} and ${fields.at(-1)}`

/** The fields in which two writings of one task differ. Lists of names are sets: their order means nothing. */
export const changedFields = (before: PlanTask, after: PlanTask): PlanField[] =>
  planFields.filter((field) => plain(before[field]) !== plain(after[field]))

/** A value with its fields in one order and what is absent left out. */
function plain(value: unknown): string {
  if (typeof value === 'string') return value.trim()
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return JSON.stringify([...value].sort())
  return (
    JSON.stringify(value ?? null, (_name, field: unknown) =>
      field !== null && typeof field === 'object' && !Array.isArray(field)
        ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
        : field,
    ) ?? 'null'
  )
}

/** The fields of a task that its editor may leave out. */
type Unnamed = 'output' | 'checks' | 'answers' | 'inputs' | 'needs' | 'each'
const unnamed = ['output', 'checks', 'answers', 'inputs', 'needs', 'each'] as const satisfies readonly Unnamed[]

/** A plan as its editor means it: what `given`, task by task, leaves out of one that was there `before` keeps the value it had. */
export function keepUnnamed(
  plan: Plan,
  given: readonly { readonly [F in Unnamed]?: unknown }[],
  before: { tasks: readonly PlanTask[] },
): Plan {
  const known = new Map(before.tasks.map((task) => [task.key, task]))
  const tasks = plan.tasks.map((task, i): PlanTask => {
    const [named, old] = [given[i], known.get(task.key)]
    if (!named || !old) return task
    const kept = unnamed.filter((field) => named[field] === undefined && old[field] !== undefined)
    return { ...task, ...Object.fromEntries(kept.map((field) => [field, old[field]])) }
  })
  return { ...plan, tasks }
}
