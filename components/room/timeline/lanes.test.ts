import { expect, test } from 'vitest'
import type { TimelineAttempt } from '../../../server/contract/story-views.ts'
import type { TaskStatus } from '../../../server/domain/task.ts'
import { lanesOf } from './lanes.ts'
import { criticalPath, waitedFor } from './path.ts'

let made = 0
const attempt = (
  participantId: string,
  offeredAt: number,
  endedAt: number | null,
  more: Partial<TimelineAttempt> = {},
) => {
  made += 1
  const id = `a${made}`
  const base = {
    id,
    taskId: `t${made}`,
    number: 1,
    status: 'working',
    acceptedAt: offeredAt + 1,
    failure: null,
    hedge: false,
  }
  return { ...base, participantId, offeredAt, endedAt, ...more } as TimelineAttempt
}
const task = (id: string, needs: string[] = [], status: TaskStatus = 'blocked', endedAt: number | null = null) => ({
  id,
  needs,
  status,
  endedAt,
  readyAt: null,
})

test('every participant has one lane, and hand-outs at the same time stand below each other', () => {
  const lanes = lanesOf([attempt('bo', 0, 50), attempt('cy', 5, 10), attempt('bo', 20, 60), attempt('bo', 50, 70)], 100)
  expect(lanes.map(({ participantId, tracks }) => [participantId, tracks])).toEqual([
    ['bo', 2],
    ['cy', 1],
  ])
  expect(lanes[0]?.bars.map(({ track }) => track)).toEqual([0, 1, 0])
})

test('a bar runs from the offer over the taking up to its end, and to now while it is open', () => {
  const [lane] = lanesOf([attempt('bo', 10, null), attempt('bo', 10, 40, { acceptedAt: null, status: 'lost' })], 100)
  expect(lane?.bars.map(({ from, taken, to, look }) => [from, taken, to, look])).toEqual([
    [10, 11, 100, 'working'],
    [10, 40, 40, 'failed'],
  ])
})

test('a result that comes as the answer to the hand-out itself was at work all the while', () => {
  const [lane] = lanesOf([attempt('bo', 10, 40, { acceptedAt: 40, status: 'approved' })], 100)
  expect(lane?.bars.map(({ from, taken, to, look }) => [from, taken, to, look])).toEqual([[10, 10, 40, 'done']])
})

test('work that waits for an answer looks so only while it is open', () => {
  const [lane] = lanesOf(
    [attempt('bo', 10, null, { taskId: 'q' }), attempt('bo', 0, 5, { taskId: 'q' })],
    100,
    () => true,
  )
  expect(lane?.bars.map(({ look }) => look)).toEqual(['working', 'waiting'])
})

test('the critical path is the chain that took longest, not the one with the most tasks', () => {
  const tasks = [
    task('a', [], 'done', 100),
    task('b', [], 'done', 10),
    task('c', ['b'], 'done', 20),
    task('end', ['a', 'c'], 'running'),
  ]
  const attempts = [
    attempt('x', 0, 100, { taskId: 'a' }),
    attempt('x', 0, 10, { taskId: 'b' }),
    attempt('x', 10, 20, { taskId: 'c' }),
    attempt('x', 100, null, { taskId: 'end' }),
  ]
  expect(criticalPath(tasks, attempts, 150)).toEqual(['a', 'end'])
})

test('what did not start counts as long as others took, and stopped tasks hold nothing up', () => {
  const tasks = [
    task('a', [], 'done', 10),
    task('b', ['a']),
    task('c', ['b']),
    task('gone', ['c'], 'cancelled'),
    task('d', [], 'done', 12),
  ]
  const attempts = [attempt('x', 0, 10, { taskId: 'a' }), attempt('x', 0, 12, { taskId: 'd' })]
  expect(criticalPath(tasks, attempts, 20)).toEqual(['a', 'b', 'c'])
})

test('whoever holds most others up is named first, counted through chains; what is blocked itself is not named', () => {
  const tasks = [
    task('a', [], 'running'),
    task('b', ['a']),
    task('c', ['b']),
    task('d', [], 'needs_human'),
    task('e', ['d', 'a']),
    task('f', [], 'done'),
    task('g', ['f']),
  ]
  expect(waitedFor(tasks).map(({ task: { id }, waiting }) => [id, waiting])).toEqual([
    ['a', 3],
    ['d', 1],
  ])
})

test('a plan of 4,000 tasks is laid out at once', () => {
  const tasks = Array.from({ length: 4000 }, (_, i) =>
    task(`t${i}`, i < 300 ? [] : [`t${i - 300}`], i < 300 ? 'running' : 'blocked'),
  )
  const attempts = tasks.slice(0, 2000).map(({ id }, i) => attempt(`p${i % 40}`, i, i + 30, { taskId: id }))
  const from = performance.now()
  lanesOf(attempts, 5000)
  expect(criticalPath(tasks, attempts, 5000).length).toBe(14)
  waitedFor(tasks)
  expect(performance.now() - from).toBeLessThan(2000)
})
