import { expect, test } from 'vitest'
import { briefOf } from './assignment.ts'

test('a brief alone stays as it is', () => {
  expect(briefOf({ brief: 'Measure the tide.', guidance: [] })).toBe('Measure the tide.')
})

test('what went wrong and what a person asks for stand under headings of their own, after the brief', () => {
  const guidance = [
    { at: 1, from: 'person' as const, text: 'On version 1: name the years.' },
    { at: 2, from: 'coordinator' as const, text: 'Attempt 2 by Bo went silent: no sign of life for 90 s' },
  ]
  const brief = briefOf({ brief: 'Measure the tide.', guidance })
  expect(brief.indexOf('Measure')).toBe(0)
  expect(brief).toMatch(/What went wrong before:\n- Attempt 2 by Bo/)
  expect(brief).toMatch(/What a person asks for now:\n- On version 1: name the years\./)
})
