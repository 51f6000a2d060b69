import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  amount,
  belowSpent,
  costOf,
  inWords,
  limitKinds,
  nextTimeLimit,
  outsize,
  plus,
  standing,
  usageOf,
} from './budget.ts'

const start = 1_000_000
const none = usageOf({}, null, 0, start)

test('a limit is near from four fifths on and reached when all of it is used', () => {
  const at = (tokens: number) => standing({ tokens: 1000 }, { ...none, tokens })
  expect(at(799)).toEqual({ over: [], near: [] })
  expect(at(800)).toEqual({ over: [], near: ['tokens'] })
  expect(at(1000)).toEqual({ over: ['tokens'], near: ['tokens'] })
  expect(standing({}, { ...none, tokens: 9e9 })).toEqual({ over: [], near: [] })
})

test('what is reached is also near, whatever the limits are', () => {
  const number = fc.option(fc.nat(1000), { nil: undefined })
  const limits = fc.record(Object.fromEntries(limitKinds.map((kind) => [kind, number])))
  const use = fc.record(Object.fromEntries(limitKinds.map((kind) => [kind, fc.nat(2000)])))
  fc.assert(
    fc.property(limits, use, (limits, use) => {
      const { over, near } = standing(limits, use as typeof none)
      for (const kind of over) expect(near).toContain(kind)
      expect(belowSpent(limits, use as typeof none) === null || over.length > 0).toBe(true)
    }),
  )
})

test('sums of cents stay exact, however many there are', () => {
  let spent = {}
  for (let i = 0; i < 1000; i++) spent = plus(spent, { costUsd: 0.1, steps: 1 })
  expect(spent).toEqual({ costUsd: 100, steps: 1000 })
})

test('the price counts when a result says nothing of money, and only for results', () => {
  const price = { costUsdPerTask: 0.5 }
  expect(costOf({ usage: null, submittedAt: start }, price)).toEqual({ tokens: 0, costUsd: 0.5 })
  expect(costOf({ usage: { tokens: 7 }, submittedAt: start }, price)).toEqual({ tokens: 7, costUsd: 0.5 })
  expect(costOf({ usage: { costUsd: 0 }, submittedAt: start }, price).costUsd).toBe(0)
  expect(costOf({ usage: null, submittedAt: null }, price).costUsd).toBe(0)
})

test('one attempt is beyond all bounds when it uses a whole budget more than was left', () => {
  const limits = { tokens: 1000 }
  expect(outsize({ tokens: 1900, costUsd: 0 }, limits, { tokens: 100 })).toBeNull()
  expect(outsize({ tokens: 1901, costUsd: 0 }, limits, { tokens: 100 })).toMatch(
    /alone used 1,901 tokens, 900 tokens of/,
  )
  expect(outsize({ tokens: 9e9, costUsd: 9 }, {}, {})).toBeNull()
})

test('amounts read as people write them', () => {
  const limits = { tokens: 10_000, costUsd: 2 }
  expect(inWords(['tokens', 'costUsd'], limits, { ...none, tokens: 12_400, costUsd: 0.5 })).toBe(
    '12,400 tokens of 10,000 tokens, $0.50 of $2.00',
  )
  expect([90, 600, 9000].map((seconds) => amount('wallSeconds', seconds))).toEqual(['90 s', '10 min', '2.5 h'])
  expect(belowSpent({ tokens: 1 }, { ...none, tokens: 12_400 })).toBe('already spent 12,400 tokens')
})

test('a limit on time names the next moment at which it must be looked at', () => {
  const limits = { wallSeconds: 100 }
  expect(nextTimeLimit(limits, start, start)).toBe(start + 80_000)
  expect(nextTimeLimit(limits, start, start + 80_000)).toBe(start + 100_000)
  expect(nextTimeLimit(limits, start, start + 100_000)).toBeNull()
  expect(nextTimeLimit({}, start, start)).toBeNull()
})
