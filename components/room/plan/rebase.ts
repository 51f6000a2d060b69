import type { DraftTask, PlanDraft } from './plan-draft.ts'

const fields = ['title', 'brief', 'skills', 'needs', 'assignee'] as const
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** What somebody changed of a task, on what the task is now. */
function onTop(mine: DraftTask, was: DraftTask | undefined, now: DraftTask): DraftTask {
  const changed = fields.filter((field) => !same(mine[field], (was ?? now)[field]))
  return { ...now, ...Object.fromEntries(changed.map((field) => [field, mine[field]])) }
}

/**
 * A draft that was begun on an earlier version of the plan, put on the plan of `now`: what its writer changed stays
 * changed, what others changed meanwhile stands. `base` is the plan it was begun on; without it what is missing in the
 * draft was not taken out, and what differs is its writer's.
 */
export function rebased(draft: PlanDraft, base: PlanDraft | null, now: PlanDraft): PlanDraft {
  const byKey = (plan: PlanDraft | null) => new Map(plan?.tasks.map((task) => [task.key, task]))
  const [mine, was, current] = [byKey(draft), byKey(base), byKey(now)]
  const kept = now.tasks.flatMap((task) => {
    const own = mine.get(task.key)
    if (own) return [task.started ? task : onTop(own, was.get(task.key), task)]
    return was.has(task.key) && !task.started ? [] : [task]
  })
  const added = draft.tasks.filter((task) => !current.has(task.key) && (task.number === null || !was.has(task.key)))
  const keys = new Set([...kept, ...added].map((task) => task.key))
  const tasks = [...kept, ...added].map((task) => ({ ...task, needs: task.needs.filter((need) => keys.has(need)) }))
  const wanted = base && draft.deliverable === base.deliverable ? now.deliverable : draft.deliverable
  const deliverable = wanted !== null && keys.has(wanted) ? wanted : now.deliverable
  const plan = { planVersion: now.planVersion, deliverable, tasks }
  return same(shapeOf(plan), shapeOf(now)) ? plan : { ...plan, movedFrom: draft.planVersion }
}

const shapeOf = ({ deliverable, tasks }: PlanDraft) => [
  deliverable,
  tasks.map((task) => [task.key, ...fields.map((field) => task[field])]),
]
