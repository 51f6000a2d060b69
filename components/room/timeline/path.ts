import type { TaskView } from '../../../server/contract/snapshot.ts'
import type { TimelineAttempt } from '../../../server/contract/story-views.ts'
import { order } from '../../../server/domain/plan.ts'

type PathTask = Pick<TaskView, 'id' | 'needs' | 'status' | 'endedAt' | 'readyAt'>

/** How long a task takes or took (ms): from its first hand-out to its end; what did not start takes as long as others did. */
function lengthsOf(tasks: readonly PathTask[], attempts: readonly TimelineAttempt[], now: number) {
  const first = new Map<string, number>()
  for (const { taskId, offeredAt } of attempts) first.set(taskId, Math.min(first.get(taskId) ?? offeredAt, offeredAt))
  const known = new Map<string, number>()
  for (const task of tasks) {
    const from = first.get(task.id)
    if (from !== undefined) known.set(task.id, Math.max(0, (task.endedAt ?? now) - from))
  }
  const usual = [...known.values()].reduce((sum, length) => sum + length, 0) / Math.max(1, known.size)
  return (id: string) => known.get(id) ?? Math.max(1, usual)
}

/** The chain of tasks that the end of the plan waits for: ids from first to last. Stopped tasks hold nothing up. */
export function criticalPath(
  tasks: readonly PathTask[],
  attempts: readonly TimelineAttempt[],
  now: number,
): readonly string[] {
  const counted = tasks.filter((task) => task.status !== 'cancelled' && task.status !== 'failed')
  const byId = new Map(counted.map((task) => [task.id, task]))
  const needs = (task: PathTask) => task.needs.filter((id) => byId.has(id))
  const sorted = order(counted.map((task) => ({ key: task.id, needs: needs(task) })))
  if (!sorted.ok) return []
  const length = lengthsOf(counted, attempts, now)
  const ends = new Map<string, { at: number; after: string | null }>()
  const inOrder = [...counted].sort((a, b) => (sorted.depth.get(a.id) ?? 0) - (sorted.depth.get(b.id) ?? 0))
  for (const task of inOrder) {
    let [at, after]: [number, string | null] = [0, null]
    for (const need of needs(task)) {
      const end = ends.get(need)?.at ?? 0
      if (after === null || end > at) [at, after] = [end, need]
    }
    ends.set(task.id, { at: at + length(task.id), after })
  }
  let last: string | null = null
  for (const [id, { at }] of ends) if (last === null || at > (ends.get(last)?.at ?? 0)) last = id
  const path: string[] = []
  for (let id = last; id !== null; id = ends.get(id)?.after ?? null) path.unshift(id)
  return path
}

export type Wait<T> = { task: T; waiting: number }

/** Tasks that hold others up, the most waited for first: how many unfinished tasks wait for each, directly or through others. */
export function waitedFor<T extends PathTask>(tasks: readonly T[], most = 8): Wait<T>[] {
  const over = new Set(['done', 'cancelled', 'failed'])
  const open = tasks.filter((task) => !over.has(task.status))
  const next = new Map<string, string[]>()
  for (const task of open)
    for (const need of task.needs) {
      const list = next.get(need)
      if (list) list.push(task.id)
      else next.set(need, [task.id])
    }
  const reached = (id: string) => {
    const seen = new Set<string>()
    const left = [...(next.get(id) ?? [])]
    for (let one = left.pop(); one !== undefined; one = left.pop()) {
      if (seen.has(one)) continue
      seen.add(one)
      left.push(...(next.get(one) ?? []))
    }
    return seen.size
  }
  // What is blocked itself holds nobody up: whoever waits for it waits for what blocks it.
  const holding = open.filter((task) => task.status !== 'blocked' && next.has(task.id))
  return holding
    .map((task) => ({ task, waiting: reached(task.id) }))
    .sort((a, b) => b.waiting - a.waiting)
    .slice(0, most)
}
