import { expect, test } from 'vitest'
import { examine } from '../testing/examine.ts'
import { Scenario } from '../testing/scenario.ts'
import { onRequest } from '../testing/scripts.ts'

const minute = 60_000
const thinks = (opinion: object) =>
  onRequest(() => ({
    status: 200,
    body: { status: 'completed', artifacts: [{ name: 'opinion.json', parts: [{ data: opinion }] }] },
  }))

/** A deliverable that waits for review, its maker, and a judge that thinks `opinion`. */
async function reviewed(opinion: object, judge: Parameters<Scenario['agent']>[0] = {}) {
  const scene = await Scenario.open()
  await scene.agent({ name: 'Maker', skills: ['writing', 'critique'] })
  await scene.goal({ plan: { tasks: [{ key: 'only', title: 'The report', skills: ['writing'] }] } })
  await scene.clock.pass(minute)
  await scene.agent({ name: 'Judge', skills: ['critique'], script: thinks(opinion), ...judge })
  const [version] = scene.rows('version')
  const ana = scene.people[0] as Scenario['people'][number]
  const named = {
    versionId: version?.id ?? '',
    deliverableId: version?.deliverableId ?? '',
    sha256: version?.sha256 ?? '',
  }
  const nameOf = (participantId: string | undefined) => {
    const subject = scene.rows('participant').find((one) => one.id === participantId)?.subjectId
    return [...scene.agents.values()].find((agent) => agent.id === subject)?.name
  }
  return { scene, ana, named, nameOf, version }
}

test('a second opinion comes from an agent that did not make the version, stands beside it and decides nothing', async () => {
  const { scene, ana, named, nameOf } = await reviewed({ verdict: 'request_changes', reasons: 'The year is missing.' })
  await ana.must('version.ask_opinion', { versionId: named.versionId })
  await scene.clock.pass(minute)
  const [opinion] = scene.rows('opinion')
  expect(opinion).toMatchObject({
    verdict: 'request_changes',
    reasons: 'The year is missing.',
    versionId: named.versionId,
  })
  expect(nameOf(opinion?.participantId)).toBe('Judge')
  const judge = [...scene.agents.values()].find((agent) => agent.name === 'Judge')
  expect([...(judge?.assignments.values() ?? [])][0]?.task.inputs.map((input) => input.id)).toEqual([named.versionId])
  expect(scene.task().status).toBe('in_review')
  expect(scene.said().join('\n')).toContain('Judge gave a second opinion on T-1 The report: request changes.')
  await ana.must('deliverable.approve', named)
  expect(scene.rows('goal')[0]?.status ?? 'completed').toBe('completed')
  expect(examine(scene)).toEqual([])
})

test('an opinion stays what it is when another version takes the place of the one it is on', async () => {
  const { scene, ana, named } = await reviewed({ verdict: 'request_changes', reasons: 'The year is missing.' })
  await ana.must('version.ask_opinion', { versionId: named.versionId })
  await scene.clock.pass(minute)
  await ana.must('deliverable.request_changes', { ...named, summary: 'Say which year.' })
  await scene.clock.pass(minute)
  const [opinion] = scene.rows('opinion')
  expect(scene.rows('version').find((one) => one.taskId === opinion?.taskId)?.builtFrom).toEqual([])
  expect(scene.rows('task').find((one) => one.id === opinion?.taskId)?.status).toBe('done')
  expect(scene.task()).toMatchObject({ status: 'in_review', versionCount: 2 })
  expect(examine(scene)).toEqual([])
})

test('where nobody but the maker can judge, whoever asks for a second opinion is told, and nothing is asked', async () => {
  const scene = await Scenario.open()
  await scene.agent({ name: 'Maker', skills: ['writing', 'critique'] })
  await scene.goal({ plan: { tasks: [{ key: 'only', title: 'The report', skills: ['writing'] }] } })
  await scene.clock.pass(minute)
  const versionId = scene.rows('version')[0]?.id ?? ''
  expect(await scene.people[0]?.do('version.ask_opinion', { versionId })).toMatchObject({
    ok: false,
    detail: expect.stringMatching(/^Nobody in this room can judge it: add an agent with the skill “critique”/),
  })
  expect(scene.rows('task')).toHaveLength(1)
})

test('when the only judge leaves before it was asked, the question is withdrawn at once', async () => {
  const { scene, ana, named } = await reviewed({ verdict: 'approve' }, { script: 'declining' })
  const judge = [...scene.agents.values()].find((agent) => agent.name === 'Judge')
  const { taskId } = await ana.must('version.ask_opinion', { versionId: named.versionId })
  await ana.must('agent.remove', { agentId: judge?.id ?? '' })
  await scene.clock.pass(5 * minute)
  expect(scene.rows('task').find((one) => one.id === taskId)?.status).toBe('cancelled')
})

test('an opinion that nobody could give, or that came too late, holds nothing up', async () => {
  const { scene, ana, named } = await reviewed({}, { script: 'vanishing' })
  const { taskId } = await ana.must('version.ask_opinion', { versionId: named.versionId })
  await scene.clock.pass(minute / 2)
  await ana.must('deliverable.approve', named)
  const asked = scene.events('task.cancelled').find((event) => event.data.taskId === taskId)
  expect(asked?.data.reason).toBe('the version was decided meanwhile')
  expect(scene.events('goal.completed')).toHaveLength(1)
  const other = await reviewed({}, { script: 'declining' })
  await other.ana.must('version.ask_opinion', { versionId: other.named.versionId })
  await other.scene.clock.pass(5 * minute)
  expect(other.scene.rows('handoff').filter((handoff) => handoff.status === 'open')).toEqual([])
  expect(other.scene.rows('opinion')).toEqual([])
  expect(other.scene.events('task.cancelled')).toHaveLength(1)
  expect(examine(other.scene)).toEqual([])
})

test('the maker of a version is not asked what it is worth, nor is the same opinion asked for twice at once', async () => {
  const { ana, named, version } = await reviewed({ verdict: 'approve' }, { script: 'vanishing' })
  const { versionId } = named
  const own = await ana.do('version.ask_opinion', { versionId, participantId: version?.createdBy ?? '' })
  expect(own).toMatchObject({ ok: false, code: 'invalid' })
  await ana.must('version.ask_opinion', { versionId })
  expect(await ana.do('version.ask_opinion', { versionId })).toMatchObject({ ok: false, code: 'conflict' })
})
