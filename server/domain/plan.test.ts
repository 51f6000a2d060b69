import fc from 'fast-check'
import { expect, test } from 'vitest'
import { order, type Plan, type PlanTask, shapeProblems, soleSink, startProblems } from './plan.ts'
import { sampleTask } from './sample-plan.ts'

const task = (key: string, needs: string[], more: Partial<PlanTask> = {}) =>
  sampleTask(key, needs, { inputs: null, ...more })
/** A graph without a cycle, its tasks in any order: each may need those with a lower number. */
const acyclic = fc
  .integer({ min: 1, max: 30 })
  .chain((count) =>
    fc.tuple(
      ...Array.from({ length: count }, (_, i) =>
        fc.subarray(Array.from({ length: i }, (_, n) => `t${n}`)).map((needs) => task(`t${i}`, needs)),
      ),
    ),
  )
  .chain((tasks) => fc.shuffledSubarray(tasks, { minLength: tasks.length }))
const anyGraph = fc
  .integer({ min: 1, max: 12 })
  .chain((count) =>
    fc.tuple(
      ...Array.from({ length: count }, (_, i) =>
        fc.subarray(Array.from({ length: count }, (_, n) => `t${n}`)).map((needs) => task(`t${i}`, needs)),
      ),
    ),
  )

test('tasks come after everything they need, each once', () => {
  fc.assert(
    fc.property(acyclic, (tasks) => {
      const sorted = order(tasks)
      if (!sorted.ok) throw new Error('there is no cycle')
      expect([...sorted.keys].sort()).toEqual(tasks.map((one) => one.key).sort())
      const place = new Map(sorted.keys.map((key, i) => [key, i]))
      for (const one of tasks)
        for (const need of one.needs) expect(place.get(need)).toBeLessThan(place.get(one.key) ?? -1)
    }),
  )
})

test('a cycle is found whenever there is one, and what is named stands in it or behind it', () => {
  fc.assert(
    fc.property(anyGraph, (tasks) => {
      const needs = new Map(tasks.map((one) => [one.key, one.needs]))
      const reaches = (from: string) => {
        const found = new Set(needs.get(from))
        for (const key of found) for (const need of needs.get(key) ?? []) found.add(need)
        return found
      }
      const circular = tasks.filter((one) => reaches(one.key).has(one.key)).map((one) => one.key)
      const sorted = order(tasks)
      expect(sorted.ok).toBe(circular.length === 0)
      if (!sorted.ok) expect(sorted.cycle).toEqual(expect.arrayContaining(circular))
    }),
  )
})

test('a chain of a thousand tasks may be planned, a longer one is refused', () => {
  const chain = (length: number): Plan => ({
    tasks: Array.from({ length }, (_, i) => task(`t${i}`, i === 0 ? [] : [`t${i - 1}`])),
    deliverable: null,
  })
  expect(shapeProblems(chain(1000))).toEqual([])
  expect(shapeProblems(chain(1002))).toMatchObject([{ code: 'too_deep' }])
})

test('each fault of a plan is named with the task it is in', () => {
  const codes = (tasks: PlanTask[], deliverable: string | null = null) =>
    shapeProblems({ tasks, deliverable }).map((one) => one.code)
  expect(codes([])).toEqual(['empty'])
  expect(codes([task('a', []), task('a', [])])).toEqual(['duplicate_key'])
  expect(codes([task('a', ['z'])])).toEqual(['unknown_need'])
  expect(codes([task('a', [])], 'z')).toEqual(['unknown_deliverable'])
  expect(codes([task('a', ['a'])])).toEqual(['cycle'])
  const world = {
    workers: [['writing']],
    participantIds: new Set(['p']),
    inputs: new Set(['in.csv']),
    checks: new Set(['quotes']),
  }
  const plan = {
    tasks: [
      task('a', [], { skills: ['flying'] }),
      task('b', [], { assignee: 'q' }),
      task('c', [], { inputs: ['out.csv'], checks: [{ name: 'luck' }] }),
      task('d', [], { skills: ['writing'], inputs: ['in.csv'], checks: [{ name: 'quotes' }] }),
      task('e', [], { skills: ['flying'], assignee: 'p' }),
    ],
    deliverable: null,
  }
  expect(
    startProblems(plan, world)
      .map((one) => one.code)
      .sort(),
  ).toEqual(['nobody', 'unknown_assignee', 'unknown_check', 'unknown_input'])
})

test('the deliverable is the one task that nothing builds on, when there is just one', () => {
  expect(soleSink([task('a', []), task('b', ['a'])])).toBe('b')
  expect(soleSink([task('a', []), task('b', [])])).toBeNull()
})
