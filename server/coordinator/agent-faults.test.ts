import { expect, test } from 'vitest'
import { examine } from '../testing/examine.ts'
import { Scenario } from '../testing/scenario.ts'
import type { ScriptedAgent } from '../testing/scripted-agent.ts'
import { resultOf, scripts } from '../testing/scripts.ts'

// Named after the rows of reliability.md (b): one agent misbehaves, the others and the people do not.

const second = 1000
const minute = 60 * second

/** The hand-outs that reached or left for one agent, by the moment of each. */
const sends = (scene: Scenario, agent: ScriptedAgent) =>
  scene.sent.filter((one) => one.agentId === agent.id && one.type === 'attempt.requested')
const told = (scene: Scenario) => scene.said().join('\n')
const outcomes = (scene: Scenario) => scene.attempts().map((one) => one.failure ?? one.status)
/** Two agents, of which the one named first is asked first, and a goal of one task. */
async function scenario(first: Parameters<Scenario['agent']>[0], more: Parameters<Scenario['goal']>[0] = {}) {
  const scene = await Scenario.open()
  const one = await scene.agent({ name: 'Bo', ...first })
  const ada = await scene.agent({ name: 'Cy' })
  await scene.goal(more)
  return { scene, one, ada }
}

test('F01 an agent that is never reached is tried four times within a minute, then another one gets the task, and the room says so', async () => {
  const { scene, one } = await scenario({ script: 'dead' })
  await scene.clock.pass(2 * minute)
  const tries = sends(scene, one)
  expect(tries).toHaveLength(4)
  expect(new Set(tries.map((each) => each.id)).size).toBe(1)
  expect((tries[3]?.at ?? 0) - (tries[0]?.at ?? 0)).toBeLessThan(minute)
  expect(outcomes(scene)).toEqual(['unreachable', 'approved'])
  expect(told(scene)).toMatch(/Bo could not be reached.*Cy takes over/)
  expect(scene.rows('agent', scene.workspaceId).find((agent) => agent.id === one.id)?.breaker.failures).toBe(4)
  expect(examine(scene)).toEqual([])
})

test('F02 an agent that answers but never takes the task up loses it after a minute, and hears so when it wakes', async () => {
  const { scene, one } = await scenario({ script: 'silent' })
  await scene.clock.pass(59 * second)
  expect(outcomes(scene)).toEqual(['offered'])
  await scene.clock.pass(31 * second)
  expect(outcomes(scene)).toEqual(['no_ack', 'approved'])
  const late = await one.heartbeat(scene.attempts()[0]?.id ?? '')
  expect(late).toMatchObject({ ok: false, code: 'superseded' })
  expect(told(scene)).toMatch(/did not take the task up/)
})

test('F03 an agent that goes silent loses the task when its lease ends, is told, and another one takes over', async () => {
  const { scene, one } = await scenario({ script: 'vanishing' })
  await scene.clock.pass(89 * second)
  expect(outcomes(scene)).toEqual(['accepted'])
  await scene.clock.pass(31 * second)
  expect(outcomes(scene)).toEqual(['lost', 'approved'])
  expect(one.inbox.map((message) => message.type)).toContain('attempt.revoked')
  expect(told(scene)).toMatch(/went silent/)
})

test('F04 heartbeats for ever without progress: asked once, then the task is taken away', async () => {
  const { scene, one } = await scenario({ script: 'beating' })
  await scene.clock.pass(14 * minute)
  expect(outcomes(scene)).toEqual(['accepted'])
  expect(one.inbox.filter((message) => message.type === 'attempt.prompted')).toHaveLength(1)
  await scene.clock.pass(2 * minute)
  expect(outcomes(scene)).toEqual(['stalled', 'approved'])
})

test('F05 a slow but healthy agent is not disturbed', async () => {
  const { scene, one } = await scenario({ script: 'slow' })
  await scene.clock.pass(24 * minute)
  expect(outcomes(scene)).toEqual(['working'])
  expect(scene.attempts()[0]?.progress).toBeGreaterThan(0.8)
  await scene.clock.pass(2 * minute)
  expect(outcomes(scene)).toEqual(['approved'])
  expect(one.inbox.filter((message) => /prompted|revoked/.test(message.type))).toEqual([])
})

