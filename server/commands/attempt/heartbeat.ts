import { isOpen } from '../../domain/attempt.ts'
import { type Command, done } from '../kit.ts'
import { keepLate, ownAttempt, touch } from '../moves/report.ts'

type Input = { attemptId: string; progress?: number | undefined }
export type Beat = { leaseExpiresAt: string | null; cancelRequested: boolean; prompts: { id: string; body: string }[] }

/** A sign of life: renews the lease and carries back what waits for the agent. After its own result it is ignored. */
export const heartbeat: Command<Input, Beat> = {
  name: 'attempt.heartbeat',
  lane: ({ attemptId }) => ({ of: 'attempt', id: attemptId }),
  run(unit, { actor, input }) {
    const own = ownAttempt(unit, actor, input.attemptId)
    if (!own.ok) return own
    const { attempt } = own
    if (attempt.submittedAt !== null) return done({ leaseExpiresAt: null, cancelRequested: false, prompts: [] })
    // Not late but told to stop: by its heartbeat an agent that listens nowhere hears of it.
    if (attempt.status === 'cancelled') return done({ leaseExpiresAt: null, cancelRequested: true, prompts: [] })
    if (!isOpen(attempt.status)) return keepLate(unit, attempt, 'heartbeat', input)
    const alive = touch(unit, attempt, { progress: input.progress })
    const prompts = unit.tables.handoff
      .by('task', attempt.taskId)
      .filter((handoff) => handoff.attemptId === attempt.id && handoff.status === 'answered')
      .map((handoff) => ({ id: handoff.id, body: handoff.answer ?? '' }))
    const nudged =
      attempt.nudgedAt !== null && alive.nudgedAt !== null
        ? [
            {
              id: `nudge:${attempt.nudgedAt}`,
              body: 'How is it going? Post an activity with progress, or the task goes to somebody else.',
            },
          ]
        : []
    return done({
      leaseExpiresAt: alive.leaseUntil === null ? null : new Date(alive.leaseUntil).toISOString(),
      cancelRequested: false,
      prompts: [...prompts, ...nudged],
    })
  },
}
