import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loopIn, markOf, traced, traceLength } from './looping.ts'

const after = (words: readonly string[]) =>
  words.reduce<string[]>((trace, word, i) => traced(trace, markOf(word), i * 1000, 1000), [])
const rounds = (words: readonly string[], times: number) => Array.from({ length: times }, () => words).flat()

test('five times the same in a row is a loop, four times is none', () => {
  expect(loopIn(after(rounds(['reading'], 5)), 1000)).toBe('the same step 5 times in a row')
  expect(loopIn(after(rounds(['reading'], 4)), 1000)).toBeNull()
  expect(loopIn(after(['reading', ' reading', 'reading ', 'reading\n', 'reading']), 1000)).not.toBeNull()
})

test('a round of two or three is a loop the fourth time over', () => {
  expect(loopIn(after(rounds(['a', 'b'], 4)), 1000)).toBe('the same round of 2 steps 4 times over')
  expect(loopIn(after(rounds(['a', 'b', 'c'], 4)), 1000)).toBe('the same round of 3 steps 4 times over')
  expect(loopIn(after(rounds(['a', 'b', 'c'], 3)), 1000)).toBeNull()
  expect(loopIn(after(rounds(['a', 'b', 'c', 'd'], 4)), 1000)).toBeNull()
})

test('F05 whoever never says the same twice within a while is never taken for going round in circles', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1 }), { selector: (text) => text.trim().replace(/\s+/g, ' ') }),
      (words) => {
        expect(loopIn(after(words), 1000)).toBeNull()
        expect(after(words).length).toBeLessThanOrEqual(traceLength)
      },
    ),
  )
})

test('a burst of the same words counts once: it is a matter for the rate limit', () => {
  const burst = Array.from({ length: 60 }, (_, i) => i * 20).reduce<string[]>(
    (trace, now) => traced(trace, markOf('hm'), now, 15_000),
    [],
  )
  expect(loopIn(burst, 15_000)).toBeNull()
  expect(burst).toHaveLength(1)
})
