import fc from 'fast-check'
import { expect, test } from 'vitest'
import { order, shapeProblems } from './plan.ts'
import { choosePlaybook, isPlaybook, type PlanningGoal, planBy, playbookNames } from './playbooks.ts'
import { bullets } from './text/bullets.ts'

const input = fc.record({
  id: fc.uuid(),
  name: fc.constantFrom('notes.md', 'tides.csv', 'page.html'),
  mediaType: fc.constantFrom('text/markdown', 'text/csv', 'text/html'),
  sha256: fc.constant('0'),
  size: fc.nat(),
})
const goal = fc.record<PlanningGoal>({
  title: fc.string({ minLength: 1, maxLength: 200 }),
  brief: fc.array(fc.string({ maxLength: 60 }), { maxLength: 6 }).map((lines) => lines.join('\n- ')),
  acceptance: fc.array(fc.string(), { maxLength: 3 }),
  inputs: fc.array(input, { maxLength: 5 }),
  items: fc.array(fc.oneof(fc.string(), fc.record({ name: fc.string(), size: fc.nat() })), { maxLength: 30 }),
  deliverable: fc.option(fc.constant({ kind: 'document', name: 'The report' })),
})

test('the playbook that suits a goal makes a plan of sound shape with one deliverable at its end', () => {
  fc.assert(
    fc.property(goal, (given) => {
      const plan = planBy(choosePlaybook(given), given)
      expect(shapeProblems(plan)).toEqual([])
      const sorted = order(plan.tasks)
      expect(sorted.ok && sorted.keys.at(-1)).toBe(plan.deliverable)
      for (const task of plan.tasks) expect(task.title.length, task.key).toBeLessThanOrEqual(200)
    }),
  )
})

test('a thousand items become a thousand tasks and one that merges them all', () => {
  const items = Array.from({ length: 1000 }, (_, i) => `Item ${i}`)
  const plan = planBy('for-each', { title: 'T', brief: 'Do it.', acceptance: [], inputs: [], items, deliverable: null })
  expect(plan.tasks).toHaveLength(1001)
  expect(plan.tasks.at(-1)).toMatchObject({ key: 'merge', needs: plan.tasks.slice(0, -1).map((task) => task.key) })
  for (const [i, task] of plan.tasks.slice(0, -1).entries()) expect(task.brief).toContain(`Item ${i}`)
})

test('points are found however they are marked', () => {
  expect(bullets('Plan:\n- one\n * two\n3) three\n 4. four\nnot one\n-five')).toEqual(['one', 'two', 'three', 'four'])
})

test('only playbooks that ship are playbooks', () => {
  for (const name of playbookNames) expect(isPlaybook(name)).toBe(true)
  expect(isPlaybook('toString')).toBe(false)
})
