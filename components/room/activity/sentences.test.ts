import { expect, test } from 'vitest'
import { kindOf, type Lookups, sentenceOf, typesOf } from './sentences.ts'
import type { ActivityEvent } from './telling.ts'

const choice = {
  fit: 6,
  next: [
    { name: 'scout-1', score: 0.64 },
    { name: 'writer', score: 0.4 },
  ],
  more: 3,
  left: [{ name: 'scout-3', why: 'failed this task before' }],
  leftOut: 1,
}
const look: Lookups = {
  task: (id) => (id === 't' ? { label: 'T-21 Tariff table', goalId: 'g' } : null),
  goal: () => 'Heat pumps',
  deliverable: () => ({ label: 'D-3 Report', goalId: 'g' }),
  name: (id) => (id === 'p' ? 'scout-2' : null),
  attempt: (id) => (id === 'a' ? { taskId: 't', number: 2, participantId: 'p', doer: 'scout-2', choice } : null),
}
const event = (type: string, data: Record<string, unknown>, kind: 'coordinator' | 'member' = 'coordinator') =>
  ({ seq: 1, at: 0, type, actor: { kind, id: 'c', name: 'Coordinator' }, data }) satisfies ActivityEvent

test('a reassignment names the task, from whom it was taken, why, and the try it is about', () => {
  const told = sentenceOf(event('attempt.superseded', { attemptId: 'a', reason: 'quiet for 90 s' }), look)
  expect(told).toMatchObject({
    text: 'took T-21 Tariff table away from scout-2',
    reason: 'quiet for 90 s',
    taskId: 't',
    evidence: [{ kind: 'attempt', id: 'a', label: 'try 2' }],
  })
})

test('a hand-out says who came next, with scores, and who was left out and why', () => {
  const told = sentenceOf(event('attempt.offered', { attemptId: 'a', participantId: 'p', reason: 'fits best' }), look)
  expect(told.text).toBe('asked scout-2 to do T-21 Tariff table')
  expect(told.instead).toBe('scout-1 (0.64), writer (0.40) and 3 more; left out scout-3: failed this task before')
})

test('a hand-out in parallel says so', () => {
  const told = sentenceOf(event('attempt.offered', { attemptId: 'a', participantId: 'p', hedge: true }), look)
  expect(told.text).toContain('in parallel')
})

test('a failure is told by its class', () => {
  expect(sentenceOf(event('attempt.failed', { taskId: 't', class: 'lost' }), look).text).toBe(
    'went silent on T-21 Tariff table',
  )
  expect(sentenceOf(event('attempt.failed', { taskId: 't', class: 'new class' }), look).text).toContain(
    'could not do it',
  )
})

test('what follows a failure says what was not done instead; a task whose needs are met is no recovery', () => {
  const again = event('task.ready', { taskId: 't', action: 'hand_on', rewritten: true, delayMs: 30_000, reason: 'x' })
  expect(sentenceOf(again, look)).toMatchObject({
    text: 'has T-21 Tariff table done again after 30 s, told what went wrong',
    instead: 'the same worker again',
  })
  expect(kindOf(again)).toBe('recover')
  expect(kindOf(event('task.ready', { taskId: 't' }))).toBe('plan')
})

test('outdated work names what made it so, by its task and version', () => {
  const data = { taskId: 't', what: 'redone', policy: 'redo', reason: 'new', cause: { taskId: 't', versionId: 'v' } }
  const told = sentenceOf(event('task.stale', data), look)
  expect(told.instead).toContain('keeping')
  expect(told.evidence.map(({ kind, id }) => [kind, id])).toEqual([
    ['task', 't'],
    ['version', 'v'],
  ])
})

test('a contradiction that somebody settled says how, on which words and task, what does not hold, and how many are left', () => {
  const settled = event(
    'conflict.settled',
    {
      ...{ taskId: 't', subject: 'the **length**', versionId: 'v', value: '244 metres', not: ['144 metres'], left: 2 },
      evidence: { quote: 'It is 244 metres long.', taskId: 't' },
      reason: 'I measured it.',
    },
    'member',
  )
  const told = sentenceOf(settled, look)
  expect(told).toMatchObject({
    text: 'settled “the length” for T-21 Tariff table: 244 metres holds (2 not settled yet)',
    reason: 'I measured it.',
    instead: '144 metres, which is kept',
  })
  expect(told.evidence.map(({ kind, label }) => [kind, label])).toEqual([
    ['version', 'the version'],
    ['said', 'It is 244 metres long.'],
    ['task', 'T-21 Tariff table'],
  ])
  const whole = event('conflict.settled', { taskId: 't', versionId: 'v', reason: '' }, 'member')
  expect(sentenceOf(whole, look).text).toBe('decided what holds where results contradict T-21 Tariff table')
})

test('what a person does is a decision of people, whatever its type', () => {
  expect(kindOf(event('goal.paused', {}, 'member'))).toBe('people')
  expect(kindOf(event('goal.paused', { budget: ['tokens'] }))).toBe('budget')
  expect(typesOf('match')).toContain('attempt.offered')
})

test('a type that nobody described is told in its own words, never dropped', () => {
  expect(sentenceOf(event('quota.nearly_used', { reason: '80 %' }), look)).toMatchObject({
    text: 'quota nearly used',
    reason: '80 %',
  })
})
