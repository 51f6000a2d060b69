import { type Command, done } from '../kit.ts'
import { endAttempt } from '../moves/attempt.ts'
import { agentActor, currentAttempt } from '../moves/report.ts'

type Input = {
  attemptId: string
  code: string
  message: string
  retryable: boolean
  retryAfterSeconds?: number | undefined
}
const retryCapSeconds = 3600

/** An agent reports that it could not do it. The recovery policy decides what follows. */
export const failAttempt: Command<Input, { status: 'failed' }> = {
  name: 'attempt.fail',
  lane: ({ attemptId }) => ({ of: 'attempt', id: attemptId }),
  run(unit, { actor, input, commandId }) {
    const current = currentAttempt(unit, actor, input.attemptId, 'fail', input)
    if (!current.ok) return current
    const { attempt } = current
    const waitMs = Math.min(retryCapSeconds, Math.max(0, input.retryAfterSeconds ?? 0)) * 1000
    const throttled = waitMs > 0 && /rate|throttl|429|quota/i.test(input.code)
    const failure = throttled ? 'throttled' : 'errored'
    const reason = `${input.code}: ${input.message}`.slice(0, 1000)
    endAttempt(unit, attempt, 'fail', { failure, reason, retryAt: waitMs > 0 ? unit.now + waitMs : null })
    unit.emit(
      'attempt.failed',
      agentActor(unit, attempt),
      {
        attemptId: attempt.id,
        taskId: attempt.taskId,
        class: failure,
        reason,
        retryable: input.retryable,
        retryAfterMs: waitMs || null,
      },
      commandId,
    )
    return done({ status: 'failed' })
  },
}
