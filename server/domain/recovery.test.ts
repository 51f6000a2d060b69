import fc from 'fast-check'
import { expect, test } from 'vitest'
import { failureClasses } from './attempt.ts'
import { backoffMs, type History, policy, type RecoveryInput, recentFailures, recover } from './recovery.ts'

const failure = fc.constantFrom(...failureClasses)
const participantId = fc.constantFrom('a', 'b', 'c')
const input = fc.record<RecoveryInput>({
  failure,
  reason: fc.string(),
  participantId,
  retryable: fc.boolean(),
  retryAfterMs: fc.option(fc.integer({ min: 0, max: 3_600_000 })),
  throttled: fc.integer({ min: 0, max: 20 }),
  history: fc.array(fc.record<History>({ participantId, failure, reason: fc.string() }), { maxLength: 8 }),
  counted: fc.integer({ min: 0, max: 60 }),
  attemptsPerTask: fc.integer({ min: 1, max: 50 }),
  assigned: fc.boolean(),
})

test('every failure has an answer with a reason, and no wait is endless', () => {
  fc.assert(
    fc.property(input, (given) => {
      const answer = recover(given)
      expect(answer.reason).not.toBe('')
      if (answer.action !== 'ask_person') expect(answer.delayMs).toBeLessThanOrEqual(3_600_000)
    }),
  )
})

test('when the tries are used up it is a person’s, whatever went wrong', () => {
  fc.assert(
    fc.property(input, (given) => {
      const spent = { ...given, counted: given.attemptsPerTask }
      expect(recover(spent).action).toBe('ask_person')
    }),
  )
})

test('whatever happens to a task again and again, it comes to a person in bounded time', () => {
  fc.assert(
    fc.property(
      fc.array(failure, { minLength: 200, maxLength: 200 }),
      fc.integer({ min: 1, max: 5 }),
      (failures, attemptsPerTask) => {
        let [counted, throttled, handed] = [0, 0, 0]
        const history: History[] = []
        for (const failure of failures) {
          // A worker declines a task once: the matcher leaves it out from then on.
          if (failure === 'declined' || failure === 'stale_input') continue
          handed += 1
          if (policy[failure].counts) counted += 1
          if (failure === 'throttled') throttled += 1
          history.push({ participantId: 'a', failure, reason: 'r' })
          const rest = { participantId: 'a', reason: 'r', retryable: true, retryAfterMs: null, assigned: false }
          if (recover({ ...rest, failure, throttled, history, counted, attemptsPerTask }).action === 'ask_person') break
        }
        expect(handed).toBeLessThanOrEqual(attemptsPerTask + 3)
      },
    ),
  )
})

test('the same kind of bad result from two workers is not tried on a third', () => {
  const history: History[] = [
    { participantId: 'a', failure: 'failed_checks', reason: 'empty' },
    { participantId: 'b', failure: 'failed_checks', reason: 'empty' },
  ]
  const rest = {
    reason: 'empty',
    retryable: true,
    retryAfterMs: null,
    throttled: 0,
    attemptsPerTask: 5,
    assigned: false,
  }
  expect(recover({ ...rest, failure: 'failed_checks', participantId: 'b', history, counted: 2 }).action).toBe(
    'ask_person',
  )
  expect(recover({ ...rest, failure: 'lost', participantId: 'b', history: [], counted: 2 }).action).toBe('hand_on')
})

test('a worker that asked for quiet is waited for as long as it asked, and it counts as no failure', () => {
  const rest = {
    reason: '',
    participantId: 'a',
    retryable: true,
    history: [],
    counted: 0,
    attemptsPerTask: 5,
    assigned: false,
  }
  expect(recover({ ...rest, failure: 'throttled', throttled: 1, retryAfterMs: 30_000 })).toMatchObject({
    action: 'wait',
    delayMs: 30_000,
  })
  expect(policy.throttled.counts).toBe(false)
  expect(policy.declined.counts).toBe(false)
})

test('waits between tries grow and stop at a minute', () => {
  expect([1, 2, 3, 4, 5, 50].map(backoffMs)).toEqual([1000, 3000, 9000, 27_000, 60_000, 60_000])
})

test('only the newest failures count, as many as the task counts itself', () => {
  const attempts = [4, 1, 3, 2].map((number) => ({
    number,
    failure: number === 2 ? ('declined' as const) : ('lost' as const),
  }))
  expect(recentFailures(attempts, 2).map((attempt) => attempt.number)).toEqual([3, 4])
  expect(recentFailures(attempts, 0)).toEqual([])
  expect(recentFailures(attempts, 9).map((attempt) => attempt.number)).toEqual([1, 3, 4])
})
