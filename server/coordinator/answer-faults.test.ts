import { expect, test } from 'vitest'
import { Scenario } from '../testing/scenario.ts'
import { named, outcomes, sends, twoAgents } from '../testing/scenario-looks.ts'
import { resultOf, scripts } from '../testing/scripts.ts'

// Named after the rows of reliability.md (b): an agent answers otherwise than with the work, or with work that is not good.

const second = 1000
const minute = 60 * second

test('F17 an agent that declines is not asked again for this task, and it counts as no failure', async () => {
  const { scene, one } = await twoAgents({ script: 'declining' })
  await scene.clock.pass(minute)
  expect(outcomes(scene)).toEqual(['declined', 'approved'])
  expect(sends(scene, one)).toHaveLength(1)
  expect(scene.task().attemptCount).toBe(1)
  expect([...scene.disk.tracks.values()].filter((track) => track.failed > 0)).toEqual([])
})

test('F18 a question stops the clocks and waits for a person; the answer resumes the attempt', async () => {
  const { scene, one } = await twoAgents({ script: 'asking' })
  await scene.clock.pass(45 * minute)
  expect(scene.task().status).toBe('waiting_input')
  const [question] = scene.rows('handoff')
  expect(question).toMatchObject({ kind: 'question', status: 'open', options: ['2025', '2026'] })
  await scene.people[0]?.must('handoff.answer', { handoffId: question?.id ?? '', body: '', option: '2026' })
  await scene.clock.pass(minute)
  expect(one.inbox.find((message) => message.type === 'attempt.prompted')?.data).toMatchObject({
    activity: { body: '2026' },
  })
  expect(outcomes(scene)).toEqual(['approved'])
})

test('F19 an agent that asks for quiet is left alone that long, counted as no failure, and others are preferred', async () => {
  const { scene, one } = await twoAgents({ script: 'throttling' })
  await scene.clock.pass(29 * second)
  expect(sends(scene, one)).toHaveLength(1)
  expect(outcomes(scene)).toEqual(['throttled', 'approved'])
  expect(scene.task().attemptCount).toBe(1)
  const agent = scene.rows('agent', scene.workspaceId).find((each) => each.id === one.id)
  expect(agent?.throttledUntil).toBeGreaterThan(scene.clock.now)
})

test('F20 quiet for a week is taken as an hour, and the task goes on elsewhere', async () => {
  const { scene, one } = await twoAgents({ script: 'resting' })
  await scene.clock.pass(minute)
  const agent = scene.rows('agent', scene.workspaceId).find((each) => each.id === one.id)
  expect((agent?.throttledUntil ?? 0) - scene.clock.now).toBeLessThanOrEqual(60 * minute)
  expect(outcomes(scene)).toEqual(['throttled', 'approved'])
})

test('F22 410 turns the agent off, its owner sees why, and its work goes to others', async () => {
  const { scene, one } = await twoAgents({ script: 'vanishing', places: 2 })
  await scene.goal({ title: 'Another', plan: { tasks: [{ key: 'second', title: 'Second', skills: ['writing'] }] } })
  await scene.clock.pass(second)
  const before = scene.attempts('second').map((each) => each.agentId)
  one.script = scripts.gone
  await scene.people[0]?.must('message.post', { roomId: scene.roomId, body: 'Are you there, @Bo?' })
  await scene.clock.pass(2 * minute)
  const agent = scene.rows('agent', scene.workspaceId).find((each) => each.id === one.id)
  expect(agent).toMatchObject({ status: 'disabled', reason: expect.stringMatching(/410/) })
  expect(before).toHaveLength(1)
  expect(scene.attempts().at(-1)?.agentId).not.toBe(one.id)
  expect(outcomes(scene)).toEqual(['superseded', 'approved'])
})

test('F25 with every agent down tasks wait with the reason, no tries are burnt, and work resumes by itself', async () => {
  const scene = await Scenario.open()
  const bo = await scene.agent({ name: 'Bo', script: 'failing' })
  await scene.goal({
    plan: { tasks: [1, 2, 3].map((n) => ({ key: `t${n}`, title: `Task ${n}`, skills: ['writing'] })) },
  })
  await scene.clock.pass(70 * second)
  const spent = () => scene.rows('task').reduce((sum, task) => sum + task.attemptCount, 0)
  const [waiting] = scene.rows('task').filter((task) => task.status === 'ready')
  expect(waiting?.reason).toMatch(/Bo (does not answer|has no free place)/)
  bo.script = scripts.honest
  await scene.clock.pass(20 * minute)
  expect(scene.rows('task').map((task) => task.status)).not.toContain('ready')
  expect(scene.rows('task').filter((task) => task.status === 'done').length).toBeGreaterThanOrEqual(2)
  expect(spent()).toBeLessThanOrEqual(6)
})

