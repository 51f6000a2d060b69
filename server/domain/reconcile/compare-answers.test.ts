import { expect, test } from 'vitest'
import { compareAnswers, settledBy } from './compare-answers.ts'

const result = (n: number, text: string) => ({
  ...{ versionId: `v${n}`, participantId: `p${n}`, taskId: `t${n}`, about: undefined, verified: 0, sources: [], text },
})
const merged = (...texts: string[]) =>
  compareAnswers(
    'merge',
    'person',
    texts.map((text, i) => result(i + 1, text)),
    (word) => word,
  ).conflicts

test('two results that state different values for one fact contradict; who reports both takes no side', () => {
  const [conflict, ...others] = merged(
    'Riders made 184,300 trips in 2025.',
    'Riders made 198,400 trips in 2025.',
    'One says riders made 184,300 trips in 2025. The other says riders made 198,400 trips in 2025.',
  )
  expect(others).toEqual([])
  expect(new Set(conflict?.positions.map(({ value }) => value))).toEqual(new Set(['184,300', '198,400']))
  expect(merged('Riders made 184,300 trips in 2025. Riders made 198,400 trips in 2025.', 'Nobody counted.')).toEqual([])
})

test('sums, lists of many values and file names are no contradictions', () => {
  expect(
    merged(
      'The rows of stations add up to 512. sum(docks) = 100 + 412.',
      'The rows of stations-2025.csv add up to 110,208.74.',
    )
      .flatMap(({ positions }) => positions.map(({ quote }) => quote))
      .join(' '),
  ).not.toMatch(/sum\(/)
  const many = Array.from({ length: 6 }, (_, i) => `The harbour took ${(i + 1) * 100} ships in 2024.`)
  expect(merged(...many)).toEqual([])
})

test('the plan’s rule settles the answers to a task; without one, three have a majority and two go to a person', () => {
  expect([1, 2, 3, 5].map((answers) => settledBy([], answers))).toEqual(['person', 'person', 'majority', 'majority'])
  for (const by of ['majority', 'judge', 'person']) expect(settledBy([{ name: 'agreement', by }], 2)).toBe(by)
  expect(settledBy([{ name: 'agreement', by: 'lot' }], 2)).toBe('person')
  expect(settledBy([{ name: 'sections', by: 'judge' }], 3)).toBe('majority')
})
