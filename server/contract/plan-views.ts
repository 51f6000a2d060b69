import type { StalePolicy } from '../domain/goal.ts'
import type { Fate } from '../domain/stale.ts'
import type { TaskStatus } from '../domain/task.ts'
import type { DeliverableStatus } from '../domain/version.ts'
import type { EventActor } from './events.ts'

// What the screens are told about a plan beside its tasks. Moments are Unix milliseconds.

/** `GET /api/v1/tasks/{id}/blast?stale=`: what would be touched if the task's result no longer counted. */
export type BlastView = {
  taskId: string
  /** The rule it was computed for: the one asked for, else the goal's. */
  policy: StalePolicy
  tasks: { id: string; number: number; title: string; status: TaskStatus; what: Fate }[]
  deliverables: { id: string; number: number; name: string; status: DeliverableStatus }[]
  /** How many tasks in work would be stopped. */
  running: number
}

/** `GET /api/v1/goals/{id}/plans`: every version of a goal's plan with what it changed, newest first, from the log alone. */
export type PlanVersionsView = { versions: PlanVersionView[] }
export type PlanVersionView = {
  version: number
  at: number
  by: EventActor
  what: 'proposed' | 'revised'
  /** Who proposed it, or why it was revised. */
  reason: string
  tasks: number
  added: { key: string; title: string }[]
  removed: { key: string; title: string }[]
  changed: { key: string; title: string; fields: string[] }[]
  /** Keys of the tasks that brought the deliverable before and bring it now, when that changed. */
  deliverable: { from: string | null; to: string | null } | null
}