test('F31 a result of the wrong shape is refused with the paths, and one correction is allowed', async () => {
  const schema = { type: 'object', properties: { value: { type: 'integer' } }, required: ['value'] }
  const plan = {
    tasks: [{ key: 'only', title: 'Count', skills: ['writing'], output: { mediaType: 'application/json', schema } }],
  }
  const { scene, one } = await twoAgents({ script: 'careless' }, { plan })
  await scene.clock.pass(10 * second)
  expect(one.answers[0]?.outcome).toMatchObject({
    ok: false,
    code: 'invalid',
    errors: [{ path: expect.stringMatching(/value/) }],
  })
  expect(outcomes(scene)).toEqual(['approved'])
  expect(scene.attempts()[0]?.corrections).toBe(1)

  const other = await twoAgents({ script: 'shapeless' }, { plan })
  await other.scene.clock.pass(minute)
  expect(outcomes(other.scene)).toEqual(['invalid_output', 'approved'])
})

test('F34 a result that only says "Done." fails its checks: sent back, and after that it is a person’s', async () => {
  const scene = await Scenario.open()
  await scene.agent({ name: 'Bo', script: 'empty' })
  await scene.goal()
  await scene.clock.pass(5 * minute)
  expect(outcomes(scene)).toEqual(['failed_checks', 'failed_checks'])
  expect(scene.task().status).toBe('needs_human')
  expect(scene.task().guidance[0]?.text).toMatch(/only says/)
  expect(scene.rows('handoff')).toMatchObject([{ kind: 'needs_human', status: 'open' }])
})

test('F39 bytes that were sent back already are refused as unchanged', async () => {
  const scene = await Scenario.open()
  await scene.agent({ name: 'Bo', script: 'stubborn' })
  await scene.goal()
  await scene.clock.pass(30 * second)
  await scene.people[0]?.must('deliverable.request_changes', { ...named(scene), summary: 'Measure it.' })
  await scene.clock.pass(30 * second)
  const unchanged = scene
    .rows('version')
    .find((one) => one.number === 2)
    ?.checks.find((check) => check.name === 'unchanged')
  expect(unchanged).toMatchObject({ status: 'failed' })
  expect(scene.attempts()[1]?.failure).toBe('failed_checks')
})

test('F40 after three rounds of changes a person must act', async () => {
  const scene = await Scenario.open()
  await scene.agent({ name: 'Ada' })
  await scene.goal()
  for (let round = 1; round <= 3; round++) {
    await scene.clock.pass(minute)
    await scene.people[0]?.must('deliverable.request_changes', { ...named(scene), summary: `Round ${round}.` })
  }
  await scene.clock.pass(5 * minute)
  expect(scene.task().status).toBe('needs_human')
  expect(scene.attempts()).toHaveLength(3)
  expect(scene.events('task.needs_human')).toHaveLength(1)
})

test('a result in the answer to the delivery is taken like any other', async () => {
  const { scene, one } = await twoAgents({ script: 'instant' })
  await scene.clock.pass(second)
  expect(outcomes(scene)).toEqual(['approved'])
  expect(one.answers).toEqual([])
  const [assignment] = one.assignments.values()
  const wanted = assignment && resultOf(assignment, one.name).artifacts?.[0]?.parts[0]?.text
  expect(scene.rows('version')[0]?.files[0]?.text).toBe(wanted)
})

test('I11 a hand-out that waits to be tried again is not sent once its attempt is over', async () => {
  const scene = await Scenario.open()
  const bo = await scene.agent({ name: 'Bo', script: 'dead' })
  await scene.goal()
  await scene.clock.pass(10 * second)
  const before = sends(scene, bo).length
  bo.script = scripts.honest
  await scene.people[0]?.must('task.cancel', { taskId: scene.task().id })
  await scene.clock.pass(2 * minute)
  expect(sends(scene, bo)).toHaveLength(before)
  expect([...scene.disk.jobs.values()].filter((job) => job.endedAt === null)).toEqual([])
})

test('a room that is paused or waits for people alone wakes nobody', async () => {
  const scene = await Scenario.open()
  await scene.goal({ autonomy: 'plan_first' })
  await scene.agent({ name: 'Bo', script: 'vanishing' })
  const [goal] = scene.rows('goal')
  await scene.people[0]?.must('room.update', { roomId: scene.roomId, status: 'paused' })
  await scene.people[0]?.must('plan.approve', { goalId: goal?.id ?? '' })
  expect(scene.task().status).toBe('ready')
  expect(scene.disk.lane(scene.roomId).wakeAt).toBeNull()
})