test('F06 an attempt past its deadline is closed, and its draft goes to the next agent', async () => {
  const { scene, ada } = await scenario({ script: 'endless' })
  await scene.clock.pass(32 * minute)
  expect(outcomes(scene)).toEqual(['timed_out', 'approved'])
  const [handed] = ada.assignments.values()
  expect(handed?.task.inputs).toContainEqual(
    expect.objectContaining({ text: 'What there is so far.', trust: 'unchecked' }),
  )
  expect(handed?.history).toEqual([expect.objectContaining({ attempt: 1, outcome: 'timed_out' })])
})

test('F07 a result that arrives after reassignment changes nothing, names nobody, and is kept as evidence', async () => {
  const { scene, one } = await scenario({ script: 'late' }, { clocks: { leaseSeconds: 60 } })
  await scene.clock.pass(4 * minute)
  expect(outcomes(scene)).toEqual(['lost', 'approved'])
  const late = one.answers.find((answer) => answer.call === 'complete')?.outcome
  expect(late).toMatchObject({ ok: false, code: 'superseded' })
  expect(JSON.stringify(late)).not.toMatch(/Cy/)
  expect(scene.disk.lateReports.filter((report) => report.kind === 'complete')).toMatchObject([
    { attemptId: scene.attempts()[0]?.id },
  ])
  expect(scene.events('attempt.late_result_kept')).toHaveLength(1)
  expect(scene.rows('version')).toHaveLength(1)
})

test('F08 of two results in the same instant, one by an agent that lost the task, exactly one is taken', async () => {
  const { scene, one, ada } = await scenario({ script: 'vanishing' })
  ada.script = scripts.vanishing
  await scene.clock.pass(100 * second)
  const [old, current] = scene.attempts()
  const answers = await Promise.all([
    one.complete(old?.id ?? '', { response: 'The harbour silts up by a hand each year.' }),
    ada.complete(current?.id ?? '', { response: 'The harbour silts up by a foot each year.' }),
  ])
  expect(answers.map((answer) => answer.ok)).toEqual([false, true])
  expect(scene.rows('version')).toMatchObject([{ attemptId: current?.id }])
  expect(scene.disk.lateReports).toHaveLength(1)
})

test('F09 the same result twice under one id gets the same answer and makes one version', async () => {
  const { scene, one } = await scenario({ script: 'doubled' })
  await scene.clock.pass(6 * second)
  const [first, again] = one.answers.filter((answer) => answer.call === 'complete')
  expect(first?.outcome).toMatchObject({ ok: true })
  expect(again?.outcome).toEqual(first?.outcome)
  expect(scene.rows('version')).toHaveLength(1)
})

test('F10 the same id with another body is refused and changes nothing', async () => {
  const { scene, one } = await scenario({ script: 'vanishing' })
  await scene.clock.pass(second)
  const [attempt] = scene.attempts()
  const id = attempt?.id ?? ''
  await one.complete(id, { response: 'The quay is four hundred metres long.' }, 'my key')
  const before = scene.events().length
  const other = await one.complete(id, { response: 'The quay is five hundred metres long.' }, 'my key')
  expect(other).toMatchObject({ ok: false, code: 'idempotency_mismatch' })
  expect(scene.events()).toHaveLength(before)
})

test('F11 the same content under another id is no second version', async () => {
  const { scene, one } = await scenario({ script: 'doubled' })
  await scene.clock.pass(20 * second)
  const made = one.answers
    .filter((answer) => answer.call === 'complete')
    .map(({ outcome }) => outcome.ok && outcome.result)
  expect(made).toHaveLength(3)
  expect(new Set(made.map((result) => (result as { versionId: string }).versionId)).size).toBe(1)
  expect(scene.events('version.submitted')).toHaveLength(1)
})

test('F12 a result before any acknowledgement counts as both', async () => {
  const { scene } = await scenario({ script: 'abrupt' })
  await scene.clock.pass(second)
  expect(outcomes(scene)).toEqual(['approved'])
  expect(scene.attempts()[0]?.acceptedAt).not.toBeNull()
  expect(scene.events('attempt.accepted')).toHaveLength(1)
})

test('F13 progress out of order: the highest step stays', async () => {
  const { scene, one } = await scenario({ script: 'vanishing' })
  await scene.clock.pass(second)
  const id = scene.attempts()[0]?.id ?? ''
  for (const progress of [0.3, 0.1, 0.2]) {
    await scene.clock.pass(2 * second)
    await one.post(id, { type: 'thought', body: `step ${progress}`, progress })
  }
  expect(scene.attempts()[0]?.progress).toBe(0.3)
  expect(scene.disk.activities).toHaveLength(3)
})

