import { expect, test } from 'vitest'
import { examine } from '../testing/examine.ts'
import { Scenario } from '../testing/scenario.ts'
import type { ChatMessage } from './plan-job.ts'

const second = 1000
type Said = string | { ok: false; reason: string }

/** A room whose goals are planned by a model that says these things, one after another. */
async function planned(says: Said[], goal: Parameters<Scenario['goal']>[0] = {}) {
  const heard: ChatMessage[][] = []
  const askModel = async (messages: readonly ChatMessage[]) => {
    heard.push([...messages])
    const said = says[heard.length - 1] ?? { ok: false as const, reason: 'silence' }
    return typeof said === 'string' ? { ok: true as const, text: said } : said
  }
  const scene = await Scenario.open(undefined, { ports: { model: 'kimi-k2.6' }, askModel })
  await scene.agent({ name: 'Ada', skills: ['writing', 'editing'] })
  const goalId = await scene.goal({ plan: undefined, ...goal })
  const before = scene.rows('goal').find((one) => one.id === goalId)?.status
  await scene.clock.pass(5 * second)
  const now = () => scene.rows('goal').find((one) => one.id === goalId)
  return { scene, heard, before, now }
}
const plan = (tasks: object[], more: object = {}) => JSON.stringify({ tasks, ...more })
const good = plan(
  [
    { key: 'draft', title: 'Draft', brief: 'Write it.', skills: ['writing'] },
    { key: 'edit', title: 'Edit', brief: 'Make it shorter.', skills: ['editing'], needs: ['draft'] },
  ],
  { deliverable: 'edit' },
)

test('a goal without a playbook is planned by the model that is set up, and runs like any other', async () => {
  const { scene, heard, before, now } = await planned([good])
  expect(before).toBe('planning')
  expect(heard).toHaveLength(1)
  expect(heard[0]?.[1]?.content).toContain('Skills in the room: writing (1), editing (1).')
  await scene.clock.pass(120 * second)
  expect(now()?.status).toBe('in_review')
  expect(scene.rows('task').map((task) => [task.key, task.status])).toEqual([
    ['draft', 'done'],
    ['edit', 'in_review'],
  ])
  expect(scene.events('plan.proposed')[0]?.data.by).toBe('thought up by kimi-k2.6')
  expect(examine(scene)).toEqual([])
})

test('a plan that cannot be used is sent back with what is wrong, twice at most', async () => {
  const circle = plan([
    { key: 'a', title: 'A', skills: ['writing'], needs: ['b'] },
    { key: 'b', title: 'B', skills: ['writing'], needs: ['a'] },
  ])
  const { heard, now } = await planned(['Here is your plan!', circle, good])
  expect(heard).toHaveLength(3)
  expect(heard[1]?.at(-1)?.content).toContain('It is not JSON.')
  expect(heard[2]?.at(-1)?.content).toContain('wait for each other in a circle')
  expect(now()?.status).toBe('running')
})

test('a model that asks for skills nobody has, over and over, is followed by the playbook, and the room hears why', async () => {
  const unknown = plan([{ key: 'a', title: 'A', skills: ['juggling'] }])
  const { scene, heard, now } = await planned([unknown, unknown, unknown, good])
  expect(heard).toHaveLength(3)
  expect(now()).toMatchObject({ status: 'running', playbook: 'checklist' })
  expect(scene.events('plan.proposed')[0]?.data.by).toMatch(
    /since kimi-k2.6 gave no usable plan: Nobody in this room can do juggling/,
  )
})

test('a model that cannot be reached costs one try, not the goal', async () => {
  const { heard, now } = await planned([{ ok: false, reason: 'the model’s endpoint answered 500' }])
  expect(heard).toHaveLength(1)
  expect(now()).toMatchObject({ status: 'running', playbook: 'checklist' })
})

test('what a model writes is a proposal: with a signature asked for, nothing starts without it', async () => {
  const { scene, now } = await planned([good], { autonomy: 'plan_first' })
  expect(now()?.status).toBe('awaiting_plan_approval')
  expect(scene.attempts('draft')).toEqual([])
})

test('a named playbook is not asked of the model, and a model that is not set up is refused with what to set', async () => {
  const { heard, now } = await planned([good], { playbook: 'checklist' })
  expect(heard).toEqual([])
  expect(now()?.status).toBe('running')
  const scene = await Scenario.open()
  const [ana] = scene.people
  const fields = { roomId: scene.roomId, title: 'A report', brief: 'Write it.', playbook: 'llm' }
  const refused = await ana?.do('goal.create', fields)
  expect(refused).toMatchObject({ ok: false, code: 'invalid', detail: expect.stringContaining('MUSTER_LLM_BASE_URL') })
})
