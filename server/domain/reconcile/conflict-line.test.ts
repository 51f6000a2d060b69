import { expect, test } from 'vitest'
import { conflictLine, cutAtWords, plainWords } from './conflict-line.ts'

const names: Record<string, string> = { a: 'wren', b: 'rook', c: 'heron' }
const nameOf = (id: string) => names[id] ?? 'somebody'
const at = (participantId: string, value: string, quote: string, source?: string) => ({
  versionId: `v-${participantId}`,
  participantId,
  value,
  quote,
  source,
})

test('a contradiction reads as one line: each value once, by whom, from which file, in their words', () => {
  const line = conflictLine(
    'journeys',
    [
      at('a', '265,000', '> “**Riders** made 265,000 journeys.” [1]', 'town-report-2025.md'),
      at('b', '240,000', 'There were 240,000 journeys.'),
      at('c', '265,000', 'Journeys: 265,000'),
    ],
    nameOf,
  )
  expect(line).toBe(
    '- journeys: **265,000** (wren, heron, from town-report-2025.md: “Riders made 265,000 journeys.”) or **240,000** (rook: “There were 240,000 journeys.”)',
  )
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
  expect(conflictLine('the scheme', [at('a', 'It pays.', 'It pays.'), at('b', 'It loses.', 'It loses.')], nameOf)).toBe(
    '- the scheme: **It pays.** (wren) or **It loses.** (rook)',
  )
})
