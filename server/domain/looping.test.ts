import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loopIn, markOf, traced, traceLength } from './looping.ts'

const after = (words: readonly string[]) => words.reduce<string[]>((trace, word) => traced(trace, markOf(word)), [])
const rounds = (words: readonly string[], times: number) => Array.from({ length: times }, () => words).flat()

test('five times the same in a row is a loop, four times is none', () => {
  expect(loopIn(after(rounds(['reading'], 5)))).toBe('the same step 5 times in a row')
  expect(loopIn(after(rounds(['reading'], 4)))).toBeNull()
  expect(loopIn(after(['reading', ' reading', 'reading ', 'reading\n', 'reading']))).not.toBeNull()
})

test('a round of two or three is a loop the fourth time over', () => {
  expect(loopIn(after(rounds(['a', 'b'], 4)))).toBe('the same round of 2 steps 4 times over')
  expect(loopIn(after(rounds(['a', 'b', 'c'], 4)))).toBe('the same round of 3 steps 4 times over')
  expect(loopIn(after(rounds(['a', 'b', 'c'], 3)))).toBeNull()
  expect(loopIn(after(rounds(['a', 'b', 'c', 'd'], 4)))).toBeNull()
})

test('F05 whoever never says the same twice within a while is never taken for going round in circles', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1 }), { selector: (text) => text.trim().replace(/\s+/g, ' ') }),
      (words) => {
        expect(loopIn(after(words))).toBeNull()
        expect(after(words).length).toBeLessThanOrEqual(traceLength)
      },
    ),
  )
})