test('F14 a heartbeat after its own result is ignored without complaint', async () => {
  const { scene, one } = await scenario({ script: 'doubled' })
  await scene.clock.pass(20 * second)
  const before = scene.events().length
  expect(await one.heartbeat(scene.attempts()[0]?.id ?? '')).toMatchObject({ ok: true })
  expect(scene.events()).toHaveLength(before)
})

test('F15 another agent cannot speak for the one that holds the task', async () => {
  const { scene, ada } = await scenario({ script: 'silent' })
  await scene.clock.pass(second)
  const id = scene.attempts()[0]?.id ?? ''
  const before = scene.events().length
  for (const answer of [
    await ada.heartbeat(id),
    await ada.complete(id, { response: 'Mine, surely.' }),
    await ada.decline(id),
  ])
    expect(answer).toMatchObject({ ok: false, code: 'not_found' })
  expect(outcomes(scene)).toEqual(['offered'])
  expect(scene.events()).toHaveLength(before)
})

test('F16 a call about a task that is not there is not found and says no more', async () => {
  const { scene, one } = await scenario({})
  const answer = await one.complete(scene.newId(), { response: 'For whom?' })
  expect(answer).toMatchObject({ ok: false, code: 'not_found' })
  expect(scene.disk.lateReports).toEqual([])
})

test('F17 an agent that declines is not asked again for this task, and it counts as no failure', async () => {
  const { scene, one } = await scenario({ script: 'declining' })
  await scene.clock.pass(minute)
  expect(outcomes(scene)).toEqual(['declined', 'approved'])
  expect(sends(scene, one)).toHaveLength(1)
  expect(scene.task().attemptCount).toBe(1)
  expect([...scene.disk.tracks.values()].filter((track) => track.failed > 0)).toEqual([])
})

test('F18 a question stops the clocks and waits for a person; the answer resumes the attempt', async () => {
  const { scene, one } = await scenario({ script: 'asking' })
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
  const { scene, one } = await scenario({ script: 'throttling' })
  await scene.clock.pass(29 * second)
  expect(sends(scene, one)).toHaveLength(1)
  expect(outcomes(scene)).toEqual(['throttled', 'approved'])
  expect(scene.task().attemptCount).toBe(1)
  const agent = scene.rows('agent', scene.workspaceId).find((each) => each.id === one.id)
  expect(agent?.throttledUntil).toBeGreaterThan(scene.clock.now)
})

test('F20 quiet for a week is taken as an hour, and the task goes on elsewhere', async () => {
  const { scene, one } = await scenario({ script: 'resting' })
  await scene.clock.pass(minute)
  const agent = scene.rows('agent', scene.workspaceId).find((each) => each.id === one.id)
  expect((agent?.throttledUntil ?? 0) - scene.clock.now).toBeLessThanOrEqual(60 * minute)
  expect(outcomes(scene)).toEqual(['throttled', 'approved'])
})

test('F22 410 turns the agent off, its owner sees why, and its work goes to others', async () => {
  const { scene, one } = await scenario({ script: 'vanishing', places: 2 })
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
  const { scene, one } = await scenario({ script: 'careless' }, { plan })
  await scene.clock.pass(10 * second)
  expect(one.answers[0]?.outcome).toMatchObject({
    ok: false,
    code: 'invalid',
    errors: [{ path: expect.stringMatching(/value/) }],
  })
  expect(outcomes(scene)).toEqual(['approved'])
  expect(scene.attempts()[0]?.corrections).toBe(1)

  const other = await scenario({ script: 'shapeless' }, { plan })
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
  const [version] = scene.rows('version')
  const named = {
    deliverableId: version?.deliverableId ?? '',
    versionId: version?.id ?? '',
    sha256: version?.sha256 ?? '',
  }
  await scene.people[0]?.must('deliverable.request_changes', { ...named, summary: 'Measure it.' })
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
    const version = scene.rows('version').find((one) => one.status === 'in_review')
    const named = {
      deliverableId: version?.deliverableId ?? '',
      versionId: version?.id ?? '',
      sha256: version?.sha256 ?? '',
    }
    await scene.people[0]?.must('deliverable.request_changes', { ...named, summary: `Round ${round}.` })
  }
  await scene.clock.pass(5 * minute)
  expect(scene.task().status).toBe('needs_human')
  expect(scene.attempts()).toHaveLength(3)
  expect(scene.events('task.needs_human')).toHaveLength(1)
})

test('a result in the answer to the delivery is taken like any other', async () => {
  const { scene, one } = await scenario({ script: 'instant' })
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
