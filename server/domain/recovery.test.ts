import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type FailureClass, failureClasses } from './attempt.ts'
import { clocksOf } from './clocks.ts'
import {
  backoffMs,
  type History,
  handOffLimit,
  policy,
  type RecoveryInput,
  type RecoveryOverrides,
  recentFailures,
  recover,
  recoveryActions,
  ruleOf,
  unsettling,
} from './recovery.ts'

const failure = fc.constantFrom(...failureClasses)
const participantId = fc.constantFrom('a', 'b', 'c')
const history = fc.record<History>({ participantId, failure, reason: fc.string() })
const override = fc.record(
  {
    action: fc.constantFrom(...recoveryActions),
    rewrite: fc.boolean(),
    counts: fc.boolean(),
    poison: fc.boolean(),
    delaySeconds: fc.integer({ min: 0, max: 3600 }),
  },
  { requiredKeys: [] },
)
const overrides: fc.Arbitrary<RecoveryOverrides> = fc.dictionary(failure, override)
const input = fc.record<RecoveryInput>({
  history: fc.array(history, { minLength: 1, maxLength: 12 }),
  retryable: fc.boolean(),
  retryAfterMs: fc.option(fc.integer({ min: 0, max: 3_600_000 })),
  counted: fc.integer({ min: 0, max: 60 }),
  attemptsPerTask: fc.integer({ min: 1, max: 50 }),
  assigned: fc.boolean(),
  overdue: fc.boolean(),
  divisible: fc.boolean(),
  overrides,
})
const usual = {
  retryable: true,
  retryAfterMs: null,
  attemptsPerTask: 5,
  assigned: false,
  overdue: false,
  divisible: false,
  overrides: {},
}
const by = (participantId: string, failure: FailureClass, reason = 'r'): History => ({ participantId, failure, reason })

test('every failure has an answer with a reason, and no wait is endless', () => {
  fc.assert(
    fc.property(input, (given) => {
      const answer = recover(given)
      expect(answer.reason).not.toBe('')
      if ('delayMs' in answer) expect(answer.delayMs).toBeLessThanOrEqual(3_600_000)
    }),
  )
})

test('when the tries are used up, or the time for the task, it is a person’s, whatever went wrong', () => {
  fc.assert(
    fc.property(input, (given) => {
      expect(recover({ ...given, counted: given.attemptsPerTask }).action).toBe('ask_person')
      expect(recover({ ...given, overdue: true }).action).toBe('ask_person')
    }),
  )
})

test('whatever happens to a task again and again, under whatever policy, it comes to a person in bounded time', () => {
  fc.assert(
    fc.property(
      fc.array(history, { minLength: 80, maxLength: 80 }),
      fc.integer({ min: 1, max: 50 }),
      overrides,
      (failures, attemptsPerTask, overrides) => {
        let counted = 0
        let ended = false
        for (let handed = 1; handed <= attemptsPerTask + handOffLimit && !ended; handed++) {
          const so = failures.slice(0, handed)
          if (ruleOf(so.at(-1)?.failure ?? 'lost', overrides).counts) counted += 1
          ended = recover({ ...usual, history: so, counted, attemptsPerTask, overrides }).action === 'ask_person'
        }
        expect(ended).toBe(true)
      },
    ),
  )
})

test('the same kind of bad result from two workers is not tried on a third: a person sees both errors', () => {
  const tries = [by('a', 'failed_checks', 'empty'), by('b', 'failed_checks', 'too short')]
  expect(recover({ ...usual, history: tries, counted: 2 })).toMatchObject({ action: 'ask_person', sideBySide: tries })
  expect(recover({ ...usual, history: [by('a', 'lost'), by('b', 'lost')], counted: 2 }).action).toBe('hand_on')
})

test('a worker that asked for quiet is waited for as long as it asked, and it counts as no failure', () => {
  expect(recover({ ...usual, history: [by('a', 'throttled')], counted: 0, retryAfterMs: 30_000 })).toMatchObject({
    action: 'wait',
    delayMs: 30_000,
  })
  const thrice = ['a', 'b', 'c'].map((who) => by(who, 'throttled'))
  expect(recover({ ...usual, history: thrice, counted: 0 }).action).toBe('ask_person')
  expect(policy.throttled.counts).toBe(false)
  expect(policy.declined.counts).toBe(false)
})

test('F41 a task that two agents hand to each other goes to a person after ten hand-offs', () => {
  const tries = Array.from({ length: 11 }, (_, i) => by(i % 2 === 0 ? 'a' : 'b', 'errored'))
  const overrides = { errored: { counts: false } }
  const after = (count: number) =>
    recover({ ...usual, attemptsPerTask: 50, history: tries.slice(0, count), counted: count, overrides })
  expect(after(10).action).toBe('retry')
  expect(after(11)).toMatchObject({ action: 'ask_person', reason: expect.stringMatching(/10 times/) })
})

test('a goal may do otherwise by class: ask at once, wait, ask two, divide', () => {
  const once = (action: (typeof recoveryActions)[number], more: Partial<RecoveryInput> = {}) =>
    recover({ ...usual, history: [by('a', 'lost')], counted: 1, overrides: { lost: { action } }, ...more })
  expect(once('ask_person').action).toBe('ask_person')
  expect(once('wait')).toMatchObject({ action: 'wait', delayMs: 5000 })
  expect(once('hedge')).toMatchObject({ action: 'hedge' })
  expect(once('split', { divisible: true }).action).toBe('split')
  expect(once('split').action).toBe('ask_person')
})

test('work that ran out of time twice is divided when it says its parts itself', () => {
  const twice = [by('a', 'timed_out'), by('b', 'stalled'), by('a', 'timed_out')]
  expect(recover({ ...usual, history: twice, counted: 3, divisible: true }).action).toBe('split')
  expect(recover({ ...usual, history: twice.slice(0, 2), counted: 2, divisible: true }).action).toBe('hand_on')
  expect(recover({ ...usual, history: twice, counted: 3 }).action).toBe('hand_on')
})

test('a policy that could never settle is told with its loop', () => {
  const clocks = clocksOf({})
  expect(unsettling({ errored: { counts: false } }, clocks)).toEqual([
    'errored → retry → errored → …: retries that do not count never end; let them count or ask a person',
  ])
  expect(unsettling({ lost: { action: 'wait', delaySeconds: 20_000 } }, clocks)?.[0]).toMatch(/outlasts the task/)
  expect(unsettling({ lost: { action: 'ask_person', counts: false }, declined: { rewrite: true } }, clocks)).toBeNull()
  expect(unsettling({}, clocks)).toBeNull()
})

test('waits between tries grow and stop at a minute', () => {
  expect([1, 2, 3, 4, 5, 50].map(backoffMs)).toEqual([1000, 3000, 9000, 27_000, 60_000, 60_000])
})

test('only the newest failures count, as many as the task counts itself, and none of one in parallel', () => {
  const attempts = [4, 1, 3, 2].map((number) => ({
    number,
    failure: number === 2 ? ('declined' as const) : ('lost' as const),
  }))
  expect(recentFailures(attempts, 2).map((attempt) => attempt.number)).toEqual([3, 4])
  expect(recentFailures(attempts, 0)).toEqual([])
  expect(recentFailures(attempts, 9).map((attempt) => attempt.number)).toEqual([1, 3, 4])
  const beside = attempts.map((attempt) => ({ ...attempt, hedge: attempt.number === 4 }))
  expect(recentFailures(beside, 2).map((attempt) => attempt.number)).toEqual([1, 3])
})
