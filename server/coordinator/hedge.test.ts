import { expect, test } from 'vitest'
import { Scenario } from '../testing/scenario.ts'
import type { ScriptedAgent } from '../testing/scripted-agent.ts'
import { resultOf, scripts } from '../testing/scripts.ts'

const second = 1000
const minute = 60 * second
const hedging = { recovery: { stalled: { action: 'hedge' as const } } }
const states = (scene: Scenario, key = 'only') =>
  scene.attempts(key).map((one) => `${one.hedge ? 'beside ' : ''}${one.failure ?? one.status}`)
const openOnes = (scene: Scenario) => scene.attempts().filter((one) => /offered|accepted|working/.test(one.status))

/** Bo has a record of twenty seconds a task and then falls silent but for heartbeats; Cy comes when the second goal starts. */
async function slowTask(policy: Parameters<Scenario['goal']>[0] = { policy: hedging }) {
  const scene = await Scenario.open()
  const bo = await scene.agent({ name: 'Bo' })
  await scene.goal({ title: 'Before', plan: { tasks: [{ key: 'before', title: 'Before', skills: ['writing'] }] } })
  await scene.clock.pass(minute)
  bo.script = scripts.beating
  await scene.goal(policy)
  await scene.clock.pass(second)
  const cy = await scene.agent({ name: 'Cy', script: 'vanishing' })
  return { scene, bo, cy }
}
const complete = (scene: Scenario, agent: ScriptedAgent, which: number) => {
  const id = scene.attempts()[which]?.id ?? ''
  const job = agent.assignments.get(id)
  if (!job) throw new Error('not handed out')
  return agent.complete(id, resultOf(job, agent.name))
}

test('a task that is slow for its kind gets a second worker beside the first, who is told nothing', async () => {
  const { scene, bo } = await slowTask()
  await scene.clock.pass(4 * minute)
  expect(states(scene)).toEqual(['accepted'])
  await scene.clock.pass(2 * minute)
  expect(states(scene)).toEqual(['accepted', 'beside accepted'])
  expect(scene.task()).toMatchObject({ status: 'running', fence: 2, attemptCount: 1 })
  expect(scene.task().doerId).toBe(scene.attempts()[0]?.participantId)
  expect(bo.inbox.map((message) => message.type)).not.toContain('attempt.revoked')
  expect(scene.said().at(-1)).toMatch(/Cy works on it in parallel with Bo, because it is slow for this kind of work/)
  expect(scene.events('attempt.offered').at(-1)?.data).toMatchObject({ hedge: true })
})

test('I40 a second one is a hand-out like any other: with nothing left of the budget the first goes on alone', async () => {
  const { scene } = await slowTask({ policy: hedging, limits: { attempts: 1 } })
  await scene.clock.pass(8 * minute)
  expect(states(scene)).toEqual(['accepted'])
  await scene.people[0]?.do('goal.set_limits', { goalId: scene.task().goalId, limits: { attempts: 2 } })
  await scene.clock.pass(minute)
  expect(states(scene)).toEqual(['accepted', 'beside accepted'])
})

test('I01 at most one attempt holds a task and at most one works beside it, whatever happens', async () => {
  const { scene, cy } = await slowTask()
  await scene.agent({ name: 'Di', script: 'vanishing' })
  for (let i = 0; i < 80; i++) {
    await scene.clock.pass(30 * second)
    const open = openOnes(scene)
    expect(open.filter((one) => !one.hedge).length).toBeLessThanOrEqual(1)
    expect(open.filter((one) => one.hedge).length).toBeLessThanOrEqual(1)
    if (i === 20) cy.script = scripts.honest
  }
  expect(scene.bugs).toEqual([])
  expect(scene.task().status).toBe('in_review')
})

test('the first to hand something in has the task, and the other is told and changes nothing more', async () => {
  for (const winner of ['first', 'beside'] as const) {
    const { scene, bo, cy } = await slowTask()
    await scene.clock.pass(6 * minute)
    const answer = winner === 'first' ? await complete(scene, bo, 0) : await complete(scene, cy, 1)
    expect(answer).toMatchObject({ ok: true })
    expect(states(scene)).toEqual(
      winner === 'first' ? ['approved', 'beside superseded'] : ['superseded', 'beside approved'],
    )
    const late = winner === 'first' ? await complete(scene, cy, 1) : await complete(scene, bo, 0)
    expect(late).toMatchObject({ ok: false, code: 'superseded' })
    await scene.clock.pass(second)
    const loser = winner === 'first' ? cy : bo
    expect(loser.inbox.map((message) => message.type)).toContain('attempt.revoked')
    expect(scene.task()).toMatchObject({ status: 'in_review', attemptCount: 1 })
    expect(scene.rows('version').filter((one) => one.taskId === scene.task().id)).toHaveLength(1)
  }
})

