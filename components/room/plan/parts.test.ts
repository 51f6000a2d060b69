import { expect, test } from 'vitest'
import type { TaskView } from '../../../server/contract/snapshot.ts'
import { familiesOf, headNeeds, isOpinion, planned, ranksOf, shapeMemo } from './parts.ts'
import { rankOf } from './rank.ts'

const task = (id: string, parentId: string | null = null, needs: string[] = [], key = id) =>
  ({ id, key, parentId, needs, number: 1, role: 'work' }) as unknown as TaskView
const shape = (tasks: readonly TaskView[]) =>
  familiesOf(tasks).map((family) => [family.task.id, ...family.parts.map(({ id }) => id)])

test('parts stand under their task, parts of parts as well, wherever they come in the list', () => {
  expect(shape([task('a'), task('b'), task('a1', 'a'), task('a1x', 'a1'), task('b1', 'b')])).toEqual([
    ['a', 'a1', 'a1x'],
    ['b', 'b1'],
  ])
})

test('a part whose task the filter left out is not lost', () => {
  expect(shape([task('a1', 'a'), task('b')])).toEqual([['a1'], ['b']])
})

test('a second opinion is no task of the plan, the parts of a task are', () => {
  const opinion = task('o', 'a', [], 'a:opinion-1-1')
  const part = task('p', 'a', [], 'a:part-1')
  expect([opinion, part, task('q', null, [], 'opinion-1-1')].map(isOpinion)).toEqual([true, false, false])
  expect(planned([task('a'), opinion, part]).map(({ id }) => id)).toEqual(['a', 'p'])
})

test('lines run between tasks: what a part needs its task needs, and a divided task does not wait for itself', () => {
  const tasks = [
    task('first'),
    task('whole', null, ['p1', 'p2']),
    task('p1', 'whole', ['first']),
    task('p2', 'whole'),
    task('last', null, ['whole']),
  ]
  const heads = headNeeds(familiesOf(tasks))
  expect(heads.map(({ id, needs }) => [id, needs])).toEqual([
    ['first', []],
    ['whole', ['first']],
    ['last', ['whole']],
  ])
  expect([...rankOf(heads)].map(([id, rank]) => [id, rank])).toEqual(
    expect.arrayContaining([
      ['whole', 1],
      ['last', 2],
    ]),
  )
})

test('phases are worked out anew when a need changes, and only then', () => {
  const rank = shapeMemo(ranksOf)
  const [a, b] = [task('a'), task('b', null, ['a'])]
  const first = rank([a, b])
  expect(rank([{ ...a, status: 'done' }, b])).toBe(first)
  expect(rank([a, { ...b, needs: [] }]).get('b')).toBe(0)
  expect(rank([a, b]).get('b')).toBe(1)
})
