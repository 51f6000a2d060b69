import { expect, test } from 'vitest'
import { examine } from '../testing/examine.ts'
import { Scenario } from '../testing/scenario.ts'
import { onRequest, resultOf } from '../testing/scripts.ts'

const second = 1000
const minute = 60 * second
const chain = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    key: `t${i + 1}`,
    title: `Task ${i + 1}`,
    skills: ['writing'],
    needs: i === 0 ? [] : [`t${i}`],
  }))
const wide = (count: number) => chain(count).map((task) => ({ ...task, needs: [] }))
/** Hands its result in after five seconds and says what it used. */
const using = (usage?: { tokens?: number; costUsd?: number }) =>
  onRequest((job, agent) => {
    agent.later(
      5 * second,
      () => void agent.complete(job.attempt.id, { ...resultOf(job, agent.name), ...(usage ? { usage } : {}) }),
    )
    return { status: 202, body: { status: 'accepted' } }
  })

async function spending(
  limits: NonNullable<Parameters<Scenario['goal']>[0]>['limits'],
  { usage = { tokens: 1000, costUsd: 0.1 } as Parameters<typeof using>[0], tasks = chain(8), places = 1 } = {},
) {
  const scene = await Scenario.open()
  const bo = await scene.agent({ name: 'Bo', script: using(usage), places })
  const goalId = await scene.goal({ plan: { tasks }, ...(limits ? { limits } : {}) })
  const ana = scene.people[0] as Scenario['people'][number]
  const goal = () => scene.rows('goal').find((one) => one.id === goalId)
  const asked = () => scene.rows('handoff').filter((one) => one.kind === 'budget' && one.status === 'open')
  return { scene, bo, ana, goalId, goal, asked }
}

test('a goal tells once when four fifths are used, and stops before the hand-out after the last of it', async () => {
  const { scene, ana, goal, asked } = await spending({ tokens: 5000 })
  await scene.clock.pass(22 * second)
  expect(goal()).toMatchObject({
    status: 'running',
    spent: { tokens: 4000, steps: 4, attempts: 4, warned: ['tokens'] },
  })
  expect(scene.events('goal.budget_warned')).toHaveLength(1)
  expect(scene.said().at(-1)).toMatch(/has used 4,000 tokens of 5,000 tokens/)
  await scene.clock.pass(minute)
  expect(goal()).toMatchObject({ status: 'paused', spent: { tokens: 5000 } })
  expect(goal()?.reason).toBe('its budget is used up: 5,000 tokens of 5,000 tokens')
  expect(scene.rows('attempt')).toHaveLength(5)
  expect(scene.events('goal.budget_warned')).toHaveLength(1)
  expect(asked()).toMatchObject([{ memberId: ana.member.id, body: expect.stringMatching(/Raise the limit on tokens/) }])
  expect(scene.events('goal.paused')[0]).toMatchObject({ actor: { kind: 'coordinator' } })
  expect(examine(scene)).toEqual([])
})

test('a raised limit lets it go on; one below what is spent is refused with the numbers', async () => {
  const { scene, ana, goalId, goal, asked } = await spending({ tokens: 5000 })
  await scene.clock.pass(minute)
  const low = await ana.do('goal.set_limits', { goalId, limits: { tokens: 4000 } })
  expect(low).toMatchObject({ ok: false, detail: expect.stringMatching(/already spent 5,000 tokens/) })
  expect(await ana.do('goal.resume', { goalId })).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/5,000 tokens of 5,000 tokens. Raise the limit/),
  })
  await ana.must('goal.set_limits', { goalId, limits: { tokens: 6500 } })
  expect(goal()).toMatchObject({ status: 'running', limits: { tokens: 6500 } })
  expect(asked()).toEqual([])
  await scene.clock.pass(minute)
  expect(goal()).toMatchObject({ status: 'paused', spent: { tokens: 7000, warned: ['tokens'] } })
  expect(scene.events('goal.budget_warned')).toHaveLength(2)
  await ana.must('goal.set_limits', { goalId, limits: { tokens: null } })
  await scene.clock.pass(minute)
  expect(scene.rows('task').every((task) => task.status === 'done' || task.status === 'in_review')).toBe(true)
})

test('the owner may double the limit in the answer, and it goes on; or leave it stopped', async () => {
  const { scene, ana, goal, asked } = await spending({ tokens: 3000 })
  await scene.clock.pass(minute)
  const answer = (option: string) => ana.must('handoff.answer', { handoffId: asked()[0]?.id ?? '', body: '', option })
  await answer('Double the limit')
  expect(goal()).toMatchObject({ status: 'running', limits: { tokens: 6000 } })
  expect(scene.events('goal.resumed')[0]?.data.reason).toMatch(/doubled its limit/)
  await scene.clock.pass(minute)
  expect(goal()).toMatchObject({ status: 'paused', spent: { tokens: 6000 } })
  await answer('Leave it stopped')
  await scene.clock.pass(minute)
  expect(goal()?.status).toBe('paused')
  expect(asked()).toEqual([])
})

test('a limit of another kind can be set while one is passed already', async () => {
  const { scene, ana, goalId, goal } = await spending({ wallSeconds: 20 })
  await scene.clock.pass(minute)
  expect(goal()?.status).toBe('paused')
  await ana.must('goal.set_limits', { goalId, limits: { tokens: 90_000 } })
  expect(goal()).toMatchObject({ status: 'paused', limits: { wallSeconds: 20, tokens: 90_000 } })
  await ana.must('goal.set_limits', { goalId, limits: { wallSeconds: 3600 } })
  expect(goal()?.status).toBe('running')
})

