import { expect, test } from 'vitest'
import type { InboxItem } from '../../server/contract/views.ts'
import { calmOrder, filtered, hrefOf, plain, readFilter } from './kinds.ts'

const item = (id: string, kind: InboxItem['kind'], more: Partial<InboxItem> = {}): InboxItem => ({
  id,
  kind,
  roomId: 'room',
  roomName: 'Room',
  goalId: 'goal',
  goalTitle: 'Goal',
  taskId: null,
  taskNumber: null,
  title: id,
  detail: '',
  at: 0,
  options: [],
  ...more,
})

test('what a person looks at keeps its place when something new arrives above it', () => {
  const shown = ['q1', 'r1']
  const now = [item('r0', 'review'), item('r1', 'review'), item('q1', 'question'), item('p1', 'plan')]
  expect(calmOrder(shown, now).map(({ id }) => id)).toEqual(['q1', 'r1', 'r0', 'p1'])
})

test('a settled row leaves and nothing else moves', () => {
  expect(calmOrder(['a', 'b', 'c'], [item('a', 'review'), item('c', 'plan')]).map(({ id }) => id)).toEqual(['a', 'c'])
})

test('requests for leave count as questions, and an unknown filter shows everything', () => {
  const items = [item('a', 'action'), item('q', 'question'), item('r', 'review')]
  expect(filtered(items, readFilter('questions')).map(({ id }) => id)).toEqual(['a', 'q'])
  expect(filtered(items, readFilter('toString'))).toHaveLength(3)
})

test('what waits to be settled has a filter of its own', () => {
  const items = [item('b', 'budget'), item('q', 'goal_question'), item('c', 'conflict'), item('s', 'stale')]
  expect(filtered(items, readFilter('decisions')).map(({ id }) => id)).toEqual(['b', 'c', 's'])
  expect(filtered(items, readFilter('questions')).map(({ id }) => id)).toEqual(['q'])
})

test('a budget leads to where its limit is set: the agent, the room, or the goal', () => {
  expect(hrefOf(item('x', 'budget', { goalId: null, agentId: 'a' }), '/w/1')).toBe('/w/1/agents/a/settings')
  expect(hrefOf(item('x', 'budget', { goalId: null }), '/w/1')).toBe('/w/1/rooms/room/settings')
  expect(hrefOf(item('x', 'stale'), '/w/1')).toBe('/w/1/rooms/room/plan?goal=goal')
})

test('a mention leads to its message, or to the one that it answers', () => {
  const mention = { messageId: 'm', threadId: 't', count: 1 }
  expect(hrefOf(item('m', 'mention', { goalId: null, mention }), '/w/1')).toBe('/w/1/rooms/room?thread=t')
})

test('every row leads to the thing itself', () => {
  const deliverable = {
    id: 'd',
    number: 3,
    versionId: 'v',
    versionNumber: 2,
    sha256: 'ab',
    checksPassed: 1,
    checksTotal: 1,
    required: 1,
    approvals: 0,
  }
  expect(hrefOf(item('x', 'review', { deliverable }), '/w/1')).toBe('/w/1/deliverables/d?v=2')
  expect(hrefOf(item('x', 'plan'), '/w/1')).toBe('/w/1/rooms/room/plan?goal=goal')
  expect(hrefOf(item('x', 'question', { taskId: 't' }), '/w/1')).toBe('/w/1/rooms/room/tasks/t')
  expect(hrefOf(item('x', 'question'), '/w/1')).toBe('/w/1/rooms/room')
})

test('marks of the conversation are not shown as they are typed', () => {
  expect(plain('They differ.\n\n- long: **244 metres** (ada) or **144 metres** (bo)')).toBe(
    'They differ.\n\n• long: 244 metres (ada) or 144 metres (bo)',
  )
})
