import { prompt } from '../commands/moves/notify.ts'
import { leaveWithinMs, minute } from '../domain/clocks.ts'
import { coordinator } from '../store/records.ts'
import type { Unit } from '../store/unit.ts'

/** When the oldest step that waits for a person is refused, Unix milliseconds. */
export function nextRefusalAt(unit: Unit): number {
  let at = Number.POSITIVE_INFINITY
  for (const action of unit.tables.action_request.by('pending', 'pending'))
    at = Math.min(at, action.createdAt + leaveWithinMs)
  return at
}

/** Refuses steps that nobody answered in time; the agent is told and goes on without them. */
export function refuseUnanswered(unit: Unit) {
  for (const action of unit.tables.action_request.by('pending', 'pending')) {
    if (action.createdAt + leaveWithinMs > unit.now) continue
    const reason = `nobody answered within ${leaveWithinMs / minute} minutes`
    unit.update('action_request', action.id, { decision: 'denied', decidedBy: 'time-out', decidedAt: unit.now })
    unit.emit('action.denied', coordinator, { actionId: action.id, attemptId: action.attemptId, reason })
    prompt(unit, unit.get('attempt', action.attemptId), {
      body: reason,
      author: coordinator.name,
      action: { id: action.id, decision: 'denied' },
    })
  }
}
