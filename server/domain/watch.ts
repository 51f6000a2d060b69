import type { Attempt, FailureClass } from './attempt.ts'
import { type Clocks, graceSeconds, second } from './clocks.ts'
import type { Task } from './task.ts'

/** How long the first delivery may be unrecorded before the attempt counts as never sent: the job was lost. */
const deliveryBackstopMs = 45 * second
/** How long a submitted result may wait for its judgement before the judge is asked again. */
export const judgeBackstopMs = 60 * second
/** Later than this after its time, the watch was itself held up and blames nobody for what ran out meanwhile (F74). */
const ownStallMs = 2 * second
/** What ran out while nobody listened is put off by as long as we were away, within these bounds. */
const longestGraceMs = 30 * second
/** How long a process counts as one that has only begun: what the one before it left is claimed by then. */
const startMs = longestGraceMs

/** `dueAt` is when the clock ran out: what lies between it and the event is the delay of detection. */
export type Alarm =
  | {
      kind: 'end'
      failure: Extract<FailureClass, 'unreachable' | 'no_ack' | 'lost' | 'stalled' | 'timed_out'>
      reason: string
      dueAt: number
    }
  | { kind: 'nudge' }
  | { kind: 'judge_again' }

type Clock = 'delivery' | 'acceptance' | 'judgement' | 'deadline' | 'lease' | 'progress' | 'grace'
type Due = { at: number; clock: Clock }

/** A length of time in words, from seconds. */
export const lasting = (value: number): string =>
  value % 3600 === 0 && value >= 7200
    ? `${value / 3600} h`
    : value % 60 === 0 && value >= 120
      ? `${value / 60} min`
      : `${value} s`

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
function alarmBy({ clock, at: dueAt }: Due, clocks: Clocks): Alarm {
  const end = (failure: Extract<Alarm, { kind: 'end' }>['failure'], reason: string): Alarm => ({
    kind: 'end',
    failure,
    reason,
    dueAt,
  })
  switch (clock) {
    case 'delivery':
      return end('unreachable', `its address took no delivery within ${lasting(clocks.acceptSeconds)}`)
    case 'acceptance':
      return end('no_ack', `it got the task but did not take it up within ${lasting(clocks.acceptSeconds)}`)
    case 'judgement':
      return { kind: 'judge_again' }
    case 'deadline':
      return end('timed_out', `not finished after ${lasting(clocks.attemptSeconds)}`)
    case 'lease':
      return end('lost', `no sign of life for ${lasting(clocks.leaseSeconds)}`)
    case 'progress':
      return { kind: 'nudge' }
    case 'grace':
      return end('stalled', `alive but no progress for ${lasting(clocks.progressSeconds + graceSeconds(clocks))}`)
  }
}

/** When the watch must look at this attempt next, Unix milliseconds; null when a person or a job moves it on. */
export const nextLookAt = (attempt: Attempt, clocks: Clocks): number | null => firstDue(attempt, clocks)?.at ?? null

/** What has run out on this attempt by `now`; null when nothing has. */
export function alarmOf(attempt: Attempt, clocks: Clocks, now: number): Alarm | null {
  const due = firstDue(attempt, clocks)
  return due !== null && due.at <= now ? alarmBy(due, clocks) : null
}

/** How long a look at the clocks came after its time, and for how long whoever looks has been there, milliseconds. */
export type Away = { lateMs: number; upMs: number }

/** Whether we were away ourselves, so that what ran out may be our doing (F74). */
export const wasAway = ({ lateMs, upMs }: Away): boolean => lateMs > ownStallMs || upMs < startMs

/** In what way, by whichever of the two left less time to look. */
export const whyAway = ({ lateMs, upMs }: Away): string =>
  lateMs > upMs ? `held up for ${Math.round(lateMs / 1000)} s` : `there for only ${Math.round(upMs / 1000)} s`

/**
 * After a stall of our own, or a start, nothing is said against a worker whose time ran out meanwhile: what it would have
 * lost is put off once. What was handed out before this process was there may have spoken to nobody since: its clock runs
 * until we were there for as long as it lasts, half a minute at most. Null when nothing of the kind ran out.
 */
export function putOff(attempt: Attempt, clocks: Clocks, now: number, away: Away): Partial<Attempt> | null {
  const due = firstDue(attempt, clocks)
  if (due === null || due.at > now || due.clock === 'judgement') return null
  const afterStall = away.lateMs > ownStallMs ? now + Math.min(longestGraceMs, away.lateMs) : now
  const [startedAt, lasts] = [now - away.upMs, lengthOf(due.clock, clocks) * second]
  // What began after the start was heard.
  const afterStart = due.at - lasts < startedAt ? startedAt + Math.min(longestGraceMs, lasts) : now
  const until = Math.max(afterStall, afterStart)
  return until > now ? putOffUntil(until, attempt, due, clocks, now) : null
}

/** How long a clock runs, seconds. */
function lengthOf(clock: Clock, clocks: Clocks): number {
  if (clock === 'delivery' || clock === 'acceptance') return clocks.acceptSeconds
  if (clock === 'deadline') return clocks.attemptSeconds
  if (clock === 'lease') return clocks.leaseSeconds
  return clock === 'progress' ? clocks.progressSeconds : graceSeconds(clocks)
}

function putOffUntil(until: number, attempt: Attempt, due: Due, clocks: Clocks, now: number): Partial<Attempt> | null {
  if (attempt.status === 'offered') return { acceptBy: until }
  const { leaseUntil, deadlineAt, nudgedAt } = attempt
  const later: Partial<Attempt> = {
    ...(leaseUntil !== null && leaseUntil <= now ? { leaseUntil: until } : {}),
    ...(deadlineAt !== null && deadlineAt <= now ? { deadlineAt: until } : {}),
    // To be asked how it goes blames nobody; to be taken away for not answering would.
    ...(nudgedAt !== null && due.clock !== 'progress' && nudgedAt + graceSeconds(clocks) * second <= now
      ? { nudgedAt: until - graceSeconds(clocks) * second }
      : {}),
  }
  return Object.keys(later).length > 0 ? later : null
}

type Timed = Pick<Task, 'status' | 'deadlineAt' | 'readyAt'>

/** When a task that was handed out must be with a person, whatever its attempts do; null when none of that holds. */
export const taskDueAt = ({ status, deadlineAt, readyAt }: Timed): number | null =>
  // One that came back from a person after its time starts a new one with the next hand-out.
  deadlineAt !== null && (status !== 'ready' || (readyAt ?? 0) < deadlineAt) ? deadlineAt : null

/** How often the mean time of an accepted result an attempt may take before it counts as slow. */
const slowFactor = 3

/** When an attempt counts as slow against the record of its skill: well past the mean, and half its progress clock without progress. Null while it cannot. */
export function slowAt(attempt: Attempt, clocks: Clocks, meanMs: number | null): number | null {
  const { acceptedAt, status } = attempt
  if (meanMs === null || acceptedAt === null || attempt.memberId !== null || attempt.parkedAt !== null) return null
  if (status !== 'accepted' && status !== 'working') return null
  return Math.max(
    acceptedAt + slowFactor * meanMs,
    (attempt.progressAt ?? acceptedAt) + (clocks.progressSeconds * second) / 2,
  )
}
