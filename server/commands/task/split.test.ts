import { expect, test } from 'vitest'
import { asAgent } from '../../testing/actors.ts'
import { examine } from '../../testing/examine.ts'
import { Scenario } from '../../testing/scenario.ts'
import { scripts } from '../../testing/scripts.ts'
import { splitTask } from './split.ts'

const second = 1000
const minute = 60 * second
const two = [
  { title: 'The north', brief: 'Only what the north quay brings.' },
  { title: 'The south', brief: 'Only what the south quay brings.', skills: ['writing'] },
]
const many = (count: number) => Array.from({ length: count }, (_, i) => ({ title: `Part ${i + 1}`, brief: 'A part.' }))

async function held(more: Parameters<Scenario['goal']>[0] = {}) {
  const scene = await Scenario.open()
  const bo = await scene.agent({ name: 'Bo', script: 'vanishing', places: 3 })
  const goalId = await scene.goal(more)
  await scene.clock.pass(second)
  const ana = scene.people[0] as Scenario['people'][number]
  const parts = (id = scene.task().id) => scene.rows('task').filter((task) => task.parentId === id)
  return { scene, bo, ana, goalId, taskId: scene.task().id, parts }
}

test('a person divides a task: its parts are done first, then it puts them together', async () => {
  const { scene, bo, ana, taskId, parts } = await held()
  bo.script = scripts.honest
  await ana.must('task.split', { taskId, parts: two, reason: 'two quays, two works' })
  expect(scene.attempts()[0]).toMatchObject({ status: 'superseded' })
  expect(scene.task()).toMatchObject({ status: 'blocked', attemptCount: 0 })
  expect(scene.task().needs).toEqual(parts().map((part) => part.id))
  expect(parts().map(({ status, depth, title }) => [status, depth, title])).toEqual([
    ['running', 1, 'The north'],
    ['running', 1, 'The south'],
  ])
  expect(scene.said().at(-1)).toMatch(/is done in 2 parts: two quays, two works/)
  await scene.clock.pass(2 * minute)
  expect(parts().every((part) => part.status === 'done')).toBe(true)
  const merged = [...bo.assignments.values()].at(-1)?.task
  expect(merged?.id).toBe(taskId)
  expect(merged?.brief).toMatch(/its 2 parts were done separately[\s\S]*The whole task/)
  expect(merged?.inputs.filter((input) => input.origin === 'agent')).toHaveLength(2)
  expect(scene.task().status).toBe('in_review')
  expect(examine(scene)).toEqual([])
})

test('a part that asks for a skill nobody here has is refused in words, and nothing is divided', async () => {
  const { scene, ana, taskId, parts } = await held()
  const [north, south] = two
  const odd = [north, { ...south, skills: ['writing', 'divination'] }]
  expect(await ana.do('task.split', { taskId, parts: odd as typeof two })).toMatchObject({
    ok: false,
    code: 'invalid',
    detail: expect.stringMatching(/Nobody in this room can do writing \+ divination \(for “The south”\)/),
    errors: [{ path: 'parts.1.skills' }],
  })
  expect([scene.task().status, parts().length]).toEqual(['running', 0])
})

test('the agent that holds a task may divide it, another may not', async () => {
  const { scene, bo, taskId, parts } = await held()
  const cy = await scene.agent({ name: 'Cy' })
  const input = { taskId, parts: two }
  expect(await scene.call(splitTask, input, asAgent(cy))).toMatchObject({ ok: false, code: 'not_found' })
  expect(await scene.call(splitTask, input, asAgent(bo))).toMatchObject({ ok: true })
  expect(parts()).toHaveLength(2)
  expect(scene.events('task.split')[0]?.actor).toMatchObject({ kind: 'agent', name: 'Bo' })
})

test('F42 an agent that makes tasks without end meets the limits of depth and number, and is told which', async () => {
  const { scene, bo, taskId } = await held({ limits: { depth: 2 } })
  const held2 = () => scene.rows('attempt').find((one) => one.status === 'accepted' && one.taskId !== taskId)
  await scene.call(splitTask, { taskId, parts: two }, asAgent(bo))
  await scene.clock.pass(second)
  const [first] = scene.rows('task').filter((task) => task.parentId === taskId)
  expect(await scene.call(splitTask, { taskId: first?.id ?? '', parts: two }, asAgent(bo))).toMatchObject({ ok: true })
  await scene.clock.pass(second)
  const deepest = scene.rows('task').find((task) => task.depth === 2 && task.status === 'running')
  expect(held2()).toBeDefined()
  expect(await scene.call(splitTask, { taskId: deepest?.id ?? '', parts: two }, asAgent(bo))).toMatchObject({
    ok: false,
    code: 'forbidden',
    detail: expect.stringMatching(/2 levels deep/),
  })
  expect(Math.max(...scene.rows('task').map((task) => task.depth))).toBe(2)
})

