import { expect, test } from 'vitest'
import { conflictLine, cutAtWords, plainWords } from './conflict-line.ts'

const names: Record<string, string> = { a: 'wren', b: 'rook', c: 'heron', d: 'crane', e: 'finch' }
const whoSays = ({ participantId }: { participantId: string }) => names[participantId] ?? 'somebody'
const at = (participantId: string, value: string, quote: string) => ({
  versionId: `v-${participantId}`,
  participantId,
  value,
  quote,
})

test('a contradiction reads as one line: each value once, who says it, and the words of the source', () => {
  const line = conflictLine(
    'journeys',
    [
      at('a', '265,000', '> “**Riders** made 265,000 journeys.” (line 11): speaks of journeys, with a figure.'),
      at('b', '240,000', 'There were 240,000 journeys.'),
      at('c', '265,000', 'Journeys: 265,000'),
    ],
    whoSays,
  )
  expect(line).toBe(
    '- journeys: **265,000** (wren, heron: “Riders made 265,000 journeys.”) or **240,000** (rook: “There were 240,000 journeys.”)',
  )
})

test('of many who say the same, some are named', () => {
  const all = Object.keys(names).map((id) => at(id, '3', 'There are 3.'))
  expect(conflictLine('it', all, whoSays)).toContain('(wren, rook, heron and 2 more: “There are 3.”)')
})

test('quoted Markdown is said in words, without marks and with one pair of quotation marks', () => {
  expect(plainWords('“““Riders made a trip”')).toBe('Riders made a trip')
  expect(plainWords('- *“It is over,”* she said of the [scheme](https://x.example/a_b)')).toBe(
    'It is over,’ she said of the scheme',
  )
  expect(plainWords('They call it "the loop" and `snake_case` stays')).toBe(
    'They call it ‘the loop’ and snake_case stays',
  )
  expect(plainWords('| 2024 | 3 |\n')).toBe('2024 3')
})

test('what is too long ends with a whole word', () => {
  expect(cutAtWords('the riders made a journey', 18)).toBe('the riders made a …')
  expect(cutAtWords('short', 18)).toBe('short')
  expect(cutAtWords('x'.repeat(30), 10)).toBe(`${'x'.repeat(9)} …`)
})

test('words that are the value itself are not said twice', () => {
  expect(
    conflictLine('the scheme', [at('a', 'It pays.', 'It pays.'), at('b', 'It loses.', 'It loses.')], whoSays),
  ).toBe('- the scheme: **It pays.** (wren) or **It loses.** (rook)')
})
