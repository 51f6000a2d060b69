import { type Command, refuseKeeping } from '../kit.ts'
import { currentAttempt } from '../moves/report.ts'
import { refuseShape } from './complete.ts'

type Input = { attemptId: string; errors: { path: string; message: string }[] }

/** A completion whose body the door could not read: counts as the one correction that is allowed. */
export const refuseCompletion: Command<Input, never> = {
  name: 'attempt.refuse_shape',
  lane: ({ attemptId }) => ({ of: 'attempt', id: attemptId }),
  run(unit, { actor, input }) {
    const current = currentAttempt(unit, actor, input.attemptId, 'complete', { errors: input.errors })
    if (!current.ok) return current
    if (current.attempt.status === 'submitted') return refuseKeeping('conflict', 'A result is being checked already.')
    return refuseShape(unit, current.attempt, input.errors)
  },
}
