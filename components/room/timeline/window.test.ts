import { expect, test } from 'vitest'
import { fitted, panned, ticksOf, zoomed } from './window.ts'

const whole = { from: 0, to: 1_000_000 }

test('the whole runs from the first hand-out to the last end, to now while anything is open, and is never empty', () => {
  const over = { offeredAt: 400, endedAt: 90_000 }
  expect(fitted([over], 900_000)).toEqual({ from: 400, to: 90_000 })
  expect(fitted([over, { offeredAt: 500, endedAt: null }], 900_000)).toEqual({ from: 400, to: 900_000 })
  expect(fitted([], 500)).toEqual({ from: 500, to: 10_500 })
})

test('less time keeps the middle, more ends at the whole', () => {
  const half = zoomed(whole, whole, 0.5)
  expect(half).toEqual({ from: 250_000, to: 750_000 })
  expect(zoomed(half ?? whole, whole, 2)).toBeNull()
})

test('earlier and later stop at the ends of the whole', () => {
  expect(panned({ from: 250_000, to: 750_000 }, whole, 1)).toEqual({ from: 500_000, to: 1_000_000 })
  expect(panned({ from: 100_000, to: 600_000 }, whole, -1)).toEqual({ from: 0, to: 500_000 })
})

test('ticks are round and few, whatever the stretch', () => {
  expect(ticksOf({ from: 61_000, to: 300_000 }, 5)).toEqual([120_000, 180_000, 240_000, 300_000])
  for (const length of [20_000, 3_600_000, 86_400_000 * 40])
    expect(ticksOf({ from: 17, to: 17 + length }, 8).length).toBeLessThanOrEqual(9)
})
