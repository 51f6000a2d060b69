import { expect, test } from 'vitest'
import { keepsToVerdict, verdictLine } from './verdict-line.ts'

const east = { id: 't1', number: 1, title: 'East bank' }
const held = {
  versionId: 'a',
  participantId: 'p',
  task: east,
  value: '244 metres',
  quote: 'It is **244 metres** long.',
}
const lost = { versionId: 'b', participantId: 'q', value: '144 metres', quote: 'It is 144 metres long.' }
const length = { subject: 'length of the Tower Bridge', positions: [held, lost, { ...lost, versionId: 'c' }] }

test('a verdict says what holds, on which task and words, and what does not', () => {
  expect(verdictLine(length, held)).toBe(
    'length of the Tower Bridge: 244 metres holds (T-1 East bank: “It is 244 metres long.”), not 144 metres.',
  )
})

test('a field needs no words beside its value', () => {
  const field = {
    subject: 'length',
    positions: [
      { ...held, value: '244', quote: '244' },
      { ...lost, value: '144' },
    ],
  }
  expect(verdictLine(field, { ...lost, value: '144', quote: '144' })).toBe('length: 144 holds, not 244.')
})

test('a text that names what does not hold goes against the verdict, whatever else it names', () => {
  expect(keepsToVerdict('It is 144  metres long.', length, '244 metres')).toBe('against')
  expect(keepsToVerdict('Some say **244 metres**, others 144 metres.', length, '244 metres')).toBe('against')
  expect(keepsToVerdict('It is 244 metres long.', length, '244 metres')).toBe('keeps')
  expect(keepsToVerdict('It is long.', length, '244 metres')).toBe('silent')
})

test.each(['1144', '144.5', '2,144', '144b'])('%s is another figure than 144', (figure) => {
  const figures = {
    subject: 'length',
    positions: [
      { ...held, value: '244' },
      { ...lost, value: '144' },
    ],
  }
  expect(keepsToVerdict(`It is ${figure} long.`, figures, '244')).toBe('silent')
  expect(keepsToVerdict('It is 144.', figures, '244')).toBe('against')
})
