import { expect, test } from 'vitest'
import type { MatchRecord } from '../attempt.ts'
import { briefOf } from './brief.ts'

const score = (participantId: string, value: number) => ({
  participantId,
  name: `Agent ${participantId}`,
  score: value,
  parts: [1, 1],
  reasons: ['knows it'],
})
const record: MatchRecord = {
  reason: 'best of 5',
  scores: [score('a', 0.9), score('b', 0.8), score('c', 0.7), score('d', 0.6)],
  excluded: [1, 2, 3].map((n) => ({ participantId: `x${n}`, name: `Agent x${n}`, why: 'has no free place' })),
  others: 1,
}

test('a brief names the two best who were not chosen and counts the rest', () => {
  expect(briefOf(record, 'a')).toEqual({
    fit: 5,
    next: [
      { name: 'Agent b', score: 0.8 },
      { name: 'Agent c', score: 0.7 },
    ],
    more: 2,
    left: [
      { name: 'Agent x1', why: 'has no free place' },
      { name: 'Agent x2', why: 'has no free place' },
    ],
    leftOut: 3,
  })
})

test('whoever was given work by name was the best of nobody', () => {
  const named = briefOf({ reason: 'given by Ada', scores: [], excluded: [], others: 0 }, 'a')
  expect(named).toEqual({ fit: 0, next: [], more: 0, left: [], leftOut: 0 })
})

test('the same record is told in the same object, so that a row that did not change shows no change', () => {
  const one = structuredClone(record)
  expect(briefOf(one, 'a')).toBe(briefOf(one, 'a'))
})
