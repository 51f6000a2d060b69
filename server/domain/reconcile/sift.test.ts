import { expect, test } from 'vitest'
import { worthShowing } from './sift.ts'

const says = (versionId: string, value: string, quote = `It is ${value}.`) => ({ versionId, value, quote })
const kept = (...positions: ReturnType<typeof says>[]) => worthShowing([{ subject: 'fact', positions }])

test('two results that state one value each take sides; who states both only reports', () => {
  expect(kept(says('a', '12'), says('b', '15'))).toHaveLength(1)
  expect(kept(says('a', '12'), says('a', '15'), says('b', '12'))).toEqual([])
  expect(kept(says('a', '12'), says('b', '15'), says('c', '12'), says('c', '15'))).toHaveLength(1)
})

test('sums and names of files state nothing, and the same value is shown once for each result', () => {
  expect(kept(says('a', '12', 'sum(trips) is 12'), says('b', '15'))).toEqual([])
  expect(kept(says('a', '2024', 'in trips-2024.csv'), says('b', '2025'))).toEqual([])
  expect(kept(says('a', '12'), says('a', '12'), says('b', '15'))[0]?.positions).toHaveLength(2)
})

test('more than three values for one fact are a list that was read as prose', () => {
  expect(kept(...['1', '2', '3'].map((value) => says(value, value)))).toHaveLength(1)
  expect(kept(...['1', '2', '3', '4'].map((value) => says(value, value)))).toEqual([])
})
