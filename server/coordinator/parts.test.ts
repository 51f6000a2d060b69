import { expect, test } from 'vitest'
import type { CommandInput } from '../contract/commands.ts'
import type { Assignment } from '../domain/assignment.ts'
import { examine } from '../testing/examine.ts'
import { Scenario } from '../testing/scenario.ts'
import { onRequest } from '../testing/scripts.ts'

const minute = 60_000
type PlanTasks = NonNullable<CommandInput<'goal.create'>['plan']>['tasks']

/** Answers each hand-out with what `say` gives for it, at once. */
const saying = (say: (job: Assignment) => string | object) =>
  onRequest((job) => {
    const said = say(job)
    const part =
      typeof said === 'string'
        ? { text: said, mediaType: 'text/markdown' }
        : { data: said, mediaType: 'application/json' }
    return { status: 200, body: { status: 'completed', artifacts: [{ name: 'result', parts: [part] }] } }
  })

async function play(tasks: PlanTasks, agents: Parameters<Scenario['agent']>[0][], more: object = {}) {
  const scene = await Scenario.open()
  for (const agent of agents) await scene.agent({ skills: ['writing'], places: 5, ...agent })
  await scene.goal({ plan: { tasks }, ...more })
  await scene.clock.pass(2 * minute)
  const byKey = (key: string) => scene.rows('task').find((task) => task.key === key)
  const statuses = () => Object.fromEntries(scene.rows('task').map((task) => [task.key, task.status]))
  return { scene, byKey, statuses, ana: scene.people[0] as Scenario['people'][number] }
}

const list = { key: 'list', title: 'List the bridges', skills: ['writing'] }
const each = {
  key: 'each',
  title: 'Describe',
  brief: 'Describe the bridge.',
  skills: ['writing'],
  needs: ['list'],
  each: { from: 'list', max: 5 },
}
const merge = { key: 'merge', title: 'Merge', skills: ['writing'], needs: ['each'] }
const prose = (job: Assignment) => `## ${job.task.title}\n\n${job.task.brief.slice(-60)} was seen by ${job.task.key}.`

test('a task that is done for each item of a result makes its tasks when the result is there, and what needs it gets them all', async () => {
  const script = saying((job) =>
    job.task.key === 'list' ? ['Tower Bridge', { name: 'Ponte Vecchio', city: 'Florence' }] : prose(job),
  )
  const { scene, statuses, byKey } = await play([list, each, merge], [{ script }])
  expect(statuses()).toEqual({
    list: 'done',
    each: 'done',
    'each:1': 'done',
    'each:2': 'done',
    merge: 'in_review',
  })
  expect(byKey('each:2')).toMatchObject({ title: 'Describe: Ponte Vecchio', parentId: byKey('each')?.id, depth: 1 })
  const merged = scene.rows('version').find((version) => version.taskId === byKey('merge')?.id)
  expect(merged?.builtFrom.map((from) => from.taskId)).toEqual([byKey('each:1')?.id, byKey('each:2')?.id])
  expect(scene.said().join('\n')).toContain('one task for each of 2 items')
  expect(examine(scene)).toEqual([])
})

test('a list with more items than allowed goes to a person with both numbers', async () => {
  const script = saying((job) => (job.task.key === 'list' ? ['a', 'b', 'c', 'd', 'e', 'f'] : prose(job)))
  const { scene, byKey } = await play([list, each, merge], [{ script }])
  expect(byKey('each')?.status).toBe('needs_human')
  expect(scene.rows('handoff').find((handoff) => handoff.status === 'open')?.body).toContain(
    'The list has 6 items, 5 are allowed.',
  )
  expect(byKey('merge')?.status).toBe('blocked')
})

test('a result that holds no list goes to a person, and an empty list is done at once', async () => {
  const none = await play(
    [list, each, merge],
    [{ script: saying(() => 'The river has many bridges, and each of them was built by somebody else.') }],
  )
  expect(none.byKey('each')).toMatchObject({ status: 'needs_human', reason: expect.stringContaining('holds no list') })
  const empty = await play(
    [list, each, merge],
    [{ script: saying((job) => (job.task.key === 'list' ? { items: [] } : prose(job))) }],
  )
  expect(empty.statuses()).toEqual({ list: 'done', each: 'done', merge: 'in_review' })
})

test('items come from the goal itself when the task names no result', async () => {
  const { each: _, needs: __, ...own } = each
  const { statuses } = await play([{ ...own, each: { max: 3 } }, merge], [{ script: saying(prose) }], {
    items: ['Tower Bridge', 'Ponte Vecchio'],
  })
  expect(statuses()).toMatchObject({ 'each:1': 'done', 'each:2': 'done', merge: 'in_review' })
})

test('items of items: a list made for each item is done item by item, no deeper than the goal allows', async () => {
  const deep = { key: 'deep', title: 'Look closer', skills: ['writing'], needs: ['each'], each: { from: 'each' } }
  const script = saying((job) => {
    if (job.task.key === 'list') return ['Tower', 'Ponte']
    return job.task.key.startsWith('each') ? ['arch', 'pier'] : prose(job)
  })
  const tasks = [list, each, deep, { ...merge, needs: ['deep'] }]
  const { statuses } = await play(tasks, [{ script }])
  expect(Object.entries(statuses()).filter(([key]) => key.startsWith('deep:'))).toHaveLength(4)
  const { byKey } = await play(tasks, [{ script }], { limits: { depth: 0 } })
  expect(byKey('each')).toMatchObject({ status: 'needs_human', reason: expect.stringContaining('0 is the limit') })
})
