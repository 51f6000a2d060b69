import type { LogEvent } from '../contract/events.ts'
import type { Task } from '../domain/task.ts'
import type { Unit } from '../store/unit.ts'

/** After so many rounds of the same deliverable a person must act (F40). */
const roundLimit = 3

/** The bytes that a person sent back came again: that is a round, too (F39). Says why a person must act, or null. */
export function reworkRound(unit: Unit, task: Task, event: LogEvent): string | null {
  const { checks } = event.data
  if (!task.deliverableId || !Array.isArray(checks) || !checks.includes('unchanged')) return null
  const deliverable = unit.get('deliverable', task.deliverableId)
  if (!deliverable) return null
  const rounds = deliverable.rounds + 1
  unit.update('deliverable', deliverable.id, { rounds })
  return rounds >= roundLimit
    ? `It went round ${rounds} times, the last time with the bytes that were sent back already.`
    : null
}
