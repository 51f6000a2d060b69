import { expect, test } from 'vitest'
import type { CommandInput } from '../contract/commands.ts'
import type { Assignment } from '../domain/assignment.ts'
import { examine } from '../testing/examine.ts'
import { Scenario } from '../testing/scenario.ts'
import { onRequest } from '../testing/scripts.ts'

const minute = 60_000
type PlanTasks = NonNullable<CommandInput<'goal.create'>['plan']>['tasks']

const saying = (text: string | ((job: Assignment) => string)) =>
  onRequest((job) => {
    const said = typeof text === 'string' ? text : text(job)
    const artifacts = [{ name: 'answer.md', parts: [{ text: said, mediaType: 'text/markdown' }] }]
    return { status: 200, body: { status: 'completed', response: said.slice(0, 80), artifacts } }
  })
const long = 'The Tower Bridge in London was finished in 1894 and is 244 metres long.'
const short = 'The Tower Bridge in London was finished in 1894 and is 144 metres long.'

/** A question to several agents at once, one agent for each text, and a task that builds on the answer. */
async function ask(texts: string[], more: Partial<PlanTasks[number]> = {}, others: string[] = []) {
  const scene = await Scenario.open()
  const names = ['Ada', 'Bo', 'Cy', 'Dee', 'Eli']
  for (const [i, text] of texts.entries())
    await scene.agent({ name: names[i] ?? '', script: saying(text), places: 5, skills: ['writing'] })
  for (const [i, text] of others.entries()) await scene.agent({ name: `Judge ${i + 1}`, script: saying(text) })
  const tasks = [
    { key: 'only', title: 'How long is it?', skills: ['writing'], answers: texts.length, ...more },
    { key: 'then', title: 'Then', skills: ['writing'], needs: ['only'] },
  ]
  await scene.goal({ plan: { tasks, deliverable: 'then' } })
  await scene.clock.pass(2 * minute)
  const ana = scene.people[0] as Scenario['people'][number]
  const answers = () => scene.rows('task').filter((task) => task.parentId === scene.task().id)
  const handoff = () => scene.rows('handoff').find((one) => one.status === 'open')
  return { scene, ana, answers, handoff }
}

test('a task that asks for two answers asks two different agents at once, and goes on when they agree', async () => {
  const { scene, answers } = await ask([long, `${long} `])
  expect(answers().map((task) => task.status)).toEqual(['done', 'done'])
  const makers = scene.rows('version').filter((one) => answers().some((task) => task.id === one.taskId))
  expect(new Set(makers.map((version) => version.createdBy)).size).toBe(2)
  expect(scene.task()).toMatchObject({ status: 'done', fence: 0 })
  expect(scene.task('then').status).toBe('in_review')
  // The second answer is not given by whoever gives the first, and its record says so in these words.
  const left = scene.rows('attempt').flatMap((attempt) => attempt.match?.excluded.map((one) => one.why) ?? [])
  expect(left).toContain('gives one of the answers to this question')
  expect(scene.rows('conflict')).toEqual([])
  expect(examine(scene)).toEqual([])
})

test('F38 two answers that contradict each other stand side by side before a person, and neither wins in silence', async () => {
  const { scene, answers, handoff } = await ask([long, short])
  expect(scene.task().status).toBe('needs_human')
  expect(scene.task('then').status).toBe('blocked')
  const [conflict] = scene.rows('conflict')
  expect(conflict).toMatchObject({ kind: 'answers', status: 'open', taskId: scene.task().id })
  expect(conflict?.positions.map((position) => position.quote).join('\n')).toMatch(/244 metres[\s\S]*144 metres/)
  expect(handoff()).toMatchObject({ kind: 'conflict', options: expect.arrayContaining(['Let somebody else decide']) })
  expect(handoff()?.options).toHaveLength(3)
  expect(answers().map((task) => task.status)).toEqual(['done', 'done'])
  expect(scene.rows('version').every((version) => version.taskId !== scene.task().id)).toBe(true)
  expect(examine(scene)).toEqual([])
})

test('F38 the answer a person chooses stands, the other one is kept, and the verdict is recorded with its reason', async () => {
  const { scene, ana, answers } = await ask([long, short])
  const chosen = scene.rows('version').find((version) => version.taskId === answers()[1]?.id)
  const other = scene.rows('version').find((version) => version.taskId === answers()[0]?.id)
  const verdict = { taskId: scene.task().id, versionId: chosen?.id ?? '', reason: 'I measured it.' }
  expect(await ana.do('task.accept_conflict', { ...verdict, versionId: scene.newId() })).toMatchObject({
    ok: false,
    code: 'invalid',
  })
  await ana.must('task.accept_conflict', verdict)
  await scene.clock.pass(2 * minute)
  const stands = scene.rows('version').find((version) => version.id === scene.task().acceptedVersionId)
  expect(stands).toMatchObject({ sha256: chosen?.sha256, status: 'approved', createdBy: chosen?.createdBy })
  expect(stands?.builtFrom).toHaveLength(2)
  expect(scene.rows('version').find((version) => version.id === other?.id)?.status).toBe('approved')
  expect(scene.rows('conflict')[0]).toMatchObject({
    status: 'settled',
    verdict: { by: 'person', byId: ana.member.id, versionId: chosen?.id, why: 'chosen by Ana: I measured it.' },
  })
  expect(scene.task('then').status).toBe('in_review')
  expect(await ana.do('task.accept_conflict', verdict)).toMatchObject({ ok: false, code: 'conflict' })
  expect(examine(scene)).toEqual([])
})

