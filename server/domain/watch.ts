import type { Attempt, FailureClass } from './attempt.ts'
import { type Clocks, graceSeconds, second } from './clocks.ts'

/** How long the first delivery may be unrecorded before the attempt counts as never sent: the job was lost. */
const deliveryBackstopMs = 45 * second
/** How long a submitted result may wait for its judgement before the judge is asked again. */
export const judgeBackstopMs = 60 * second

export type Alarm =
  | {
      kind: 'end'
      failure: Extract<FailureClass, 'unreachable' | 'no_ack' | 'lost' | 'stalled' | 'timed_out'>
      reason: string
    }
  | { kind: 'nudge' }
  | { kind: 'judge_again' }

type Due = { at: number; alarm: Alarm }

const seconds = (value: number): string => (value % 60 === 0 && value >= 120 ? `${value / 60} min` : `${value} s`)

/** The clock of an open attempt that runs out first, or null when it waits for a person. */
function firstDue(attempt: Attempt, clocks: Clocks): Due | null {
  if (attempt.memberId !== null) return null
  if (attempt.status === 'submitted')
    return { at: (attempt.submittedAt ?? attempt.offeredAt) + judgeBackstopMs, alarm: { kind: 'judge_again' } }
  if (attempt.parkedAt !== null) return null
  if (attempt.status === 'offered') {
    const at = attempt.acceptBy ?? attempt.offeredAt + clocks.acceptSeconds * second + deliveryBackstopMs
    const alarm: Alarm =
      attempt.deliveredAt === null
        ? {
            kind: 'end',
            failure: 'unreachable',
            reason: `its address took no delivery within ${seconds(clocks.acceptSeconds)}`,
          }
        : {
            kind: 'end',
            failure: 'no_ack',
            reason: `it got the task but did not take it up within ${seconds(clocks.acceptSeconds)}`,
          }
    return { at, alarm }
  }
  const dues: Due[] = []
  const due = (at: number | null, alarm: Alarm) => {
    if (at !== null) dues.push({ at, alarm })
  }
  due(attempt.deadlineAt, {
    kind: 'end',
    failure: 'timed_out',
    reason: `not finished after ${seconds(clocks.attemptSeconds)}`,
  })
  due(attempt.leaseUntil, {
    kind: 'end',
    failure: 'lost',
    reason: `no sign of life for ${seconds(clocks.leaseSeconds)}`,
  })
  const progressAt = attempt.progressAt ?? attempt.acceptedAt ?? attempt.offeredAt
  if (attempt.nudgedAt === null || attempt.nudgedAt < progressAt)
    due(progressAt + clocks.progressSeconds * second, { kind: 'nudge' })
  else
    due(attempt.nudgedAt + graceSeconds(clocks) * second, {
      kind: 'end',
      failure: 'stalled',
      reason: `alive but no progress for ${seconds(clocks.progressSeconds + graceSeconds(clocks))}`,
    })
  return dues.reduce<Due | null>((first, next) => (first === null || next.at < first.at ? next : first), null)
}

/** When the watch must look at this attempt next, Unix milliseconds; null when a person or a job moves it on. */
export const nextLookAt = (attempt: Attempt, clocks: Clocks): number | null => firstDue(attempt, clocks)?.at ?? null

/** What has run out on this attempt by `now`; null when nothing has. */
export function alarmOf(attempt: Attempt, clocks: Clocks, now: number): Alarm | null {
  const due = firstDue(attempt, clocks)
  return due !== null && due.at <= now ? due.alarm : null
}
