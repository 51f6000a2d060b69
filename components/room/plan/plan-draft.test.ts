import { expect, test } from 'vitest'
import { planInput as planSchema } from '../../../server/contract/commands/goal.ts'
import type { TaskView } from '../../../server/contract/snapshot.ts'
import type { TaskDetail } from '../../../server/contract/views.ts'
import { draftOf, draftProblems, freshKey, inSight, mayNeed, planInput, withoutTask } from './plan-draft.ts'

const task = (number: number, key: string, needs: string[] = []) =>
  ({
    id: `id-${key}`,
    number,
    key,
    title: key,
    brief: 'do it',
    skills: ['write'],
    needs,
    assigneeId: null,
  }) as unknown as TaskView
const details = new Map([
  [
    'id-a',
    {
      task: { output: { kind: 'document', sections: ['Intro'] }, checks: [{ name: 'quotes' }] },
    } as unknown as TaskDetail,
  ],
])
const draft = draftOf(1, [task(1, 'a'), task(2, 'b', ['id-a']), task(3, 'c', ['id-b'])], details, 'id-c')

test('a plan that was only opened goes back as it was, output and checks included', () => {
  const input = planInput(draft)
  expect(planSchema.safeParse(input).success).toBe(true)
  expect(input.deliverable).toBe('c')
  expect(input.tasks[0]).toMatchObject({
    output: { kind: 'document', sections: ['Intro'] },
    checks: [{ name: 'quotes' }],
  })
  expect(input.tasks.map((one) => one.needs)).toEqual([[], ['a'], ['b']])
})

test('removing a task removes it from the needs of others and from the deliverable', () => {
  expect(planInput(withoutTask(draft, 'a')).tasks.map((one) => one.needs)).toEqual([[], ['b']])
  expect(withoutTask(draft, 'c').deliverable).toBeNull()
})

test('a task is never offered what builds on it', () => {
  expect(mayNeed(draft, 'a').map((one) => one.key)).toEqual([])
  expect(mayNeed(draft, 'c').map((one) => one.key)).toEqual(['a', 'b'])
})

test('keys of new tasks are made of their titles and stay apart', () => {
  expect(freshKey('Écrire le résumé!', new Set())).toBe('ecrire-le-resume')
  expect(freshKey('a', new Set(['a', 'a-2']))).toBe('a-3')
  expect(freshKey('李雷', new Set(['task']))).toBe('task-2')
})

test('an untitled task and an empty plan are named before anything is sent', () => {
  const [first, ...rest] = draft.tasks
  if (!first) throw new Error('the draft has tasks')
  expect(draftProblems({ ...draft, tasks: [{ ...first, number: 7, title: ' ' }, ...rest] })).toEqual([
    'T-7 has no title.',
  ])
  const fresh = [1, 2].map((at) => ({ ...first, key: `new-task-${at}`, number: null, title: '', needs: [] }))
  const untitled = draftProblems({ ...draft, tasks: [...draft.tasks, ...fresh] })
  expect(untitled.filter((problem) => problem.includes('title'))).toEqual(['The new task has no title.'])
  expect(draftProblems({ ...draft, deliverable: null, tasks: [] })[0]).toContain('no tasks')
  expect(draftProblems(draft)).toEqual([])
})

test('of a large plan so many tasks are in sight at once, found by words, and new ones in any case', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => task(i + 1, `t${i + 1}`, i < 9_999 ? [`id-t${i + 2}`] : []))
  const large = draftOf(1, many, new Map(), null)
  expect(inSight(large, large, '', 40).map((one) => one.key)).toEqual(many.slice(0, 40).map((one) => one.key))
  const found = ['t777', ...Array.from({ length: 10 }, (_, i) => `t777${i}`)]
  expect(inSight(large, large, 'T-777 do', 40).map((one) => one.key)).toEqual(found)
  const [first, ...others] = large.tasks
  if (!first) throw new Error('the plan has tasks')
  const fresh = { ...first, key: 'new-task', number: null, title: '' }
  const written = { ...large, tasks: [{ ...first, title: 'another' }, ...others, fresh] }
  expect(inSight(written, large, 't9999', 40).map((one) => one.key)).toEqual(['t9999', 'new-task'])
  expect(inSight(written, large, 'T-1 t1', 1).map((one) => one.title)).toEqual(['another', ''])
})

test('what may come before a task of a long chain is known at once', () => {
  const chain = Array.from({ length: 10_000 }, (_, i) => task(i + 1, `t${i + 1}`, i < 9_999 ? [`id-t${i + 2}`] : []))
  const large = draftOf(1, chain, new Map(), null)
  expect(mayNeed(large, 't10000')).toEqual([])
  expect(mayNeed(large, 't1')).toHaveLength(9_999)
})