test('of three answers the majority stands, with what the third one said beside it', async () => {
  const { scene } = await ask([long, short, long])
  expect(scene.task().status).toBe('done')
  expect(scene.rows('conflict')[0]).toMatchObject({ status: 'settled', verdict: { by: 'rule' } })
  expect(scene.rows('conflict')[0]?.positions.length).toBeGreaterThan(1)
})

test('of many contradictions whoever judges is told every one, and the room the first few and how many more there are', async () => {
  const spans = (first: number) => JSON.stringify(Object.fromEntries([...'abcdef'].map((key, i) => [key, first + i])))
  const { scene } = await ask([spans(10), spans(90)], { checks: [{ name: 'agreement', by: 'judge' }] }, [
    'The first stands.',
  ])
  const told = scene
    .task()
    .guidance.map(({ text }) => text)
    .join('\n')
  expect(told.match(/^- [a-f]: /gm)).toHaveLength(6)
  const said = scene.rows('message').find(({ body }) => body.includes('decides.'))?.body ?? ''
  expect(said.match(/^- [a-f]: /gm)).toHaveLength(4)
  expect(said).toContain('- and 2 more')
})

test('a judge is somebody who gave none of the answers, sees all of them, and its verdict is recorded', async () => {
  const judged = 'The bridge is 244 metres long: the first answer stands, the second mistook a digit.'
  const { scene, answers } = await ask([long, short], { checks: [{ name: 'agreement', by: 'judge' }] }, [judged])
  expect(scene.task().status).toBe('done')
  const [attempt] = scene.attempts()
  const makers = scene
    .rows('version')
    .filter((version) => answers().some((task) => task.id === version.taskId))
    .map((version) => version.createdBy)
  expect(makers).not.toContain(attempt?.participantId)
  const judge = [...scene.agents.values()].find((agent) => agent.name === 'Judge 1')
  const asked = [...(judge?.assignments.values() ?? [])].find((job) => job.task.key === 'only')
  expect(asked?.task.inputs).toHaveLength(2)
  expect(asked?.task.brief).toContain('contradict')
  expect(scene.rows('conflict')[0]).toMatchObject({ status: 'settled', verdict: { by: 'judge' } })
  expect(examine(scene)).toEqual([])
})

test('a plan that asks for more answers than there are workers does not start, and says so', async () => {
  const scene = await Scenario.open()
  await scene.agent({ name: 'Ada' })
  await scene.goal({ plan: { tasks: [{ key: 'only', title: 'Three times', skills: ['writing'], answers: 3 }] } })
  const [goal] = scene.rows('goal')
  expect(goal?.status).toBe('awaiting_plan_approval')
  expect(goal?.planProblems).toEqual([
    '"only" asks for 3 independent answers, and only 1 in this room can do writing: add an agent or ask for fewer.',
  ])
})

test('what a deliverable is made from is compared: two tasks that state different values are laid side by side, and its maker is told', async () => {
  const scene = await Scenario.open()
  const facts: Record<string, string> = {
    east: 'The Tower Bridge in London is 244 metres long.',
    west: 'The Tower Bridge in London is 144 metres long.',
    merge: 'Two sources disagree about how long the Tower Bridge is: 244 or 144 metres.',
  }
  await scene.agent({ name: 'Ada', script: saying((job) => facts[job.task.key] ?? ''), places: 3 })
  const tasks = [
    { key: 'east', title: 'East bank', skills: ['writing'] },
    { key: 'west', title: 'West bank', skills: ['writing'] },
    { key: 'merge', title: 'Merge', skills: ['writing'], needs: ['east', 'west'] },
  ]
  await scene.goal({ plan: { tasks } })
  await scene.clock.pass(2 * minute)
  const [conflict] = scene.rows('conflict')
  expect(conflict).toMatchObject({ kind: 'merge', status: 'open', taskId: scene.task('merge').id })
  expect(conflict?.positions).toHaveLength(2)
  expect(scene.task('merge').guidance[0]?.text).toContain('do not choose silently')
  expect(scene.said().join('\n')).toMatch(/is made from disagrees on one fact[\s\S]*244[\s\S]*144/)
  expect(scene.task('merge').status).toBe('in_review')
  expect(examine(scene)).toEqual([])
})
