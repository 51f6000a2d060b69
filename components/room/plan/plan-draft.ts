import type { PlanInput, PlanTaskInput } from '../../../server/contract/commands/goal.ts'
import type { TaskView } from '../../../server/contract/snapshot.ts'
import type { TaskDetail } from '../../../server/contract/views.ts'
import { shapeProblems } from '../../../server/domain/plan.ts'

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
}
export type PlanDraft = { planVersion: number; deliverable: string | null; tasks: readonly DraftTask[] }

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
    tasks: tasks.map((task) => ({
      key: task.key,
      number: task.number,
      title: task.title,
      brief: task.brief,
      skills: task.skills.join(', '),
      needs: task.needs.flatMap((id) => keys.get(id) ?? []),
      assignee: task.assigneeId ?? '',
      kept: keptOf(details.get(task.id)),
    })),
  }
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

/** Which tasks a task may come to need without a circle: all but itself and those that already build on it. */
export function mayNeed(draft: PlanDraft, key: string): DraftTask[] {
  const after = new Set([key])
  for (let grew = true; grew; ) {
    grew = false
    for (const task of draft.tasks) {
      if (after.has(task.key) || !task.needs.some((need) => after.has(need))) continue
      after.add(task.key)
      grew = true
    }
  }
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

/** What is wrong with the draft before the server is asked, in sentences. */
export function draftProblems(draft: PlanDraft): string[] {
  const untitled = draft.tasks.filter((task) => task.title.trim() === '').map((task) => `"${task.key}" has no title.`)
  const tasks = planInput(draft).tasks.map((task) => ({
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
  return [...untitled, ...shapeProblems({ tasks, deliverable: draft.deliverable }).map((problem) => problem.text)]
}
