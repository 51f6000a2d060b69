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

type Clock = 'delivery' | 'acceptance' | 'judgement' | 'deadline' | 'lease' | 'progress' | 'grace'
type Due = { at: number; clock: Clock }

const seconds = (value: number): string => (value % 60 === 0 && value >= 120 ? `${value / 60} min` : `${value} s`)

/** The clock of an open attempt that runs out first, or null when it waits for a person. Asked of every open attempt in every batch. */
function firstDue(attempt: Attempt, clocks: Clocks): Due | null {
  if (attempt.memberId !== null) return null
  if (attempt.status === 'submitted')
    return { at: (attempt.submittedAt ?? attempt.offeredAt) + judgeBackstopMs, clock: 'judgement' }
  if (attempt.parkedAt !== null) return null
  if (attempt.status === 'offered')
    return {
      at: attempt.acceptBy ?? attempt.offeredAt + clocks.acceptSeconds * second + deliveryBackstopMs,
      clock: attempt.deliveredAt === null ? 'delivery' : 'acceptance',
    }
  const progressAt = attempt.progressAt ?? attempt.acceptedAt ?? attempt.offeredAt
  const asked = attempt.nudgedAt !== null && attempt.nudgedAt >= progressAt ? attempt.nudgedAt : null
  const first: Due =
    asked === null
      ? { at: progressAt + clocks.progressSeconds * second, clock: 'progress' }
      : { at: asked + graceSeconds(clocks) * second, clock: 'grace' }
  // Of two that run out together the harder one counts: the deadline, then the lease.
  if (attempt.leaseUntil !== null && attempt.leaseUntil <= first.at) {
    first.at = attempt.leaseUntil
    first.clock = 'lease'
  }
  if (attempt.deadlineAt !== null && attempt.deadlineAt <= first.at) {
    first.at = attempt.deadlineAt
    first.clock = 'deadline'
  }
  return first
}

/** What it means that a clock ran out. */
function alarmBy(clock: Clock, clocks: Clocks): Alarm {
  const end = (failure: Extract<Alarm, { kind: 'end' }>['failure'], reason: string): Alarm => ({
    kind: 'end',
    failure,
    reason,
  })
  switch (clock) {
    case 'delivery':
      return end('unreachable', `its address took no delivery within ${seconds(clocks.acceptSeconds)}`)
    case 'acceptance':
      return end('no_ack', `it got the task but did not take it up within ${seconds(clocks.acceptSeconds)}`)
    case 'judgement':
      return { kind: 'judge_again' }
    case 'deadline':
      return end('timed_out', `not finished after ${seconds(clocks.attemptSeconds)}`)
    case 'lease':
      return end('lost', `no sign of life for ${seconds(clocks.leaseSeconds)}`)
    case 'progress':
      return { kind: 'nudge' }
    case 'grace':
      return end('stalled', `alive but no progress for ${seconds(clocks.progressSeconds + graceSeconds(clocks))}`)
  }
}

/** When the watch must look at this attempt next, Unix milliseconds; null when a person or a job moves it on. */
export const nextLookAt = (attempt: Attempt, clocks: Clocks): number | null => firstDue(attempt, clocks)?.at ?? null

/** What has run out on this attempt by `now`; null when nothing has. */
export function alarmOf(attempt: Attempt, clocks: Clocks, now: number): Alarm | null {
  const due = firstDue(attempt, clocks)
  return due !== null && due.at <= now ? alarmBy(due.clock, clocks) : null
}
