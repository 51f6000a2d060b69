import { expect, test } from 'vitest'
import type { Collections, MessageView } from '../../../server/contract/snapshot.ts'
import { entriesOf, withDividers } from './entries.ts'

const message = (id: string, at: number, replyTo: string | null = null): MessageView => ({
  id,
  author: { kind: 'member', id: 'm', name: 'Ana' },
  body: id,
  html: id,
  replyTo,
  goalId: null,
  taskId: null,
  at,
})
const version = (id: string, number: number, status: Collections['versions']['status'], at: number) =>
  ({ id, number, status, createdAt: at, deliverableId: 'd' }) as Collections['versions']
const lists = (over: Partial<Parameters<typeof entriesOf>[0]>) => ({
  messages: [],
  goals: [],
  handoffs: [],
  actions: [],
  versions: [],
  deliverables: [{ id: 'd' } as Collections['deliverables']],
  ...over,
})
const dayMs = 86_400_000
const dayOf = (at: number) => String(Math.floor(at / dayMs))

test('replies are counted on their message and kept out of the main line; an answer to something forgotten stays', () => {
  const entries = entriesOf(lists({ messages: [message('a', 1), message('b', 2, 'a'), message('c', 3, 'long gone')] }))
  expect(entries.map((entry) => [entry.id, entry.kind === 'message' && entry.replies])).toEqual([
    ['a', 1],
    ['c', 0],
  ])
})

test('what the coordinator answers stands after the question, though both were said at one moment', () => {
  const answer: MessageView = {
    ...message('a', 1),
    author: { kind: 'coordinator', id: 'coordinator', name: 'Coordinator' },
  }
  const entries = entriesOf(lists({ messages: [answer, message('b', 1), message('c', 2)] }))
  expect(entries.map(({ id }) => id)).toEqual(['b', 'a', 'c'])
})

test('only the newest version of a deliverable can be acted on, and one still being checked is not announced', () => {
  const entries = entriesOf(
    lists({
      versions: [
        version('v1', 1, 'changes_requested', 1),
        version('v2', 2, 'in_review', 2),
        version('v3', 3, 'checking', 3),
      ],
    }),
  )
  expect(entries.map((entry) => [entry.id, entry.kind === 'version' && entry.latest])).toEqual([
    ['v1', false],
    ['v2', false],
  ])
})

test('the mark of what is new stands once, before the first unseen entry, and not when nothing or everything is new', () => {
  const entries = entriesOf(lists({ messages: [message('a', 10), message('b', 20), message('c', 30)] }))
  const ids = (seenAt: number | null) => withDividers(entries, seenAt, dayOf).map((entry) => entry.id)
  expect(ids(20)).toEqual(['day 0', 'a', 'b', 'new', 'c'])
  expect(ids(30)).not.toContain('new')
  expect(ids(5)).not.toContain('new')
  expect(ids(null)).not.toContain('new')
})

test('every day starts with its date', () => {
  const entries = entriesOf(lists({ messages: [message('a', 10), message('b', dayMs + 1)] }))
  expect(withDividers(entries, null, dayOf).map((entry) => entry.id)).toEqual(['day 0', 'a', 'day 1', 'b'])
})
