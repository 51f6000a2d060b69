import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isDue, nextStart, nextStartAt } from './schedule.ts'

test('a schedule that is not due stays where it is', () => {
  expect(nextStart({ nextAt: 10_000, everySeconds: 60 }, 9_999)).toEqual({ nextAt: 10_000, missed: 0 })
})

test('a start that is due is one start, however many were missed, and the next keeps its place in the hour', () => {
  const hourly = { nextAt: 0, everySeconds: 3600 }
  expect(nextStart(hourly, 0)).toEqual({ nextAt: 3_600_000, missed: 0 })
  expect(nextStart(hourly, 3_599_999)).toEqual({ nextAt: 3_600_000, missed: 0 })
  expect(nextStart(hourly, 10 * 3_600_000 + 5)).toEqual({ nextAt: 11 * 3_600_000, missed: 10 })
})

test('the next start lies after now, at most one step away, a whole number of steps from the last', () => {
  const moment = fc.integer({ min: 0, max: 4_000_000_000_000 })
  fc.assert(
    fc.property(moment, moment, fc.integer({ min: 60, max: 31_536_000 }), (nextAt, now, everySeconds) => {
      const next = nextStart({ nextAt, everySeconds }, now)
      expect((next.nextAt - nextAt) % (everySeconds * 1000)).toBe(0)
      expect(next.nextAt).toBeGreaterThan(now)
      if (nextAt <= now) expect(next.nextAt - now).toBeLessThanOrEqual(everySeconds * 1000)
    }),
  )
})

test('a schedule is due at its moment, and never while it is off', () => {
  expect([999, 1000, 1001].map((now) => isDue({ enabled: true, nextAt: 1000 }, now))).toEqual([false, true, true])
  expect(isDue({ enabled: false, nextAt: 1000 }, 5000)).toBe(false)
})

test('a workspace wakes for the first of the schedules that are on, and for none when all are off', () => {
  const off = { enabled: false, nextAt: 1 }
  expect(nextStartAt([{ enabled: true, nextAt: 9 }, off, { enabled: true, nextAt: 4 }])).toBe(4)
  expect(nextStartAt([off])).toBeNull()
  expect(nextStartAt([])).toBeNull()
})
