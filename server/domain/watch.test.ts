import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Attempt, attemptStatuses, attemptTable, endedBy, failureClasses, isOpen } from './attempt.ts'
import { type Clocks, clocksOf } from './clocks.ts'
import { alarmOf, nextLookAt, putOff, slowAt, taskDueAt, whyAway } from './watch.ts'

const start = 1_000_000
const moment = fc.option(fc.integer({ min: start - 4_000_000, max: start + 4_000_000 }))
const attempt = fc.record<Attempt>({
  ...{
    id: fc.constant('x'),
    roomId: fc.constant('r'),
    goalId: fc.constant('g'),
    taskId: fc.constant('t'),
    number: fc.constant(1),
  },
  ...{ participantId: fc.constant('p'), agentId: fc.constant('a'), memberId: fc.constant(null) },
  status: fc.constantFrom(...attemptStatuses.filter(isOpen)),
  offeredAt: fc.integer({ min: start - 4_000_000, max: start }),
  ...{
    firstTryAt: moment,
    deliveredAt: moment,
    acceptBy: moment,
    acceptedAt: moment,
    progressAt: moment,
    nudgedAt: moment,
  },
  // A worker that took a task up has a lease and a deadline.
  ...{
    leaseUntil: fc.integer({ min: start - 100_000, max: start + 100_000 }),
    deadlineAt: fc.integer({ min: start - 100_000, max: start + 2_000_000 }),
  },
  ...{
    submittedAt: moment,
    endedAt: fc.constant(null),
    failure: fc.constant(null),
    reason: fc.constant(null),
    progress: fc.constant(null),
  },
  ...{
    note: fc.constant(null),
    checklist: fc.constant([]),
    match: fc.constant(null),
    corrections: fc.constant(0),
    parkedAt: fc.constant(null),
  },
  ...{ usage: fc.constant(null), claimId: fc.constant(null), retryAt: fc.constant(null) },
  ...{ hedge: fc.constant(false), trace: fc.constant([]) },
})
const clocks: Clocks = clocksOf({})

test('every open attempt of an agent has a clock, and at that moment the alarm rings and not before', () => {
  fc.assert(
    fc.property(attempt, (one) => {
      const at = nextLookAt(one, clocks)
      expect(at).not.toBeNull()
      expect(alarmOf(one, clocks, (at ?? 0) - 1)).toBeNull()
      expect(alarmOf(one, clocks, at ?? 0)).not.toBeNull()
    }),
  )
})

test('an attempt that nobody touches ends or is judged again in bounded time, whatever rings first', () => {
  fc.assert(
    fc.property(attempt, (given) => {
      let one = given
      for (let rings = 0; rings < 4; rings++) {
        const at = nextLookAt(one, clocks) ?? 0
        const alarm = alarmOf(one, clocks, at)
        expect(alarm).not.toBeNull()
        if (alarm?.kind !== 'nudge') return
        one = { ...one, nudgedAt: at }
      }
      throw new Error('asked again and again')
    }),
  )
})

test('a question and a person stop the clocks', () => {
  fc.assert(
    fc.property(attempt, (one) => {
      if (one.status !== 'submitted') expect(nextLookAt({ ...one, parkedAt: start }, clocks)).toBeNull()
      if (one.status !== 'submitted') expect(nextLookAt({ ...one, memberId: 'm', agentId: null }, clocks)).toBeNull()
    }),
  )
})

const working: Attempt = {
  ...{
    id: 'x',
    roomId: 'r',
    goalId: 'g',
    taskId: 't',
    number: 1,
    participantId: 'p',
    agentId: 'a',
    memberId: null,
    status: 'working',
  },
  ...{
    offeredAt: start,
    firstTryAt: start,
    deliveredAt: start,
    acceptBy: start,
    acceptedAt: start,
    leaseUntil: start + 90_000,
  },
  ...{
    progressAt: start,
    nudgedAt: null,
    deadlineAt: start + 1_800_000,
    submittedAt: null,
    endedAt: null,
    failure: null,
    reason: null,
  },
  ...{
    progress: null,
    note: null,
    checklist: [],
    match: null,
    corrections: 0,
    parkedAt: null,
    usage: null,
    claimId: null,
    retryAt: null,
    hedge: false,
    trace: [],
  },
}