test('I40 money, tokens, hand-outs and steps never pass their limit by more than what was under way', async () => {
  for (const limits of [{ tokens: 4000 }, { costUsd: 0.4 }, { attempts: 4 }, { steps: 4 }]) {
    const { scene, ana, goalId, goal } = await spending({}, { tasks: wide(30), places: 3 })
    await ana.must('goal.set_limits', { goalId, limits })
    await scene.clock.pass(5 * minute)
    expect(goal()?.status).toBe('paused')
    const over = 'attempts' in limits ? 0 : 2
    expect(scene.rows('attempt').length).toBeGreaterThanOrEqual(4)
    expect(scene.rows('attempt').length).toBeLessThanOrEqual(4 + over)
    expect(scene.rows('attempt').every((attempt) => attempt.status === 'approved')).toBe(true)
    expect(goal()?.spent.steps).toBe(scene.rows('attempt').length)
  }
})

test('a limit on time wakes the lane by itself', async () => {
  const { scene, goal } = await spending({ wallSeconds: 60 }, { tasks: chain(30) })
  await scene.clock.pass(49 * second)
  expect(scene.events('goal.budget_warned')).toHaveLength(1)
  await scene.clock.pass(20 * second)
  expect(goal()).toMatchObject({ status: 'paused', reason: expect.stringMatching(/used up: 6\d s of 60 s/) })
})

test('a goal that ends with its budget is complete, not stopped', async () => {
  const { scene, goal, asked } = await spending({ steps: 3, attempts: 3, tokens: 3000 }, { tasks: chain(3) })
  await scene.clock.pass(minute)
  expect(goal()?.status).toBe('in_review')
  expect(asked()).toEqual([])
})

test('one result that alone uses more than a whole budget beyond what is left is not taken, and it is paid all the same', async () => {
  const { scene, goal } = await spending({ tokens: 5000 }, { usage: { tokens: 50_000 } })
  await scene.clock.pass(10 * second)
  expect(scene.rows('attempt')).toMatchObject([{ failure: 'over_budget', usage: { tokens: 50_000 } }])
  expect(scene.rows('attempt')[0]?.reason).toMatch(/alone used 50,000 tokens, 5,000 tokens of 5,000 tokens were left/)
  expect(scene.rows('version')).toEqual([])
  expect(scene.disk.lateReports).toHaveLength(1)
  expect(goal()).toMatchObject({ status: 'paused', spent: { tokens: 50_000 } })
})

test('a room stops with all its goals when its money is gone, and opens when there is more', async () => {
  const { scene, ana } = await spending({}, { tasks: chain(12) })
  const { roomId } = scene
  await ana.must('room.update', { roomId, limits: { costUsd: 0.5 } })
  await scene.clock.pass(minute)
  const room = () => scene.rows('room')[0]
  expect(room()).toMatchObject({ status: 'paused', spent: { costUsd: 0.5, warned: ['costUsd'] } })
  expect(scene.events('room.budget_warned')).toHaveLength(1)
  expect(await ana.do('room.update', { roomId, status: 'open' })).toMatchObject({ ok: false, code: 'conflict' })
  expect(await ana.do('room.update', { roomId, limits: { costUsd: 0.2 } })).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/already spent \$0.50/),
  })
  const [asks] = scene.rows('handoff').filter((one) => one.kind === 'budget' && one.status === 'open')
  await ana.must('handoff.answer', { handoffId: asks?.id ?? '', body: '', option: 'Double the limit' })
  expect(room()).toMatchObject({ status: 'open', limits: { costUsd: 1 } })
  await scene.clock.pass(minute)
  expect(room()).toMatchObject({ status: 'paused', spent: { costUsd: 1 } })
  await ana.must('room.update', { roomId, limits: { costUsd: 10 } })
  expect(room()?.status).toBe('open')
  await scene.clock.pass(2 * minute)
  expect(room()?.spent.costUsd).toBeCloseTo(1.2)
})

test('an agent gets nothing more when what it may use up over all rooms is gone; its price counts where it says nothing', async () => {
  const { scene, ana, bo, asked } = await spending({}, { usage: {}, tasks: chain(12) })
  await ana.must('agent.update', { agentId: bo.id, limits: { costUsd: 2 }, price: { costUsdPerTask: 0.5 } })
  await scene.clock.pass(5 * minute)
  expect(scene.rows('attempt').map((attempt) => attempt.status)).toEqual(Array(4).fill('approved'))
  expect(scene.disk.spent.get(bo.id)).toEqual({ tokens: 0, costUsd: 2 })
  expect(scene.rows('task').find((task) => task.status === 'ready')?.reason).toMatch(/Bo has used up its budget/)
  expect(scene.said().filter((line) => /Bo gets no new work: \$2.00 of \$2.00/.test(line))).toHaveLength(1)
  expect(scene.rows('goal')[0]?.spent.costUsd).toBe(2)
  const asks = scene.rows('handoff').filter((one) => one.kind === 'budget')
  expect(asks).toMatchObject([{ agentId: bo.id, memberId: ana.member.id, goalId: null, options: [], status: 'open' }])
  const doubling = { handoffId: asked()[0]?.id ?? '', body: '', option: 'Double the limit' }
  expect(await ana.do('handoff.answer', doubling)).toMatchObject({ ok: false, code: 'invalid' })
  await ana.must('agent.update', { agentId: bo.id, limits: { costUsd: 2.1 } })
  await scene.clock.pass(second)
  expect(asked()).toEqual([])
  await ana.must('agent.update', { agentId: bo.id, limits: { costUsd: null } })
  await scene.clock.pass(5 * minute)
  expect(scene.rows('task').every((task) => task.status === 'done' || task.status === 'in_review')).toBe(true)
})
