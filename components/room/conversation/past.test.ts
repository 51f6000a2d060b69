import { expect, test } from 'vitest'
import type { MessageView } from '../../../server/contract/snapshot.ts'
import { askBefore, joined, merged } from './past.ts'

const message = (id: string, at: number): MessageView => ({
  id,
  at,
  author: { kind: 'member', id: 'm', name: 'Ana' },
  body: id,
  html: id,
  replyTo: null,
  goalId: null,
  taskId: null,
})
const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((id, index) => message(id, index + 1))
const ids = (list: readonly MessageView[]) => list.map(({ id }) => id).join('')
const some = (...list: (MessageView | undefined)[]) => list.filter((one) => one !== undefined)

test('what was read earlier and what is live make one line, each message once', () => {
  expect(ids(joined(some(a, b, c), some(c, d, e)))).toBe('abcde')
  expect(ids(joined([], some(c, d)))).toBe('cd')
  expect(ids(merged(some(c, d), some(a, b, c)))).toBe('abcd')
})

test('after a hole that nobody filled only what is live is shown', () => {
  expect(ids(joined(some(a, b), some(d, e)))).toBe('de')
})

test('the first time the oldest moment is asked for again, for its other messages may have been let go', () => {
  const twin = message('z', 1)
  expect(askBefore(some(c, a, twin, b), true)).toBe('b')
  expect(askBefore(some(a, twin), true)).toBe('z')
  expect(askBefore(some(c, a, b), false)).toBe('a')
  expect(askBefore([], true)).toBeNull()
})
