import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Plan, PlanTask } from './plan.ts'
import { keepUnnamed, type LivePlan, replan } from './replan.ts'
import { sampleTask as task } from './sample-plan.ts'

const live = (
  tasks: PlanTask[],
  started: Record<string, string> = {},
  deliverable: string | null = null,
): LivePlan => ({
  tasks: tasks.map((one) => ({ ...one, started: started[one.key] ?? null })),
  deliverable,
  usedKeys: new Set(),
})

test('the order of skills, needs and fields of an output changes nothing; the order of sections does', () => {
  const before = task('a', [], { skills: ['x', 'y'], output: { kind: 'document', sections: ['One', 'Two'] } })
  const same = task('a', [], { skills: ['y', 'x'], output: { sections: ['One', 'Two'], kind: 'document' } })
  expect(replan(live([before]), { tasks: [same], deliverable: null })).toMatchObject({
    ok: true,
    revision: { kept: ['a'], changed: [] },
  })
  const other = task('a', [], { skills: ['x', 'y'], output: { kind: 'document', sections: ['Two', 'One'] } })
  expect(replan(live([before]), { tasks: [other], deliverable: null })).toMatchObject({
    revision: { changed: [{ key: 'a', fields: ['output'] }] },
  })
})

test('how often a task is done is changed by another task, and who does one that has started by giving it away', () => {
  const answers = replan(live([task('a')]), { tasks: [task('a', [], { answers: 3 })], deliverable: null })
  expect(answers).toMatchObject({ ok: false, problems: [{ code: 'other_kind', task: 'a' }] })
  const assigned = { tasks: [task('a', [], { assignee: 'somebody' })], deliverable: null }
  expect(replan(live([task('a')], { a: 'running' }), assigned)).toMatchObject({ ok: true, revision: { kept: ['a'] } })
  expect(replan(live([task('a')]), assigned)).toMatchObject({ revision: { changed: [{ fields: ['assignee'] }] } })
})

test('10,000 tasks are compared in well under a second', () => {
  const tasks = Array.from({ length: 10_000 }, (_, i) => task(`t${i}`, i % 100 === 0 ? [] : [`t${i - 1}`]))
  const changed = tasks.map((one, i) => (i % 2 ? { ...one, brief: 'other words' } : one))
  const at = performance.now()
  const answer = replan(live(tasks, { t0: 'done' }), { tasks: changed, deliverable: null })
  expect(performance.now() - at).toBeLessThan(5000)
  expect(answer).toMatchObject({ ok: true, revision: { added: [], removed: [] } })
})

test('whatever is wanted: a revision leads exactly to it and touches nothing that has started', () => {
  const keys = ['a', 'b', 'c', 'd', 'e']
  const rows = fc.array(
    fc.record({ key: fc.constantFrom(...keys), needs: fc.subarray(keys), brief: fc.constantFrom('one', 'two') }),
    { minLength: 1 },
  )
  const plans = rows.map((list) => {
    const own = [...new Map(list.map((row) => [row.key, row])).values()]
    const before = (key: string) => (need: string) => need < key && own.some((row) => row.key === need)
    return own.map(({ key, needs, brief }) => task(key, needs.filter(before(key)), { brief }))
  })
  let revised = 0
  const started = fc.uniqueArray(fc.constantFrom(...keys))
  fc.assert(
    fc.property(plans, plans, started, (before, wanted, begun) => {
      const current = live(before, Object.fromEntries(begun.map((key) => [key, 'running'])))
      const plan: Plan = { tasks: wanted, deliverable: null }
      const answer = replan(current, plan)
      if (!answer.ok) {
        expect(answer.problems.every(({ text }) => /^"[a-e]" is running: .*\.$/.test(text))).toBe(true)
        return
      }
      revised += 1
      const { added, removed, changed, kept } = answer.revision
      const touched = [...removed, ...changed.map(({ key }) => key)]
      expect(touched.filter((key) => begun.includes(key))).toEqual([])
      const left = before.map(({ key }) => key).filter((key) => !removed.includes(key))
      expect([...left, ...added].sort()).toEqual(wanted.map(({ key }) => key).sort())
      expect([...added, ...changed.map(({ key }) => key), ...kept].sort()).toEqual(wanted.map(({ key }) => key).sort())
    }),
  )
  expect(revised).toBeGreaterThan(10)
})

test('what an editor leaves out of a task keeps the value it had; what it names, and a task it adds, is as it says', () => {
  const each = { from: 'list', file: null, max: 10 }
  const before = { tasks: [task('a', ['list'], { checks: [{ name: 'links' }], answers: 3, inputs: ['i'], each })] }
  const written = (given: Partial<PlanTask>, key = 'a') => {
    const plan: Plan = { tasks: [task(key, [], { title: 'New words', ...given })], deliverable: key }
    return keepUnnamed(plan, [given], before)
  }
  const kept = { needs: ['list'], checks: [{ name: 'links' }], answers: 3, inputs: ['i'], each, title: 'New words' }
  expect(written({}).tasks[0]).toMatchObject(kept)
  expect(written({ needs: [], answers: 1 }).tasks[0]).toMatchObject({ ...kept, needs: [], answers: 1 })
  expect(written({}, 'b')).toEqual({ tasks: [task('b', [], { title: 'New words' })], deliverable: 'b' })
})