test('heartbeats alone hold off the lease, and neither the question nor the deadline', () => {
  const alive = { ...working, leaseUntil: start + 10_000_000 }
  expect(alarmOf(working, clocks, start + 90_000)).toMatchObject({ kind: 'end', failure: 'lost' })
  expect(alarmOf(alive, clocks, start + 600_000)).toEqual({ kind: 'nudge' })
  const asked = { ...alive, nudgedAt: start + 600_000 }
  expect(alarmOf(asked, clocks, start + 899_999)).toBeNull()
  expect(alarmOf(asked, clocks, start + 900_000)).toMatchObject({ failure: 'stalled' })
  const moving = { ...alive, progressAt: start + 1_799_000 }
  expect(alarmOf(moving, clocks, start + 1_800_000)).toMatchObject({ failure: 'timed_out' })
})

test('F74 what ran out while we were held up ourselves is put off once, by as long as that took, and rings then', () => {
  fc.assert(
    fc.property(attempt, fc.integer({ min: 2001, max: 600_000 }), (one, lateMs) => {
      const due = nextLookAt(one, clocks) ?? 0
      const now = due + lateMs
      expect(putOff(one, clocks, due - 1, { lateMs: 1, upMs: 0 })).toBeNull()
      const later = { ...one, ...putOff(one, clocks, now, { lateMs, upMs: Number.POSITIVE_INFINITY }) }
      const alarm = alarmOf(later, clocks, now)
      // Nobody is blamed now; somebody may be asked how it goes, or the judge to look again.
      expect(alarm?.kind).not.toBe('end')
      if (alarm) return
      expect(nextLookAt(later, clocks)).toBeLessThanOrEqual(now + 30_000)
    }),
  )
})

test('an attempt is slow when it is far past the mean and half its progress clock has gone without progress', () => {
  const fast = 20_000
  expect(slowAt(working, clocks, fast)).toBe(start + 300_000)
  expect(slowAt({ ...working, progressAt: start + 50_000 }, clocks, fast)).toBe(start + 350_000)
  expect(slowAt(working, clocks, 200_000)).toBe(start + 600_000)
  expect(slowAt(working, clocks, null)).toBeNull()
  expect(slowAt({ ...working, parkedAt: start }, clocks, fast)).toBeNull()
  expect(slowAt({ ...working, status: 'submitted' }, clocks, fast)).toBeNull()
})

test('a task that came back from a person after its time is not overdue again at once', () => {
  const due = { status: 'ready' as const, deadlineAt: start, readyAt: start - 1 }
  expect(taskDueAt(due)).toBe(start)
  expect(taskDueAt({ ...due, readyAt: start + 1 })).toBeNull()
  expect(taskDueAt({ ...due, readyAt: start + 1, status: 'running' })).toBe(start)
  expect(taskDueAt({ ...due, deadlineAt: null })).toBeNull()
})

test('F74 why nobody is blamed is told as what it was: a hold-up of ours, or a start', () => {
  expect(whyAway({ lateMs: 12_400, upMs: 5000 })).toBe('held up for 12 s')
  expect(whyAway({ lateMs: 300, upMs: 8200 })).toBe('there for only 8 s')
})

test('silence and time have endings of their own, and whatever a clock ends could end so from where it stood', () => {
  expect(failureClasses.filter((one) => endedBy(one) !== 'fail')).toEqual(['lost', 'timed_out'])
  for (const failure of failureClasses)
    for (const status of attemptStatuses.filter(isOpen)) expect(attemptTable[status]).toHaveProperty(endedBy(failure))
})
