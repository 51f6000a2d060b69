import { expect, test } from 'vitest'
import type { CommandInput } from '../../contract/commands.ts'
import { examine } from '../../testing/examine.ts'
import { type Person, Scenario } from '../../testing/scenario.ts'

// A plan that waits for its signature is edited.

type Tasks = NonNullable<CommandInput<'goal.create'>['plan']>['tasks']
const task = (key: string, more: Partial<Tasks[number]> = {}): Tasks[number] => ({
  key,
  title: `Task ${key}`,
  skills: ['writing'],
  ...more,
})

async function proposed(tasks: Tasks, deliverable: string) {
  const scene = await Scenario.open()
  await scene.agent({ name: 'Ada' })
  const goalId = await scene.goal({ autonomy: 'plan_first', plan: { tasks, deliverable } })
  const ana = scene.people[0] as Person
  const edit = (wanted: Tasks, brings = deliverable) =>
    ana.must('plan.edit', { goalId, plan: { tasks: wanted, deliverable: brings } })
  const numbers = () => Object.fromEntries(scene.rows('task').map(({ key, number }) => [key, number]))
  return { scene, ana, goalId, edit, numbers }
}

test('a task that stays in an edited plan keeps its number and its address; a new one gets the next', async () => {
  const { scene, ana, goalId, edit, numbers } = await proposed([task('a'), task('b'), task('c', { needs: ['a'] })], 'c')
  const before = new Map(scene.rows('task').map(({ key, id }) => [key, id]))
  const [deliverable] = scene.rows('deliverable')
  await edit([task('d'), task('c', { needs: ['a', 'd'], title: 'Other words' }), task('a')])
  expect(numbers()).toEqual({ a: 1, c: 3, d: 4 })
  expect(scene.task('c')).toMatchObject({ id: before.get('c'), title: 'Other words', generation: 1 })
  expect(scene.task('c').needs).toEqual([before.get('a'), scene.task('d').id])
  // Another task brings it: it is the same deliverable all the same.
  await edit([task('d'), task('c', { needs: ['a', 'd'] }), task('a')], 'd')
  expect(scene.rows('deliverable')).toEqual([{ ...deliverable, taskId: scene.task('d').id }])
  expect(scene.task('c').deliverableId).toBeNull()
  // The number of a task that was taken out is not given to another.
  await edit([task('a'), task('b'), task('d', { needs: ['a', 'b'] })], 'd')
  expect(numbers()).toEqual({ a: 1, b: 5, d: 4 })
  expect(scene.rows('room')[0]).toMatchObject({ taskCount: 5, deliverableCount: 1 })
  expect(examine(scene)).toEqual([])
  await ana.must('plan.approve', { goalId })
  await scene.clock.pass(120_000)
  expect(scene.rows('task').map(({ status }) => status)).toEqual(expect.arrayContaining(['done', 'in_review']))
  expect(scene.bugs).toEqual([])
})

test('of independent answers those that stay keep their numbers too', async () => {
  const { edit, numbers } = await proposed([task('a', { answers: 3 }), task('b', { needs: ['a'] })], 'b')
  expect(numbers()).toEqual({ a: 1, 'a:answer-1': 2, 'a:answer-2': 3, 'a:answer-3': 4, b: 5 })
  await edit([task('a', { answers: 2 }), task('b', { needs: ['a'] })])
  expect(numbers()).toEqual({ a: 1, 'a:answer-1': 2, 'a:answer-2': 3, b: 5 })
  await edit([task('a', { answers: 3 }), task('b', { needs: ['a'] })])
  expect(numbers()).toEqual({ a: 1, 'a:answer-1': 2, 'a:answer-2': 3, 'a:answer-3': 6, b: 5 })
})