test('a second one that fails costs nothing', async () => {
  const { scene, cy } = await slowTask()
  await scene.clock.pass(6 * minute)
  await cy.fail(scene.attempts()[1]?.id ?? '', { message: 'out of paper' })
  expect(states(scene)).toEqual(['accepted', 'beside errored'])
  expect(scene.task()).toMatchObject({ status: 'running', attemptCount: 1 })
  expect(scene.task().doerId).toBe(scene.attempts()[0]?.participantId)
  expect(scene.events('attempt.hedge_ended')).toHaveLength(1)
  await scene.clock.pass(2 * minute)
  expect(scene.attempts()).toHaveLength(2)
})

test('when the first one fails the second goes on, and only then counts', async () => {
  const { scene, bo, cy } = await slowTask()
  await scene.clock.pass(6 * minute)
  await bo.fail(scene.attempts()[0]?.id ?? '', { message: 'out of ink' })
  expect(states(scene)).toEqual(['errored', 'beside accepted'])
  expect(scene.task()).toMatchObject({ status: 'running', attemptCount: 2 })
  expect(scene.task().doerId).toBe(scene.attempts()[1]?.participantId)
  expect(scene.events('attempt.promoted')).toHaveLength(1)
  expect(await complete(scene, cy, 1)).toMatchObject({ ok: true })
  expect(scene.task().status).toBe('in_review')
})

test('beside the last try the second one is that try: no more are counted than there are', async () => {
  const { scene, bo, cy } = await slowTask({ policy: hedging, clocks: { attemptsPerTask: 1 } })
  await scene.clock.pass(6 * minute)
  await bo.fail(scene.attempts()[0]?.id ?? '', { message: 'out of ink' })
  expect(scene.task()).toMatchObject({ status: 'running', attemptCount: 1 })
  await cy.fail(scene.attempts()[1]?.id ?? '', { message: 'out of paper' })
  expect(scene.task()).toMatchObject({ status: 'needs_human', reason: expect.stringMatching(/^1 of 1 tries/) })
})

test('the second one counts from the moment it is alone, and gives its try back when it declines', async () => {
  const { scene, bo, cy } = await slowTask()
  await scene.clock.pass(6 * minute)
  for (const agent of [bo, cy]) agent.script = scripts.silent
  await bo.fail(scene.attempts()[0]?.id ?? '', { message: 'out of ink' })
  await cy.decline(scene.attempts()[1]?.id ?? '')
  // Bo, the only one left, was asked again: his first try and this one.
  expect(states(scene)).toEqual(['errored', 'declined', 'offered'])
  expect(scene.task().attemptCount).toBe(2)
})

test('one that declines costs no try, and the second goes on as the first', async () => {
  const { scene, bo } = await slowTask()
  await scene.clock.pass(6 * minute)
  expect(await bo.decline(scene.attempts()[0]?.id ?? '')).toMatchObject({ ok: true })
  expect(states(scene)).toEqual(['declined', 'beside accepted'])
  expect(scene.task()).toMatchObject({ status: 'running', attemptCount: 1 })
})

test('who takes the task over takes it from both', async () => {
  const { scene } = await slowTask()
  await scene.clock.pass(6 * minute)
  await scene.people[0]?.must('task.take_over', { taskId: scene.task().id })
  expect(states(scene)).toEqual(['superseded', 'beside superseded', 'accepted'])
  expect(scene.task()).toMatchObject({ status: 'running', fence: 3 })
  const slots = [...scene.disk.slots.values()]
  expect(slots.every((inUse) => inUse === 0)).toBe(true)
})

test('what stops a goal, or sends an agent away, ends both once', async () => {
  for (const stop of ['goal', 'agent'] as const) {
    const { scene, bo } = await slowTask()
    await scene.clock.pass(6 * minute)
    const [ana] = scene.people
    const { goalId } = scene.task()
    if (stop === 'goal') await ana?.must('goal.cancel', { goalId })
    else await ana?.must('agent.remove', { agentId: bo.id })
    await scene.clock.pass(second)
    const ends = stop === 'goal' ? ['cancelled', 'beside cancelled'] : ['superseded', 'beside superseded']
    expect(states(scene).slice(0, 2)).toEqual(ends)
    expect(scene.bugs).toEqual([])
  }
})

test('a goal may ask two at once after a failure', async () => {
  const scene = await Scenario.open()
  const bo = await scene.agent({ name: 'Bo', script: 'erring' })
  await scene.goal({ policy: { recovery: { errored: { action: 'hedge' } } } })
  await scene.clock.pass(second)
  await scene.agent({ name: 'Cy', script: 'vanishing' })
  await scene.agent({ name: 'Di', script: 'vanishing' })
  bo.script = scripts.vanishing
  await scene.clock.pass(8 * second)
  expect(states(scene)).toEqual(['errored', 'accepted', 'beside accepted'])
  expect(new Set(scene.attempts().map((one) => one.participantId)).size).toBe(3)
})

test('without such a policy nobody works beside anybody', async () => {
  const { scene } = await slowTask({})
  await scene.clock.pass(14 * minute)
  expect(states(scene)).toEqual(['accepted'])
})
