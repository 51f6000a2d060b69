import fc from 'fast-check'
import { expect, test } from 'vitest'
import { failureClasses } from './attempt.ts'
import { hedgeAfter, hedges, hedgesSlow, triesWhenAlone } from './hedging.ts'

test('nobody works in parallel unless the goal says so', () => {
  expect(hedges({})).toBe(false)
  expect(hedges({ errored: { action: 'retry' }, lost: { rewrite: true } })).toBe(false)
  for (const failure of failureClasses) expect(hedgeAfter(failure, {})).toBeNull()
})

test('two are asked after the failures for which the goal says so, and told why', () => {
  const policy = { lost: { action: 'hedge' } } as const
  expect(hedges(policy)).toBe(true)
  expect(hedgeAfter('lost', policy)).toBe('the one before went silent')
  expect(hedgeAfter('errored', policy)).toBeNull()
})

test('F05 a slow attempt gets a second one beside it only where the goal would ask two after a stall', () => {
  expect(hedgesSlow({ stalled: { action: 'hedge' } })).toBe(true)
  expect(hedgesSlow({ lost: { action: 'hedge' } })).toBe(false)
})

test('one left alone with a task counts from then on; beside the last try it is that try', () => {
  expect(triesWhenAlone(1, 5, 'lost', {})).toBe(2)
  expect(triesWhenAlone(5, 5, 'lost', {})).toBe(5)
  expect(triesWhenAlone(1, 5, 'declined', {})).toBe(1)
  expect(triesWhenAlone(1, 5, null, {})).toBe(1)
  expect(triesWhenAlone(1, 5, 'lost', { lost: { counts: false } })).toBe(1)
})

test('the count of tries never falls, and never passes the limit that it had not passed', () => {
  fc.assert(
    fc.property(
      fc.nat(9),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom(...failureClasses),
      (counted, limit, failure) => {
        const next = triesWhenAlone(counted, limit, failure, {})
        expect(next).toBeGreaterThanOrEqual(counted)
        expect(next).toBeLessThanOrEqual(Math.max(counted, limit))
      },
    ),
  )
})
