import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  amount,
  belowSpent,
  changedLimits,
  costOf,
  crossed,
  doubled,
  inWords,
  limitKinds,
  newlyNear,
  nextTimeLimit,
  outsize,
  plus,
  raiseOr,
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

test('a limit that is near is told of once, and again when it was raised and comes near anew', () => {
  expect(newlyNear({}, ['tokens', 'steps'])).toEqual(['tokens', 'steps'])
  expect(newlyNear({ warned: ['tokens'] }, ['tokens', 'steps'])).toEqual(['steps'])
  expect(newlyNear({ warned: ['tokens'] }, [])).toEqual([])
})

test('an agent’s owner hears of a limit when a use crosses it, not at each use after that', () => {
  const limits = { tokens: 1000, costUsd: 1 }
  const used = (tokens: number) => ({ ...none, tokens })
  expect(crossed(limits, used(700), used(799))).toEqual({ over: [], near: [] })
  expect(crossed(limits, used(700), used(900))).toEqual({ over: [], near: ['tokens'] })
  expect(crossed(limits, used(900), used(1000))).toEqual({ over: ['tokens'], near: [] })
  expect(crossed(limits, used(1000), used(5000))).toEqual({ over: [], near: [] })
})

test('a change of limits touches what it names: null takes one away, what it leaves out stays', () => {
  const limits = { tokens: 1000, steps: 5 }
  expect(changedLimits(limits, { tokens: 2000 })).toEqual({ tokens: 2000, steps: 5 })
  expect(changedLimits(limits, { tokens: null })).toEqual({ steps: 5 })
  expect(changedLimits(limits, { steps: undefined, costUsd: 1 })).toEqual({ tokens: 1000, steps: 5, costUsd: 1 })
})

test('“Double the limit” doubles what is used up, from what was used where that is more, and never to nothing', () => {
  const limits = { tokens: 1000, costUsd: 2, attempts: 0 }
  const use = { ...none, tokens: 1500, costUsd: 2 }
  expect(doubled(limits, ['tokens', 'costUsd', 'attempts'], use)).toEqual({ tokens: 3000, costUsd: 4, attempts: 2 })
  expect(doubled(limits, [], use)).toEqual({})
})

test('whoever is asked for a limit is told which, in words, and the other way out', () => {
  expect(raiseOr(['costUsd', 'wallSeconds'], 'cancel the goal')).toBe(
    'Raise the limit on money and time, or cancel the goal.',
  )
})
