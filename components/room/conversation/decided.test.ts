import { expect, test } from 'vitest'
import { decidedWords } from './decided.ts'

const nameOf = (id: string) => ({ m1: 'Ana' })[id]

test('a step that was asked about says who decided: rules, a person, nobody in time, or nobody at all', () => {
  expect(decidedWords({ decision: 'allowed', decidedBy: 'policy' }, nameOf)).toBe('Allowed by the rules of this room.')
  expect(decidedWords({ decision: 'denied', decidedBy: 'm1' }, nameOf)).toBe('Denied by Ana.')
  expect(decidedWords({ decision: 'denied', decidedBy: 'm2' }, nameOf)).toBe('Denied by somebody who left.')
  expect(decidedWords({ decision: 'denied', decidedBy: 'time-out' }, nameOf)).toMatch(
    /^Denied: nobody answered within 10/,
  )
  expect(decidedWords({ decision: 'denied', decidedBy: null }, nameOf)).toMatch(/^No longer asked/)
})
