import { expect, test } from 'vitest'
import type { DraftTask, PlanDraft } from './plan-draft.ts'
import { rebased } from './rebase.ts'

const task = (key: string, more: Partial<DraftTask> = {}): DraftTask => ({
  ...{ key, number: 1, title: key, brief: 'do it', skills: '', needs: [], assignee: '', kept: {} },
  ...more,
})
const plan = (planVersion: number, tasks: DraftTask[], deliverable: string | null = null): PlanDraft => ({
  planVersion,
  deliverable,
  tasks,
})
const base = plan(1, [task('a'), task('b'), task('c', { needs: ['b'] })], 'c')

test('what I changed stays on top of what somebody else changed meanwhile', () => {
  const mine = plan(
    1,
    [task('a', { title: 'Mine' }), task('b'), task('c', { needs: ['b'] }), task('d', { number: null })],
    'c',
  )
  const now = plan(
    2,
    [task('a', { brief: 'Theirs' }), task('b', { title: 'Theirs' }), task('c', { needs: ['b'] }), task('e')],
    'e',
  )
  const both = rebased(mine, base, now)
  expect(both.tasks.map(({ key, title, brief }) => [key, title, brief])).toEqual([
    ['a', 'Mine', 'Theirs'],
    ['b', 'Theirs', 'do it'],
    ['c', 'c', 'do it'],
    ['e', 'e', 'do it'],
    ['d', 'd', 'do it'],
  ])
  expect(both).toMatchObject({ planVersion: 2, deliverable: 'e', movedFrom: 1 })
})

test('what I took out stays out unless it started; what others took out is gone, with the needs on it', () => {
  const mine = plan(1, [task('c', { title: 'Mine', needs: ['b'] })], 'c')
  const now = plan(2, [task('a', { started: 'running' }), task('c', { needs: ['b'] })], 'c')
  expect(rebased(mine, base, now).tasks.map(({ key, title, needs }) => [key, title, needs])).toEqual([
    ['a', 'a', []],
    ['c', 'Mine', []],
  ])
})

test('a draft that changed nothing is the plan of now; one whose beginning is not known takes nothing out', () => {
  const now = plan(3, [task('a', { title: 'Theirs' }), task('x')])
  expect(rebased(base, base, plan(2, [...base.tasks], 'c')).movedFrom).toBeUndefined()
  expect(rebased(plan(1, [task('a', { title: 'Mine' })]), null, now).tasks.map((one) => one.title)).toEqual([
    'Mine',
    'x',
  ])
})
