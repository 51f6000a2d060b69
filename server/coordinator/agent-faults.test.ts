import { expect, test } from 'vitest'
import { examine } from '../testing/examine.ts'
import { outcomes, sends, told, twoAgents } from '../testing/scenario-looks.ts'
import { scripts } from '../testing/scripts.ts'

// Named after the rows of reliability.md (b): one agent misbehaves, the others and the people do not.

const second = 1000
const minute = 60 * second

test('F01 an agent that is never reached is tried four times within a minute, then another one gets the task, and the room says so', async () => {
  const { scene, one } = await twoAgents({ script: 'dead' })
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
  const { scene, one } = await twoAgents({ script: 'silent' })
  await scene.clock.pass(59 * second)
  expect(outcomes(scene)).toEqual(['offered'])
  await scene.clock.pass(31 * second)
  expect(outcomes(scene)).toEqual(['no_ack', 'approved'])
  const late = await one.heartbeat(scene.attempts()[0]?.id ?? '')
  expect(late).toMatchObject({ ok: false, code: 'superseded' })
  expect(told(scene)).toMatch(/did not take the task up/)
})

test('F03 an agent that goes silent loses the task when its lease ends, is told, and another one takes over', async () => {
  const { scene, one } = await twoAgents({ script: 'vanishing' })
  await scene.clock.pass(89 * second)
  expect(outcomes(scene)).toEqual(['accepted'])
  await scene.clock.pass(31 * second)
  expect(outcomes(scene)).toEqual(['lost', 'approved'])
  expect(one.inbox.map((message) => message.type)).toContain('attempt.revoked')
  expect(told(scene)).toMatch(/went silent/)
})

test('F04 heartbeats for ever without progress: asked once, then the task is taken away', async () => {
  const { scene, one } = await twoAgents({ script: 'beating' })
  await scene.clock.pass(14 * minute)
  expect(outcomes(scene)).toEqual(['accepted'])
  expect(one.inbox.filter((message) => message.type === 'attempt.prompted')).toHaveLength(1)
  await scene.clock.pass(2 * minute)
  expect(outcomes(scene)).toEqual(['stalled', 'approved'])
})

test('F05 a slow but healthy agent is not disturbed', async () => {
  const { scene, one } = await twoAgents({ script: 'slow' })
  await scene.clock.pass(24 * minute)
  expect(outcomes(scene)).toEqual(['working'])
  expect(scene.attempts()[0]?.progress).toBeGreaterThan(0.8)
  await scene.clock.pass(2 * minute)
  expect(outcomes(scene)).toEqual(['approved'])
  expect(one.inbox.filter((message) => /prompted|revoked/.test(message.type))).toEqual([])
})

test('F06 an attempt past its deadline is closed, and its draft goes to the next agent', async () => {
  const { scene, ada } = await twoAgents({ script: 'endless' })
  await scene.clock.pass(32 * minute)
  expect(outcomes(scene)).toEqual(['timed_out', 'approved'])
  const [handed] = ada.assignments.values()
  expect(handed?.task.inputs).toContainEqual(
    expect.objectContaining({ text: 'What there is so far.', trust: 'unchecked' }),
  )
  expect(handed?.history).toEqual([expect.objectContaining({ attempt: 1, outcome: 'timed_out' })])
})

test('F07 a result that arrives after reassignment changes nothing, names nobody, and is kept as evidence', async () => {
  const { scene, one } = await twoAgents({ script: 'late' }, { clocks: { leaseSeconds: 60 } })
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
  const { scene, one, ada } = await twoAgents({ script: 'vanishing' })
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
  const { scene, one } = await twoAgents({ script: 'doubled' })
  await scene.clock.pass(6 * second)
  const [first, again] = one.answers.filter((answer) => answer.call === 'complete')
  expect(first?.outcome).toMatchObject({ ok: true })
  expect(again?.outcome).toEqual(first?.outcome)
  expect(scene.rows('version')).toHaveLength(1)
})

test('F10 the same id with another body is refused and changes nothing', async () => {
  const { scene, one } = await twoAgents({ script: 'vanishing' })
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
  const { scene, one } = await twoAgents({ script: 'doubled' })
  await scene.clock.pass(20 * second)
  const made = one.answers
    .filter((answer) => answer.call === 'complete')
    .map(({ outcome }) => outcome.ok && outcome.result)
  expect(made).toHaveLength(3)
  expect(new Set(made.map((result) => (result as { versionId: string }).versionId)).size).toBe(1)
  expect(scene.events('version.submitted')).toHaveLength(1)
})

test('F12 a result before any acknowledgement counts as both', async () => {
  const { scene } = await twoAgents({ script: 'abrupt' })
  await scene.clock.pass(second)
  expect(outcomes(scene)).toEqual(['approved'])
  expect(scene.attempts()[0]?.acceptedAt).not.toBeNull()
  expect(scene.events('attempt.accepted')).toHaveLength(1)
})

test('F13 progress out of order: the highest step stays', async () => {
  const { scene, one } = await twoAgents({ script: 'vanishing' })
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
  const { scene, one } = await twoAgents({ script: 'doubled' })
  await scene.clock.pass(20 * second)
  const before = scene.events().length
  expect(await one.heartbeat(scene.attempts()[0]?.id ?? '')).toMatchObject({ ok: true })
  expect(scene.events()).toHaveLength(before)
})

test('F15 another agent cannot speak for the one that holds the task', async () => {
  const { scene, ada } = await twoAgents({ script: 'silent' })
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
  const { scene, one } = await twoAgents({})
  const answer = await one.complete(scene.newId(), { response: 'For whom?' })
  expect(answer).toMatchObject({ ok: false, code: 'not_found' })
  expect(scene.disk.lateReports).toEqual([])
})
