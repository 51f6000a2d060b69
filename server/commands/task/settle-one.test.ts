import { expect, test } from 'vitest'
import { examine } from '../../testing/examine.ts'
import { type Person, Scenario } from '../../testing/scenario.ts'
import type { ScriptedAgent } from '../../testing/scripted-agent.ts'
import { onRequest } from '../../testing/scripts.ts'

// Several contradictions of one question, each settled by its own side.

const minute = 60_000
const measured = { length: 244, finished: 1894, towers: 65 }
const looked = { length: 144, finished: 1886, towers: 66 }

const saying = (text: string) =>
  onRequest(() => {
    const artifacts = [{ name: 'answer.json', parts: [{ text, mediaType: 'application/json' }] }]
    return { status: 200, body: { status: 'completed', response: 'Looked up.', artifacts } }
  })

/** A question to one agent for each answer, and a task that builds on it. */
async function asked(...answers: object[]) {
  const scene = await Scenario.open()
  const agents: ScriptedAgent[] = []
  for (const [i, answer] of answers.entries())
    agents.push(await scene.agent({ name: ['Ada', 'Bo', 'Cy'][i] ?? '', script: saying(JSON.stringify(answer)) }))
  const tasks = [
    {
      ...{ key: 'only', title: 'The bridge', skills: ['writing'], answers: answers.length },
      checks: [{ name: 'agreement', by: 'person' }],
    },
    { key: 'then', title: 'Then', skills: ['writing'], needs: ['only'] },
  ]
  await scene.goal({ plan: { tasks, deliverable: 'then' } })
  await scene.clock.pass(2 * minute)
  const ana = scene.people[0] as Person
  const about = (subject: string) => {
    const found = scene.rows('conflict').find((one) => one.subject === subject)
    if (!found) throw new Error(`no contradiction about ${subject}`)
    return found
  }
  /** That contradiction, settled by the value that one of the answers states. */
  const choice = (subject: string, value: number) => {
    const { id, taskId, positions } = about(subject)
    const side = positions.find((one) => one.value === String(value))
    return { taskId, conflictId: id, versionId: side?.versionId ?? '', reason: '' }
  }
  const question = () => scene.rows('handoff').find((one) => one.kind === 'conflict')
  return { scene, ana, agents, about, choice, question }
}

test('each of three contradictions is settled by its own side, and the third stays open with the question', async () => {
  const { scene, ana, about, choice, question } = await asked(measured, looked)
  const first = await ana.must('task.accept_conflict', { ...choice('length', 244), reason: 'I measured it.' })
  expect(first).toEqual({ status: 'needs_human', left: 2 })
  expect(await ana.must('task.accept_conflict', choice('finished', 1886))).toEqual({ status: 'needs_human', left: 1 })
  expect(about('length')).toMatchObject({
    status: 'settled',
    verdict: { by: 'person', byId: ana.member.id, value: '244', why: 'chosen by Ana: I measured it.' },
  })
  expect(
    about('length')
      .positions.map((one) => one.value)
      .sort(),
  ).toEqual(['144', '244'])
  expect(about('finished').verdict).toMatchObject({ value: '1886', why: 'chosen by Ana' })
  expect(about('towers')).toMatchObject({ status: 'open', verdict: null })
  expect(question()?.status).toBe('open')
  expect(scene.task('then').status).toBe('blocked')
  expect(examine(scene)).toEqual([])
})

test('the log says who settled what, how, on which evidence, and how much is left', async () => {
  const { scene, ana, about, choice } = await asked(measured, looked)
  await ana.must('task.accept_conflict', { ...choice('length', 244), reason: 'I measured it.' })
  const [event] = scene.events('conflict.settled')
  expect(event?.actor).toMatchObject({ kind: 'member', name: 'Ana' })
  expect(event?.data).toMatchObject({
    ...{ conflictId: about('length').id, subject: 'length', value: '244', not: ['144'] },
    ...{ reason: 'I measured it.', left: 2, versionId: choice('length', 244).versionId },
    evidence: { quote: '244', taskId: about('length').positions.find((one) => one.value === '244')?.task?.id },
  })
})

test('the question ends with its last contradiction: the answer that keeps to every verdict stands, at once', async () => {
  const { scene, ana, choice, question } = await asked(measured, looked)
  await ana.must('task.accept_conflict', choice('length', 144))
  await ana.must('task.accept_conflict', choice('finished', 1886))
  expect(await ana.must('task.accept_conflict', choice('towers', 66))).toEqual({ status: 'done', left: 0 })
  expect(question()).toMatchObject({ status: 'answered', answer: 'settled one by one by Ana' })
  const stands = scene.rows('version').find((one) => one.id === scene.task().acceptedVersionId)
  const taken = scene.rows('version').find((one) => one.id === choice('towers', 66).versionId)
  expect(stands?.sha256).toBe(taken?.sha256)
  expect(scene.events('answers.settled')[0]?.data).toMatchObject({ from: taken?.id, by: 'person' })
  expect(examine(scene)).toEqual([])
})

