import { expect, test } from 'vitest'
import { asRead, valuesBy } from './asked.ts'

test('a question is read as paragraphs and points, without marks', () => {
  const text =
    'Two tries failed.\nSee both.\n\n- Attempt 1, scout: **no** answer\n- Attempt 2, writer: an error\n\nWhat now?'
  expect(asRead(text)).toEqual({
    paragraphs: ['Two tries failed.\nSee both.', 'What now?'],
    sides: [],
    points: ['Attempt 1, scout: no answer', 'Attempt 2, writer: an error'],
  })
})

test('a choice between answers says what each of them states', () => {
  const position = (participantId: string, value: string) => ({ versionId: 'v', participantId, value, quote: '' })
  const conflicts = [
    { positions: [position('p', '1894'), position('q', '1886')] },
    { positions: [position('p', '244 metres'), position('r', '144 metres')] },
  ]
  const nameOf = (id: string) => ({ p: 'scout', q: 'writer', r: 'sheet' })[id] ?? ''
  expect(valuesBy('Answer 1 by scout', conflicts, nameOf)).toBe('1894, 244 metres')
  expect(valuesBy('Answer 3 by sheet', conflicts, nameOf)).toBe('144 metres')
  expect(valuesBy('Let somebody else decide', conflicts, nameOf)).toBeNull()
})

test('two who failed alike stand side by side, and what they say is not told a second time', () => {
  const body = [
    'Two different workers failed in the same way: TODO was left.',
    'alpha:\nA TODO is left.',
    'beta:\nSources are missing.\nSo are figures.',
    '- Attempt 1, alpha: failed checks (A TODO is left.)\n- Attempt 2, cy: went silent',
  ].join('\n\n')
  expect(asRead(body)).toEqual({
    paragraphs: ['Two different workers failed in the same way: TODO was left.'],
    sides: [
      { who: 'alpha', says: 'A TODO is left.' },
      { who: 'beta', says: 'Sources are missing.\nSo are figures.' },
    ],
    points: ['Attempt 2, cy: went silent'],
  })
  expect(asRead('Note:\nOnly one speaks.')).toMatchObject({ paragraphs: ['Note:\nOnly one speaks.'], sides: [] })
})
