import { readFileSync } from 'node:fs'
import { stemmer } from 'stemmer'
import { expect, it } from 'vitest'
import { claimsOf } from '../claims.ts'
import { compareTexts } from '../compare-texts.ts'

type Label = 'agree' | 'contradict' | 'unrelated'
type Pair = { label: Label; sort: string; a: string; b: string }

const halfNamed = (name: string): Pair[] => JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'))

function verdictOn({ a, b }: Pair): Label {
  const { agree, contradict } = compareTexts(claimsOf(a, { stem: stemmer }), claimsOf(b, { stem: stemmer }))
  return contradict.length > 0 ? 'contradict' : agree.length > 0 ? 'agree' : 'unrelated'
}

function measure(pairs: readonly Pair[], label: Label) {
  const said = pairs.map((pair) => ({ pair, is: verdictOn(pair) === label, should: pair.label === label }))
  const right = said.filter(({ is, should }) => is && should).length
  return {
    precision: right / said.filter(({ is }) => is).length,
    recall: right / said.filter(({ should }) => should).length,
  }
}

it.each([
  ['half-a', 0.97, 0.96],
  ['half-b', 0.94, 0.92],
  ['mended-for', 0.97, 0.78],
])('contradictions of %s are found with a precision of %d and a recall of %d', (name, precision, recall) => {
  const pairs = halfNamed(name)
  expect(pairs.length).toBeGreaterThanOrEqual(90)
  for (const label of ['contradict', 'agree'] as const) {
    const measured = measure(pairs, label)
    console.log(`${name} ${label}: precision ${measured.precision.toFixed(3)}, recall ${measured.recall.toFixed(3)}`)
  }
  const measured = measure(pairs, 'contradict')
  expect(measured.precision).toBeGreaterThanOrEqual(precision)
  expect(measured.recall).toBeGreaterThanOrEqual(recall)
})

it.each(['half-a', 'half-b', 'mended-for'])('the verdict on a pair of %s is the same in either order', (name) => {
  for (const pair of halfNamed(name)) expect(verdictOn({ ...pair, a: pair.b, b: pair.a }), pair.a).toBe(verdictOn(pair))
})

it('no text of the set contradicts itself', () => {
  for (const { a, b } of ['half-a', 'half-b', 'mended-for'].flatMap(halfNamed))
    for (const text of [a, b])
      expect(verdictOn({ label: 'agree', sort: '', a: text, b: text }), text).not.toBe('contradict')
})
