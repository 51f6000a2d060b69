import { describe, expect, test } from 'vitest'
import type { CommandInput } from '../../contract/commands.ts'
import { examine } from '../../testing/examine.ts'
import { type Person, Scenario } from '../../testing/scenario.ts'

// A plan at work is rewritten where it has not started.

const second = 1000
type Tasks = NonNullable<CommandInput<'goal.create'>['plan']>['tasks']
const task = (key: string, needs: string[] = [], more: Partial<Tasks[number]> = {}): Tasks[number] => ({
  key,
  title: `Task ${key}`,
  skills: ['writing'],
  needs,
  ...more,
})
const first = [task('a'), task('b', ['a']), task('c', ['b']), task('d', ['c'])]

/** A goal whose first task is with an agent that never ends, or is done and the second is. */
async function running(script: 'vanishing' | 'honest' = 'vanishing', tasks: Tasks = first, deliverable?: string) {
  const scene = await Scenario.open()
  await scene.agent({ name: 'Ada', script })
  const goalId = await scene.goal({ plan: { tasks, ...(deliverable ? { deliverable } : {}) } })
  await scene.clock.pass(5 * second)
  const ana = scene.people[0] as Person
  const edit = (wanted: Tasks, more: Partial<CommandInput<'plan.edit'>> = {}) =>
    ana.do('plan.edit', { goalId, plan: { tasks: wanted, deliverable: deliverable ?? 'd' }, ...more })
  const goal = () => scene.rows('goal')[0]
  const byKey = (key: string) => scene.task(key)
  return { scene, ana, goalId, edit, goal, byKey }
}
const sound = (scene: Scenario) => {
  expect(examine(scene)).toEqual([])
  expect(scene.bugs).toEqual([])
}

