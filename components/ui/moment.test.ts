import { expect, test } from 'vitest'
import { absolute, clock, lasting, relative } from './moment.ts'

const at = Date.parse('2026-11-25T09:31:00Z')
const minute = 60_000

test('the absolute time names its zone', () => {
  expect(absolute(at, 'UTC')).toBe('25 Nov 2026, 09:31 UTC')
  expect(absolute(at, 'Asia/Shanghai')).toBe('25 Nov 2026, 17:31 GMT+8')
})

test.each([
  [0, 'now'],
  [44_000, 'now'],
  [minute, '1 min ago'],
  [59 * minute, '59 min ago'],
  [90 * minute, '2 h ago'],
  [23 * 60 * minute, '23 h ago'],
  [24 * 60 * minute, '25 Nov'],
  [-5 * minute, 'in 5 min'],
  [400 * 24 * 60 * minute, '25 Nov 2026'],
])('after %i ms a moment reads %s', (gap, words) => {
  expect(relative(at, at + gap, 'UTC')).toBe(words)
})

test('a countdown never goes below zero and rounds up, so it ends when the thing happens', () => {
  expect([clock(41_001), clock(3_909_000), clock(-5)]).toEqual(['0:42', '1:05:09', '0:00'])
})

test.each([
  [850, '850 ms'],
  [1840, '1.8 s'],
  [41 * minute, '41 min'],
  [125 * minute, '2 h 5 min'],
  [120 * minute, '2 h'],
  [72 * 60 * minute, '3 d'],
])('%i ms lasts %s', (ms, words) => {
  expect(lasting(ms)).toBe(words)
})
