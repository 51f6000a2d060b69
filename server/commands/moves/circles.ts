import type { Attempt } from '../../domain/attempt.ts'
import { loopIn, markOf, traced } from '../../domain/looping.ts'
import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import { endAttempt } from './attempt.ts'

/** Remembers what an attempt just said or saved. True when it goes round in circles and was ended for it. */
export function goRound(unit: Unit, attempt: Attempt, said: string): boolean {
  const trace = traced(attempt.trace, markOf(said))
  const marked = unit.update('attempt', attempt.id, { trace })
  const loop = loopIn(trace)
  if (loop === null) return false
  const reason = `it repeats itself without getting on: ${loop}`
  endAttempt(unit, marked, 'fail', { failure: 'looping', reason, tell: 'attempt.revoked' })
  unit.emit('attempt.failed', coordinator, {
    attemptId: attempt.id,
    taskId: attempt.taskId,
    class: 'looping',
    reason,
    dueAt: unit.now,
  })
  return true
}
