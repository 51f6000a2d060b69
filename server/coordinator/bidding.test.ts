import { expect, test } from 'vitest'
import { bidOnTask } from '../commands/task/bid.ts'
import { asAgent } from '../testing/actors.ts'
import { examine } from '../testing/examine.ts'
import { Scenario } from '../testing/scenario.ts'
import type { ScriptedAgent } from '../testing/scripted-agent.ts'

const second = 1000

async function open(bidSeconds: number | null = 10) {
  const scene = await Scenario.open()
  const ada = await scene.agent({ name: 'Ada' })
  const bo = await scene.agent({ name: 'Bo' })
  const pat = await scene.agent({ name: 'Pat', channel: 'pull' })
  const eli = await scene.agent({ name: 'Eli', skills: ['editing'] })
  await scene.goal(bidSeconds === null ? {} : { matching: { bidSeconds } })
  const bid = (agent: ScriptedAgent, fit: number, note?: string) =>
    scene.call(bidOnTask, { taskId: scene.task().id, fit, note }, asAgent(agent))
  return { scene, ada, bo, pat, eli, bid }
}
const doers = (scene: Scenario) => {
  const names = new Map(scene.rows('agent', scene.workspaceId).map((agent) => [agent.id, agent.name]))
  return scene.attempts().map((attempt) => names.get(attempt.agentId ?? ''))
}

test('without a bidding window a task is handed out at once and takes no bids', async () => {
  const { scene, bid, bo } = await open(null)
  expect(scene.attempts()).toHaveLength(1)
  expect(await bid(bo, 1)).toMatchObject({ ok: false, code: 'conflict' })
})

test('a task of a goal that asks for bids waits for them, and the bid is a part of the score that is shown', async () => {
  const { scene, bid, bo } = await open()
  expect(scene.events('task.open').at(-1)?.data).toMatchObject({ taskId: scene.task().id, key: 'only' })
  expect(scene.attempts()).toEqual([])
  const answer = await bid(bo, 1, 'my own harbour')
  expect(answer).toMatchObject({ ok: true, result: { closesAt: expect.stringMatching(/^\d{4}-/) } })
  expect(scene.events('task.bid').at(-1)?.data).toMatchObject({ fit: 1, note: 'my own harbour' })
  await scene.clock.pass(11 * second)
  expect(doers(scene)).toEqual(['Bo'])
  const [first, second_] = scene.attempts()[0]?.match?.scores ?? []
  expect(first?.parts).toHaveLength(7)
  expect(first?.reasons[0]).toBe('says it suits them 100 %')
  expect(second_?.parts).toHaveLength(6)
  expect(examine(scene)).toEqual([])
})

test('a bid moves the score by a bounded weight: who was not bidding stays ahead of who says it suits them badly', async () => {
  const { scene, bid, bo } = await open()
  await bid(bo, 0)
  await scene.clock.pass(11 * second)
  expect(doers(scene)).toEqual(['Ada'])
})

test('a bid brings no work to an agent that has used up its budget', async () => {
  const { scene, bid, bo, pat } = await open()
  const ana = scene.people[0] as Scenario['people'][number]
  for (const { id } of [bo, pat]) await ana.must('agent.update', { agentId: id, limits: { tokens: 0 } })
  for (const one of [bo, pat]) await bid(one, 1)
  await scene.clock.pass(11 * second)
  expect(doers(scene)).toEqual(['Ada'])
  const excluded = scene.attempts()[0]?.match?.excluded ?? []
  expect(excluded.map(({ why }) => why)).toContain('has used up its budget')
})

test('without bids the task goes as usual when the window closes, and no second window opens after a failure', async () => {
  const { scene, ada } = await open()
  ada.script = () => ({ status: 422, body: { reason: 'not mine' } })
  await scene.clock.pass(12 * second)
  expect(doers(scene)).toEqual(['Ada', 'Bo'])
  expect(scene.events('task.open')).toHaveLength(1)
})

test('a task is kept for the best bidder who comes for its work itself, and for nobody else', async () => {
  const { scene, bid, pat, eli } = await open()
  await bid(pat, 1)
  expect((await pat.claim(scene.roomId, 'early', 1)).ok && scene.attempts()).toEqual([])
  await scene.clock.pass(11 * second)
  expect(scene.attempts()).toEqual([])
  expect(scene.task().reason).toMatch(/Kept 15 s for Pat/)
  await eli.claim(scene.roomId, 'mine', 1)
  expect(scene.attempts()).toEqual([])
  await pat.claim(scene.roomId, 'now', 1)
  expect(doers(scene)).toEqual(['Pat'])
  expect(scene.attempts()[0]?.match?.scores[0]?.name).toBe('Pat')
})

test('when the best bidder does not come in time, the task goes to the best of the others', async () => {
  const { scene, bid, pat } = await open()
  await bid(pat, 1)
  await scene.clock.pass(26 * second)
  expect(doers(scene)).toEqual(['Ada'])
})

test('a bid needs the skills, an open window and a place in the room, and is heard five times at most', async () => {
  const { scene, bid, bo, eli } = await open()
  expect(await bid(eli, 1)).toMatchObject({ ok: false, code: 'conflict' })
  for (let time = 1; time <= 5; time++) expect(await bid(bo, time / 5)).toMatchObject({ ok: true })
  expect(await bid(bo, 1)).toMatchObject({ ok: false, code: 'limit_reached' })
  const stranger = { kind: 'agent', agentId: scene.newId(), workspaceId: scene.workspaceId, attemptId: null } as const
  const input = { taskId: scene.task().id, fit: 1 }
  expect(await scene.call(bidOnTask, input, stranger)).toMatchObject({ ok: false, code: 'not_found' })
  await scene.clock.pass(11 * second)
  expect(await bid(bo, 1)).toMatchObject({ ok: false, code: 'conflict' })
})

test('an agent that comes for its work gets a task that was given to it by name, bids or not', async () => {
  const scene = await Scenario.open()
  await scene.agent({ name: 'Ada' })
  const pat = await scene.agent({ name: 'Pat', channel: 'pull' })
  const participant = scene.rows('participant').find((one) => one.subjectId === pat.id)
  const tasks = [{ key: 'only', title: 'For Pat', skills: ['writing'], assignee: participant?.id ?? '' }]
  await scene.goal({ plan: { tasks }, matching: { bidSeconds: 10 } })
  await scene.clock.pass(second)
  await pat.claim(scene.roomId, 'mine', 1)
  expect(doers(scene)).toEqual(['Pat'])
})
