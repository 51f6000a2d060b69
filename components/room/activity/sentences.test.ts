import { expect, test } from 'vitest'
import { type ActivityEvent, sentenceOf } from './sentences.ts'

const look = {
  task: (id: string) => (id === 't' ? { label: 'T-21 Tariff table' } : null),
  goal: () => 'Heat pumps',
  deliverable: () => 'D-3 Report',
  name: (id: string) => (id === 'p' ? 'scout-2' : null),
  attempt: (id: string) => (id === 'a' ? { taskId: 't', doer: 'scout-2' } : null),
}
const event = (type: string, data: Record<string, unknown>): ActivityEvent => ({
  seq: 1,
  at: 0,
  type,
  actor: { kind: 'coordinator', id: 'c', name: 'Coordinator' },
  data,
})

test('a reassignment names the task, from whom it was taken and why', () => {
  const told = sentenceOf(event('attempt.superseded', { attemptId: 'a', reason: 'quiet for 90 s' }), look)
  expect(told).toEqual({ text: 'took T-21 Tariff table away from scout-2', reason: 'quiet for 90 s', taskId: 't' })
})

test('a failure is told by its class', () => {
  expect(sentenceOf(event('attempt.failed', { taskId: 't', class: 'lost' }), look).text).toBe(
    'went silent on T-21 Tariff table',
  )
  expect(sentenceOf(event('attempt.failed', { taskId: 't', class: 'new class' }), look).text).toContain(
    'could not do it',
  )
})

test('a type that nobody described is told in its own words, never dropped', () => {
  expect(sentenceOf(event('budget.nearly_used', { reason: '80 %' }), look)).toMatchObject({
    text: 'budget nearly used',
    reason: '80 %',
  })
})
