import type { PlanInput, PlanTaskInput } from '../../../server/contract/commands/goal.ts'
import type { TaskView } from '../../../server/contract/snapshot.ts'
import type { TaskDetail } from '../../../server/contract/views.ts'
import { type PlanTask, shapeProblems } from '../../../server/domain/plan.ts'
import { changedFields } from '../../../server/domain/replan.ts'
import { shortId, taskLooks } from '../../workspace/states.ts'
import type { PlanDiffRows } from './diff.tsx'

/** One task as it is being edited; needs are keys. `kept` is what the editor does not show and hands back as it was. */
export type DraftTask = {
  key: string
  number: number | null
  title: string
  brief: string
  skills: string
  needs: readonly string[]
  assignee: string
  kept: Pick<PlanTaskInput, 'output' | 'checks'>
  /** How it stands in words when it has started: then it stays as it is. */
  started?: string
}
export type PlanDraft = {
  planVersion: number
  deliverable: string | null
  tasks: readonly DraftTask[]
  /** The version it was begun on, when others changed the plan since. */
  movedFrom?: number
}

/** The plan as it stands, for editing. `details` bring what the room's rows leave out: output and checks. */
export function draftOf(
  planVersion: number,
  tasks: readonly TaskView[],
  details: ReadonlyMap<string, TaskDetail>,
  deliverableTaskId: string | null,
): PlanDraft {
  const keys = new Map(tasks.map((task) => [task.id, task.key]))
  return {
    planVersion,
    deliverable: deliverableTaskId ? (keys.get(deliverableTaskId) ?? null) : null,
    tasks: ownTasks(tasks).map((task) => ({
      key: task.key,
      number: task.number,
      title: task.title,
      brief: task.brief,
      skills: task.skills.join(', '),
      needs: task.needs.flatMap((id) => keys.get(id) ?? []),
      assignee: task.assigneeId ?? '',
      kept: keptOf(details.get(task.id)),
      ...startedAs(task, tasks),
    })),
  }
}

/** The plan's own tasks: without the parts of others, and without what was taken out. */
function ownTasks(tasks: readonly TaskView[]): TaskView[] {
  const whole = new Set(tasks.flatMap((task) => (task.role === 'each' || task.role === 'answers' ? [task.id] : [])))
  return tasks.filter(
    (task) => !whole.has(task.parentId ?? '') && task.status !== 'cancelled' && task.status !== 'failed',
  )
}

function startedAs(task: TaskView, tasks: readonly TaskView[]): Pick<DraftTask, 'started'> {
  const begun = (one: TaskView) =>
    one.attempts > 0 || /^(running|checking|waiting_input|in_review|done|stale)$/.test(one.status)
  if (begun(task)) return { started: taskLooks[task.status].word.toLowerCase() }
  return task.role === 'each' || task.role === 'answers'
    ? tasks.some((one) => one.parentId === task.id && begun(one))
      ? { started: 'in work' }
      : {}
    : {}
}

function keptOf(detail: TaskDetail | undefined): DraftTask['kept'] {
  if (!detail) return {}
  const { output, checks } = detail.task
  return {
    ...(output ? { output: output as NonNullable<PlanTaskInput['output']> } : {}),
    ...(checks.length > 0 ? { checks: checks as NonNullable<PlanTaskInput['checks']> } : {}),
  }
}

/** A key for a new task that no other has: its title in small letters, numbered when taken. */
export function freshKey(title: string, taken: ReadonlySet<string>): string {
  const plain = title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  const base = plain || 'task'
  if (!taken.has(base)) return base
  let number = 2
  while (taken.has(`${base}-${number}`)) number += 1
  return `${base}-${number}`
}

export function withoutTask(draft: PlanDraft, key: string): PlanDraft {
  return {
    ...draft,
    deliverable: draft.deliverable === key ? null : draft.deliverable,
    tasks: draft.tasks
      .filter((task) => task.key !== key)
      .map((task) => ({ ...task, needs: task.needs.filter((need) => need !== key) })),
  }
}

/** The tasks that can still be changed and are worth showing at once: those with all the words, new ones in any case. */
export function inSight(draft: PlanDraft, before: PlanDraft, words: string, most: number): DraftTask[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  // What was there counts, so that a task does not go out of sight while it is written.
  const texts = new Map(before.tasks.map((task) => [task.key, textOf(task)]))
  const may = draft.tasks.filter((task) => !task.started)
  const found = may.filter((task) => {
    const text = texts.get(task.key) ?? ''
    return task.number !== null && wanted.every((word) => text.includes(word))
  })
  return [...found.slice(0, most), ...may.filter((task) => task.number === null)]
}

const textOf = ({ key, number, title, brief, skills }: DraftTask): string =>
  [key, number === null ? '' : shortId.task(number), title, brief, skills].join(' ').toLowerCase()

/** Which tasks a task may come to need without a circle: all but itself and those that already build on it. */
export function mayNeed(draft: PlanDraft, key: string): DraftTask[] {
  const next = new Map<string, string[]>()
  for (const task of draft.tasks)
    for (const need of task.needs) {
      const later = next.get(need)
      if (later) later.push(task.key)
      else next.set(need, [task.key])
    }
  const after = new Set([key])
  for (const one of after) for (const later of next.get(one) ?? []) after.add(later)
  return draft.tasks.filter((task) => !after.has(task.key))
}

/** The whole plan as `plan.edit` takes it. */
export function planInput(draft: PlanDraft): PlanInput {
  return {
    tasks: draft.tasks.map((task) => ({
      key: task.key,
      title: task.title.trim(),
      brief: task.brief,
      skills: task.skills
        .split(',')
        .map((skill) => skill.trim().toLowerCase())
        .filter(Boolean),
      needs: [...task.needs],
      ...(task.assignee ? { assignee: task.assignee } : {}),
      ...task.kept,
    })),
    ...(draft.deliverable ? { deliverable: draft.deliverable } : {}),
  }
}

/** The draft's tasks with what a form can change. */
const written = (draft: PlanDraft): PlanTask[] =>
  planInput(draft).tasks.map((task) => ({
    key: task.key,
    title: task.title,
    brief: task.brief,
    skills: task.skills,
    needs: task.needs ?? [],
    output: null,
    checks: [],
    answers: 1,
    assignee: task.assignee ?? null,
    inputs: null,
  }))

const untitledTask = ({ number }: DraftTask) =>
  `${number === null ? 'The new task' : shortId.task(number)} has no title.`

/** What is wrong with the draft before the server is asked, in sentences. */
export function draftProblems(draft: PlanDraft): string[] {
  const untitled = [...new Set(draft.tasks.filter((task) => task.title.trim() === '').map(untitledTask))]
  const plan = { tasks: written(draft), deliverable: draft.deliverable }
  return [...untitled, ...shapeProblems(plan).map((problem) => problem.text)]
}

/** What the draft changes of the plan as it stands. */
export function draftDiff(before: PlanDraft, draft: PlanDraft): PlanDiffRows {
  const old = new Map(written(before).map((task) => [task.key, task]))
  const now = written(draft)
  const kept = new Set(now.map((task) => task.key))
  const told = ({ key, title }: PlanTask) => ({ key, title: title || key })
  return {
    added: now.filter((task) => !old.has(task.key)).map(told),
    removed: [...old.values()].filter((task) => !kept.has(task.key)).map(told),
    changed: now.flatMap((task) => {
      const earlier = old.get(task.key)
      const fields = earlier ? changedFields(earlier, task) : []
      return fields.length > 0 ? [{ ...told(task), fields }] : []
    }),
  }
}
