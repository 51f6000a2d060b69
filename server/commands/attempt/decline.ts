import { type Command, done } from '../kit.ts'
import { endAttempt } from '../moves/attempt.ts'
import { agentActor, currentAttempt } from '../moves/report.ts'

type Input = { attemptId: string; reason: string }

/** An agent says no before or while working: another participant is asked, and it does not count as a failure. */
export const declineAttempt: Command<Input, { status: 'declined' }> = {
  name: 'attempt.decline',
  lane: ({ attemptId }) => ({ of: 'attempt', id: attemptId }),
  run(unit, { actor, input, commandId }) {
    const current = currentAttempt(unit, actor, input.attemptId, 'decline', input)
    if (!current.ok) return current
    const { attempt } = current
    if (attempt.status === 'submitted') endAttempt(unit, attempt, 'fail', { failure: 'declined', reason: input.reason })
    else endAttempt(unit, attempt, 'decline', { failure: 'declined', reason: input.reason })
    unit.emit(
      'attempt.failed',
      agentActor(unit, attempt),
      { attemptId: attempt.id, taskId: attempt.taskId, class: 'declined', reason: input.reason },
      commandId,
    )
    return done({ status: 'declined' })
  },
}
