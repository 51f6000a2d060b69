import { expect, test } from 'vitest'
import { counted } from './counted.ts'
import { nearestName } from './nearest-name.ts'

test('a mistyped name finds the one that was meant, a strange one finds none', () => {
  const known = ['goal', 'weights', 'json']
  expect(nearestName('gaol', known)).toBe('goal')
  expect(nearestName('weigths', known)).toBe('weights')
  expect(nearestName('verbose', known)).toBeNull()
})

test('so many of something is told with its digits in groups, and one as one', () => {
  expect([1, 2, 10_000].map((count) => counted(count, 'task'))).toEqual(['1 task', '2 tasks', '10,000 tasks'])
  expect(counted(1, 'task waits', 'tasks wait')).toBe('1 task waits')
})