test('verdicts for different sides that one answer states together let that one stand', async () => {
  const { scene, ana, about, choice } = await asked(measured, looked, { ...measured, towers: 66 })
  await ana.must('task.accept_conflict', choice('length', 244))
  await ana.must('task.accept_conflict', choice('finished', 1894))
  await ana.must('task.accept_conflict', choice('towers', 66))
  const saying = (subject: string, value: string) =>
    about(subject).positions.flatMap((one) => (one.value === value ? [one.versionId] : []))
  const both = saying('towers', '66').filter((id) => saying('length', '244').includes(id))
  expect(both).toHaveLength(1)
  const stands = scene.rows('version').find((one) => one.id === scene.task().acceptedVersionId)
  expect(stands?.sha256).toBe(scene.rows('version').find((one) => one.id === both[0])?.sha256)
})

test('F38 when no answer keeps to every verdict none wins in silence: it is written anew, with the verdicts in the brief', async () => {
  const { scene, ana, agents, choice, question } = await asked(measured, looked)
  const right = { ...measured, finished: 1886 }
  for (const agent of agents) agent.script = saying(JSON.stringify(right))
  await ana.must('task.accept_conflict', { ...choice('length', 244), reason: 'I measured it.' })
  await ana.must('task.accept_conflict', choice('finished', 1886))
  expect(await ana.must('task.accept_conflict', choice('towers', 65))).toEqual({ status: 'ready', left: 0 })
  expect(question()?.status).toBe('answered')
  await scene.clock.pass(2 * minute)
  const job = agents.flatMap((agent) => [...agent.assignments.values()]).find((one) => one.task.key === 'only')
  // All is judged: those who answered may write it.
  expect(job?.task.inputs).toHaveLength(2)
  expect(job?.task.brief).toContain('Ana settled a contradiction. length: 244 holds')
  expect(job?.task.brief).toMatch(/not 144\. I measured it\./)
  expect(job?.task.brief).toMatch(/finished: 1886 holds \(T-\d+ [^)]+\), not 1894\./)
  expect(scene.task().status).toBe('done')
  expect(scene.rows('conflict').map(({ verdict }) => verdict?.by)).toEqual(['person', 'person', 'person'])
  expect(scene.said().join('\n')).toContain('no answer keeps to all that was settled')
  expect(examine(scene)).toEqual([])
})

test('an answer chosen for what is still open leaves what was settled before as it is', async () => {
  const { scene, ana, about, choice, question } = await asked(measured, looked)
  await ana.must('task.accept_conflict', choice('length', 144))
  const { taskId, versionId } = choice('towers', 65)
  expect(await ana.must('task.accept_conflict', { taskId, versionId })).toEqual({ status: 'ready', left: 0 })
  expect(about('length').verdict).toMatchObject({ value: '144' })
  expect(about('finished').verdict).toMatchObject({ versionId })
  expect(question()?.status).toBe('answered')
  expect(scene.events('conflict.settled').at(-1)).toMatchObject({ actor: { name: 'Ana' }, data: { versionId } })
  expect(examine(scene)).toEqual([])
})

test('an answer chosen as a whole is done when the call answers', async () => {
  const { scene, ana, choice } = await asked(measured, looked)
  const { taskId, versionId } = choice('length', 244)
  expect(await ana.must('task.accept_conflict', { taskId, versionId })).toEqual({ status: 'done', left: 0 })
  expect(scene.task()).toMatchObject({ status: 'done' })
})

test('what is settled, of another task or on no side is refused, and nothing changes', async () => {
  const { scene, ana, about, choice } = await asked(measured, looked)
  const named = choice('length', 244)
  const refused = (input: object) => ana.do('task.accept_conflict', { ...named, ...input })
  expect(await refused({ conflictId: scene.newId() })).toMatchObject({ code: 'not_found' })
  expect(await refused({ taskId: scene.task('then').id })).toMatchObject({ code: 'not_found' })
  expect(await refused({ versionId: scene.newId() })).toMatchObject({
    code: 'invalid',
    errors: [{ path: 'versionId' }],
  })
  expect(await refused({ value: '144' })).toMatchObject({ code: 'invalid', errors: [{ path: 'value' }] })
  expect(about('length').status).toBe('open')
  await ana.must('task.accept_conflict', { ...named, value: '244' })
  expect(await refused({})).toMatchObject({
    code: 'changed_meanwhile',
    detail: '“length” is settled already: chosen by Ana.',
  })
  expect(examine(scene)).toEqual([])
})
