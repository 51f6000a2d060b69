import type { Attempt } from '../../domain/attempt.ts'
import { type Clocks, clocksOf, second } from '../../domain/clocks.ts'
import { loopIn, markOf, traced } from '../../domain/looping.ts'
import { coordinator } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import { endAttempt } from './attempt.ts'
import { goalOf } from './task.ts'

/** The same words count once in so long: a fortieth of the patience without progress, 15 s by default. */
const everyMs = ({ progressSeconds }: Clocks): number =>
  Math.min(15 * second, Math.max(100, (progressSeconds * second) / 40))

/** Remembers what an attempt just said or saved. True when it goes round in circles and was ended for it. */
export function goRound(unit: Unit, attempt: Attempt, said: string): boolean {
  const every = everyMs(clocksOf(goalOf(unit, attempt.goalId).clocks))
  const trace = traced(attempt.trace, markOf(said), unit.now, every)
  const marked = unit.update('attempt', attempt.id, { trace })
  const loop = loopIn(trace, every)
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
