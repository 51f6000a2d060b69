import { expect, test } from 'vitest'
import type { FailureClass } from './attempt.ts'
import { failuresSince, learnt, personActedAt } from './history.ts'
import type { Guidance } from './task.ts'

const lesson = (at: number): Guidance => ({ at, from: 'coordinator', text: `lesson ${at}` })
const said = (at: number): Guidance => ({ at, from: 'person', text: `words ${at}` })

test('of many lessons the newest five are kept; what a person said is never dropped', () => {
  let guidance: Guidance[] = [said(0)]
  for (let at = 1; at <= 7; at++) guidance = learnt(guidance, at, `lesson ${at}`)
  guidance = learnt([...guidance, said(8)], 9, 'lesson 9')
  expect(guidance).toEqual([said(0), ...[4, 5, 6, 7].map(lesson), said(8), lesson(9)])
})

test('a person acts on a task by words, by an answer, by taking over its question and by calling it back', () => {
  expect(personActedAt([], [], [])).toBe(0)
  expect(personActedAt([said(3), lesson(9)], [], [])).toBe(3)
  const handoff = (status: 'open' | 'answered' | 'withdrawn', kind: 'needs_human' | 'question', closedAt: number) => ({
    ...{ status, kind, closedAt },
  })
  expect(personActedAt([], [handoff('answered', 'question', 5)], [])).toBe(5)
  expect(personActedAt([], [handoff('withdrawn', 'needs_human', 6)], [])).toBe(6)
  expect(personActedAt([], [handoff('withdrawn', 'question', 6), handoff('open', 'needs_human', 7)], [])).toBe(0)
  expect(personActedAt([said(3)], [], [{ status: 'superseded', endedAt: 8 }])).toBe(8)
  expect(personActedAt([], [], [{ status: 'failed', endedAt: 8 }])).toBe(0)
})

const attempt = (number: number, failure: FailureClass | null, endedAt: number, hedge = false) => ({
  ...{ id: `a${number}`, number, participantId: `p${number}`, failure, reason: `why ${number}`, hedge, endedAt },
})

test('a failure is judged with those since a person last acted, oldest first, without what worked in parallel', () => {
  const attempts = [
    attempt(4, 'errored', 40),
    attempt(1, 'lost', 10),
    attempt(3, 'stalled', 30, true),
    attempt(2, 'lost', 20),
    attempt(5, null, 50),
  ]
  const seen = failuresSince(attempts, { id: 'a4' }, 10).map((one) => `${one.participantId} ${one.failure}`)
  expect(seen).toEqual(['p2 lost', 'p4 errored'])
})

test('what just failed is judged even when it ended in the very moment in which a person acted', () => {
  expect(failuresSince([attempt(1, 'lost', 10)], { id: 'a1' }, 10)).toEqual([
    { participantId: 'p1', failure: 'lost', reason: 'why 1' },
  ])
})
