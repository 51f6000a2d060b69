import type { Attempt, FailureClass } from './attempt.ts'
import type { History } from './recovery.ts'
import type { Handoff } from './room.ts'
import type { Guidance } from './task.ts'

/** Lessons of failures that a brief is told; more of them bury what a person said. */
const lessonsKept = 5

/** The task's guidance with one more lesson: the newest lessons are kept, and everything a person said. */
export function learnt(guidance: readonly Guidance[], at: number, text: string): Guidance[] {
  const lessons: Guidance[] = [
    ...guidance.filter((entry) => entry.from === 'coordinator'),
    { at, from: 'coordinator', text },
  ]
  const dropped = new Set(lessons.slice(0, -lessonsKept))
  return [...guidance, ...lessons.slice(-1)].filter((entry) => !dropped.has(entry))
}

/** When a person last wrote to a task, answered for it, took over its question or called it back, Unix milliseconds; 0 when never. */
export function personActedAt(
  guidance: readonly Guidance[],
  handoffs: readonly Pick<Handoff, 'status' | 'kind' | 'closedAt'>[],
  attempts: readonly Pick<Attempt, 'status' | 'endedAt'>[],
): number {
  const words = guidance.filter((entry) => entry.from === 'person').map((entry) => entry.at)
  const answers = handoffs
    .filter((one) => one.status === 'answered' || (one.status === 'withdrawn' && one.kind === 'needs_human'))
    .map((one) => one.closedAt ?? 0)
  const calledBack = attempts.filter((one) => one.status === 'superseded').map((one) => one.endedAt ?? 0)
  return Math.max(0, ...words, ...answers, ...calledBack)
}

type Past = Pick<Attempt, 'id' | 'number' | 'participantId' | 'failure' | 'reason' | 'hedge' | 'endedAt'>

/** Everything that went wrong with a task after `since`, oldest first; what just `failed` is always among it. */
export const failuresSince = (attempts: readonly Past[], failed: Pick<Past, 'id'>, since: number): History[] =>
  [...attempts]
    .sort((a, b) => a.number - b.number)
    .filter((one) => one.id === failed.id || (one.failure !== null && !one.hedge && (one.endedAt ?? 0) > since))
    .map(({ participantId, failure, reason }) => ({
      participantId,
      failure: failure as FailureClass,
      reason: reason ?? '',
    }))
