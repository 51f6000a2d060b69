import { prompt } from '../commands/moves/notify.ts'
import { minute } from '../domain/clocks.ts'
import { coordinator } from '../store/records.ts'
import type { Unit } from '../store/unit.ts'

/** A step that nobody allowed in this time is not taken: shorter than the patience with an attempt that makes no progress. */
const answerWithinMs = 10 * minute

/** When the oldest step that waits for a person is refused, Unix milliseconds. */
export function nextRefusalAt(unit: Unit): number {
  let at = Number.POSITIVE_INFINITY
  for (const action of unit.tables.action_request.by('pending', 'pending'))
    at = Math.min(at, action.createdAt + answerWithinMs)
  return at
}

/** Refuses steps that nobody answered in time; the agent is told and goes on without them. */
export function refuseUnanswered(unit: Unit) {
  for (const action of unit.tables.action_request.by('pending', 'pending')) {
    if (action.createdAt + answerWithinMs > unit.now) continue
    const reason = `nobody answered within ${answerWithinMs / minute} minutes`
    unit.update('action_request', action.id, { decision: 'denied', decidedBy: 'time-out', decidedAt: unit.now })
    unit.emit('action.denied', coordinator, { actionId: action.id, attemptId: action.attemptId, reason })
    prompt(unit, unit.get('attempt', action.attemptId), {
      body: reason,
      author: coordinator.name,
      action: { id: action.id, decision: 'denied' },
    })
  }
}
