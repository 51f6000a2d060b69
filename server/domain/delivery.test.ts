import { expect, test } from 'vitest'
import { acceptClock, mayPass, nextAssignmentTryAt, nextTryAt } from './delivery.ts'

const start = 1_000_000
const seconds = (at: number | null) => (at === null ? null : (at - start) / 1000)

test('an assignment is tried four times, 2, 8 and 30 s after the first try began', () => {
  const clock = acceptClock({ firstTryAt: null, acceptBy: null }, 60, start, 0)
  const next = (tries: number, jitter = 0) => seconds(nextAssignmentTryAt({ tries, jitter, now: start }, clock))
  expect([0, 1, 2, 3].map((tries) => next(tries))).toEqual([2, 8, 30, null])
  expect([0, 1, 2].map((tries) => next(tries, 1))).toEqual([2.4, 9.6, 36])
})

test('a try that hung past the time of the next is followed at once', () => {
  const clock = { firstTryAt: start, acceptBy: start + 60_000 }
  expect(seconds(nextAssignmentTryAt({ tries: 0, jitter: 0, now: start + 10_000 }, clock))).toBe(10)
})

test('an assignment is not tried again when the time to take it up would be over', () => {
  const clock = { firstTryAt: start, acceptBy: start + 30_000 }
  expect(nextAssignmentTryAt({ tries: 2, jitter: 0, now: start }, clock)).toBeNull()
  expect(nextAssignmentTryAt({ tries: 1, jitter: 0, now: start + 30_000 }, clock)).toBeNull()
})

test('the accept clock runs from when the first try began, and once it runs no later try moves it', () => {
  expect(acceptClock({ firstTryAt: null, acceptBy: null }, 60, start + 3000, 3000)).toEqual({
    firstTryAt: start,
    acceptBy: start + 60_000,
  })
  const running = { firstTryAt: start, acceptBy: start + 75_000 }
  expect(acceptClock(running, 60, start + 9000, 100)).toEqual(running)
})

test('every other message is tried eight times over a day and a bit, each wait a fifth longer at most', () => {
  const wait = (tries: number, jitter = 0) => seconds(nextTryAt({ tries, jitter, now: start }, null))
  expect([0, 1, 2, 3, 4, 5, 6, 7].map((tries) => wait(tries))).toEqual([
    ...[5, 300, 1800, 7200, 18_000, 36_000, 36_000],
    null,
  ])
  expect(wait(0, 1)).toBe(6)
})

test('quiet that was asked for is kept where it is longer than the wait', () => {
  const asked = (ms: number) => seconds(nextTryAt({ tries: 0, jitter: 0, now: start }, ms))
  expect([1000, 90_000].map(asked)).toEqual([5, 90])
})

test('only failing passes for an assignment; another message also waits out a request for quiet', () => {
  const kinds = ['delivered', 'accepted', 'declined', 'completed', 'invalid', 'gone', 'failed', 'throttled']
  expect(kinds.filter((kind) => mayPass(kind, true))).toEqual(['failed'])
  expect(kinds.filter((kind) => mayPass(kind, false))).toEqual(['failed', 'throttled'])
})
