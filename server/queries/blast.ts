import type { BlastView } from '../contract/plan-views.ts'
import type { StalePolicy } from '../domain/goal.ts'
import type { Actor } from '../domain/permission.ts'
import { fallout, weave } from '../domain/stale.ts'
import { sharedPool } from '../store/pool.ts'
import { readFabric } from '../store/reads/plan.ts'
import { roomPerson } from './standing.ts'

/** What would be touched if a task's result no longer counted, by the same rule that marks it; null for whoever may not read it. */
export async function blast(actor: Actor, taskId: string, stale?: StalePolicy): Promise<BlastView | null> {
  const stood = await roomPerson(actor, { taskId })
  if (!stood?.goalId) return null
  const { task, version, deliverable, goal } = await readFabric(sharedPool(), stood.goalId)
  const policy = stale ?? goal[0]?.stalePolicy ?? 'ask'
  const touched = fallout(weave(task, version), taskId, policy === 'keep')
  const results = new Set(touched.flatMap((one) => (one.fate === 'redone' ? [one.task.id] : [])))
  return {
    taskId,
    policy,
    tasks: touched
      .map(({ task: { id, number, title, status }, fate }) => ({ id, number, title, status, what: fate }))
      .sort((a, b) => a.number - b.number),
    deliverables: deliverable
      .filter((one) => results.has(one.taskId) && (one.status === 'in_review' || one.status === 'approved'))
      .map(({ id, number, name, status }) => ({ id, number, name, status })),
    running: touched.filter(({ fate }) => fate === 'stopped').length,
  }
}