describe('re-planning in flight', () => {
  test('tasks are added, changed and taken out while the rest runs, with the reason in the log and in the room', async () => {
    const { scene, edit, goal, byKey } = await running()
    const wanted = [
      task('a'),
      task('b', ['a'], { brief: 'Shorter.' }),
      task('d', ['b', 'e']),
      task('e', [], { title: 'Something new' }),
    ]
    const answer = await edit(wanted, { reason: 'The board wants less.', planVersion: 1 })
    expect(answer).toMatchObject({
      ok: true,
      result: {
        planVersion: 2,
        added: ['e'],
        removed: ['c'],
        changed: [
          { key: 'b', fields: ['brief'] },
          { key: 'd', fields: ['needs'] },
        ],
        kept: ['a'],
      },
    })
    expect(goal()).toMatchObject({ status: 'running', planVersion: 2 })
    expect(byKey('c')).toMatchObject({
      status: 'cancelled',
      reason: 'taken out of the plan: The board wants less.',
    })
    expect(byKey('b').brief).toBe('Shorter.')
    expect(byKey('d').needs).toEqual([byKey('b').id, byKey('e').id])
    expect(byKey('e').status).toBe('ready')
    expect(scene.events('plan.revised')[0]?.data).toMatchObject({
      version: 2,
      added: [{ key: 'e', title: 'Something new' }],
      removed: [{ key: 'c', title: 'Task c' }],
      changed: [
        { key: 'b', title: 'Task b', fields: ['brief'] },
        { key: 'd', title: 'Task d', fields: ['needs'] },
      ],
      reason: 'The board wants less.',
    })
    expect(scene.said().at(-1)).toBe(
      'Ana changed the plan of **A report on the harbour** (1 added, 1 taken out, 2 changed): The board wants less.',
    )
    sound(scene)
  })

  test('what has started stands: each task that would be touched is named in a sentence of its own', async () => {
    const { edit, scene, byKey } = await running()
    const answer = await edit([task('b'), task('c', ['b'], { title: 'Other' }), task('d', ['c'])])
    expect(answer).toMatchObject({
      ok: false,
      code: 'invalid',
      errors: [{ message: '"a" is running: it cannot be taken out of the plan; stop it on its own page instead.' }],
    })
    expect(await edit([task('a', [], { title: 'Other' }), ...first.slice(1)])).toMatchObject({
      ok: false,
      detail: '"a" is running: its title cannot be changed any more.',
    })
    expect(byKey('a').title).toBe('Task a')
    expect(scene.events('plan.revised')).toEqual([])
  })

  test('new tasks may build on what is done or at work, and start when it is done', async () => {
    const { edit, scene, byKey } = await running('honest')
    await scene.clock.pass(30 * second)
    expect(byKey('a').status).toBe('done')
    expect(await edit([...first, task('e', ['a']), task('f', ['b'])])).toMatchObject({ ok: true })
    expect(byKey('e').status).toBe('ready')
    expect(byKey('f').status).toBe('blocked')
    await scene.clock.pass(300 * second)
    expect(byKey('e').status).toBe('done')
    expect(byKey('f').status).toBe('done')
    sound(scene)
  })

  test('F55 a circle is refused at write, whatever it goes through', async () => {
    const { edit, scene } = await running()
    const answer = await edit([task('a'), task('b', ['d']), task('c', ['b']), task('d', ['c'])])
    expect(answer).toMatchObject({ ok: false, code: 'invalid', detail: expect.stringMatching(/in a circle/) })
    expect(scene.events('plan.revised')).toEqual([])
    sound(scene)
  })

  test('a skill that nobody has, a key that was used and an unknown need are each refused', async () => {
    const { edit, scene } = await running()
    expect(await edit([...first, task('e', [], { skills: ['flying'] })])).toMatchObject({
      code: 'invalid',
      detail: expect.stringMatching(/Nobody in this room can do flying/),
    })
    expect(await edit([...first, task('e', ['z'])])).toMatchObject({
      detail: expect.stringMatching(/no task produces/),
    })
    expect(await edit([task('a'), task('b', ['a']), task('d', ['b'])])).toMatchObject({ ok: true })
    expect(await edit([task('a'), task('b', ['a']), task('c'), task('d', ['b'])])).toMatchObject({
      detail: 'The key "c" belonged to a task that was taken out: choose another.',
    })
    sound(scene)
  })

  test('who edited an older version of the plan is told, and a change that changes nothing is no version', async () => {
    const { edit, scene, goal } = await running()
    expect(await edit(first)).toMatchObject({ ok: true, result: { planVersion: 1 } })
    expect(scene.events('plan.revised')).toEqual([])
    await edit([...first, task('e')])
    expect(await edit(first, { planVersion: 1 })).toMatchObject({ ok: false, code: 'changed_meanwhile' })
    expect(goal()?.planVersion).toBe(2)
  })

  test('another task may bring the deliverable while the first has not started, not after', async () => {
    const { scene, ana, goalId, byKey } = await running('vanishing', first, 'd')
    const change = (deliverable: string) => ana.do('plan.edit', { goalId, plan: { tasks: first, deliverable } })
    expect(await change('c')).toMatchObject({ ok: true, result: { deliverable: { from: 'd', to: 'c' } } })
    expect(scene.rows('deliverable')).toMatchObject([{ taskId: byKey('c').id }])
    expect([byKey('c').deliverableId, byKey('d').deliverableId]).toEqual([scene.rows('deliverable')[0]?.id, null])
    sound(scene)
    expect(await change('a')).toMatchObject({ ok: true })
    expect(await change('d')).toMatchObject({ ok: false, detail: expect.stringMatching(/it brings the deliverable/) })
  })

  test('what was done on its checks alone does not become the deliverable: no person ever saw it', async () => {
    const tasks = [task('a'), task('d', ['a']), task('f', ['d'])]
    const { ana, goalId, scene, byKey } = await running('honest', tasks, 'd')
    await scene.clock.pass(20 * second)
    await ana.must('task.cancel', { taskId: byKey('d').id })
    const rest = [task('a'), task('f', ['a'])]
    const change = (deliverable: string) => ana.do('plan.edit', { goalId, plan: { tasks: rest, deliverable } })
    expect(byKey('a').status).toBe('done')
    expect(await change('a')).toMatchObject({ ok: false, detail: expect.stringMatching(/taken without a person/) })
    expect(await change('f')).toMatchObject({ ok: true })
    sound(scene)
  })

  test('taking out the last open task lets the goal come to its end', async () => {
    const { edit, scene, goal } = await running('honest', [task('a'), task('b', ['a']), task('d', ['b'])], 'a')
    await scene.clock.pass(40 * second)
    const { id, sha256, deliverableId } = scene.rows('version')[0] as {
      id: string
      sha256: string
      deliverableId: string
    }
    await (scene.people[0] as Person).must('goal.pause', { goalId: goal()?.id ?? '' })
    await (scene.people[0] as Person).must('deliverable.approve', { deliverableId, versionId: id, sha256 })
    await edit([task('a')])
    await (scene.people[0] as Person).must('goal.resume', { goalId: goal()?.id ?? '' })
    expect(goal()?.status).toBe('completed')
    sound(scene)
  })

  test('a goal that is over has no plan to change', async () => {
    const { ana, goalId, edit } = await running()
    await ana.must('goal.cancel', { goalId })
    expect(await edit([...first, task('e')])).toMatchObject({ ok: false, code: 'conflict' })
  })
})