test('I21 no task becomes more than two hundred, however it is divided', async () => {
  const { scene, ana, taskId, parts } = await held({ limits: { depth: 10 } })
  await ana.must('task.split', { taskId, parts: many(20) })
  for (const part of parts().slice(0, 9)) await ana.must('task.split', { taskId: part.id, parts: many(20) })
  const last = parts()[9]?.id ?? ''
  expect(await ana.do('task.split', { taskId: last, parts: two })).toMatchObject({
    ok: false,
    code: 'limit_reached',
    detail: expect.stringMatching(/200 at most; with these there would be 202/),
  })
  expect(scene.rows('task').filter((task) => task.parentId !== null)).toHaveLength(200)
  expect(scene.bugs).toEqual([])
})

test('a task whose result is being decided on, that is done, or whose plan has not started is not divided', async () => {
  const { scene, bo, ana, taskId } = await held()
  bo.script = scripts.honest
  await ana.must('task.retry', { taskId })
  await scene.clock.pass(minute)
  expect(scene.task().status).toBe('in_review')
  expect(await ana.do('task.split', { taskId, parts: two })).toMatchObject({ ok: false, code: 'conflict' })
  await scene.goal({ title: 'Later', autonomy: 'plan_first', plan: { tasks: [{ key: 'later', title: 'Later' }] } })
  const waiting = { taskId: scene.task('later').id, parts: two }
  expect(await ana.do('task.split', waiting)).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/change the plan/),
  })
})

test('F56 parts of a task that needs what was cancelled say so, instead of waiting mutely', async () => {
  const tasks = [
    { key: 'one', title: 'One', skills: ['writing'] },
    { key: 'two', title: 'Two', skills: ['writing'], needs: ['one'] },
    { key: 'free', title: 'Free', skills: ['writing'] },
  ]
  const scene = await Scenario.open()
  await scene.agent({ name: 'Bo', script: 'vanishing', places: 3 })
  await scene.goal({ plan: { tasks } })
  const ana = scene.people[0] as Scenario['people'][number]
  await ana.must('task.cancel', { taskId: scene.task('one').id })
  await ana.must('task.split', { taskId: scene.task('two').id, parts: two })
  const parts = scene.rows('task').filter((task) => task.parentId === scene.task('two').id)
  expect(parts.map(({ status, reason }) => [status, reason])).toEqual([
    ['blocked', 'T-1 One, which it needs, is cancelled'],
    ['blocked', 'T-1 One, which it needs, is cancelled'],
  ])
  expect(examine(scene)).toEqual([])
})

test('work that ran out of time twice is divided along the points of its brief', async () => {
  const brief = 'Describe the harbour:\n- its quays\n- its cranes\n- its tides'
  const plan = { tasks: [{ key: 'only', title: 'Harbour', brief, skills: ['writing'] }] }
  const { scene, bo, parts } = await held({ plan, clocks: { attemptSeconds: 60, leaseSeconds: 600 } })
  await scene.clock.pass(130 * second)
  expect(scene.attempts().map((one) => one.failure)).toEqual(['timed_out', 'timed_out'])
  expect(parts().map((part) => part.title)).toEqual(['its quays', 'its cranes', 'its tides'])
  expect(scene.events('task.split')[0]?.data.reason).toMatch(/2 times ran out of time/)
  bo.script = scripts.honest
  await scene.clock.pass(10 * minute)
  expect(scene.task().status).toBe('in_review')
})

test('a goal that divides at the first failure asks a person where there is nothing to divide', async () => {
  const policy = { recovery: { lost: { action: 'split' as const } } }
  const { scene } = await held({ policy })
  await scene.clock.pass(2 * minute)
  expect(scene.task()).toMatchObject({ status: 'needs_human', reason: expect.stringMatching(/no parts to be divided/) })
  const inputs = ['one.txt', 'two.txt'].map((name) => ({ name, text: `What ${name} says.` }))
  const other = await held({ policy, inputs })
  await other.scene.clock.pass(2 * minute)
  expect(other.parts().map((part) => [part.title, part.inputs.length])).toEqual([
    ['The only task: one.txt', 1],
    ['The only task: two.txt', 1],
  ])
})

test('a task that waits for its parts is not divided a second time, however often somebody presses', async () => {
  const { ana, taskId, parts } = await held()
  await ana.must('task.split', { taskId, parts: two })
  expect(await ana.do('task.split', { taskId, parts: two })).toMatchObject({
    ok: false,
    code: 'conflict',
    detail: expect.stringContaining('divided already'),
  })
  expect(parts()).toHaveLength(2)
})
