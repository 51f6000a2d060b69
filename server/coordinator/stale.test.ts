import { expect, test } from 'vitest'
import type { CommandInput } from '../contract/commands.ts'
import type { StalePolicy } from '../domain/goal.ts'
import { examine } from '../testing/examine.ts'
import { type Person, Scenario } from '../testing/scenario.ts'
import type { Script } from '../testing/scripted-agent.ts'

// Named after the rows of reliability.md: what was built on something that changed.

const second = 1000

/** Does the work with words that a test may change; while held back it takes tasks up and does not finish. */
function craft() {
  const state = { words: new Map<string, string>(), held: new Set<string>(), going: [] as string[] }
  const script: Script = (message, agent) => {
    if (message.type !== 'attempt.requested') return { status: 200 }
    const { attempt, task } = message.data as { attempt: { id: string }; task: { key: string } }
    if (state.held.has(task.key)) {
      state.going.push(attempt.id)
      agent.later(second, () => void agent.save(attempt.id, 'draft', { parts: [{ text: 'half of it' }] }))
    } else
      agent.later(
        second,
        () =>
          void agent.complete(attempt.id, {
            artifacts: [
              { parts: [{ text: state.words.get(task.key) ?? `Sand of ${task.key}: twelve tonnes a year.` }] },
            ],
          }),
      )
    return { status: 202, body: { status: 'accepted' } }
  }
  return { ...state, script }
}

type Tasks = NonNullable<CommandInput<'goal.create'>['plan']>['tasks']
const chain: Tasks = [
  { key: 'a', title: 'Outline', skills: ['writing'] },
  { key: 'b', title: 'Draft', skills: ['writing'], needs: ['a'] },
  { key: 'c', title: 'Final', skills: ['writing'], needs: ['b'] },
  { key: 'x', title: 'Aside', skills: ['writing'] },
]

async function worked(
  stalePolicy: StalePolicy,
  { held = [] as string[], tasks = chain, more = {}, flying = false } = {},
) {
  const scene = await Scenario.open()
  const play = craft()
  for (const key of held) play.held.add(key)
  await scene.agent({ name: 'Ada', places: 4, script: play.script })
  if (flying) await scene.agent({ name: 'Fay', skills: ['flying'], script: 'declining' })
  const goalId = await scene.goal({ plan: { tasks, ...more }, stalePolicy })
  await scene.clock.pass(20 * second)
  const ana = scene.people[0] as Person
  const statuses = () => Object.fromEntries(scene.rows('task').map((task) => [task.key, task.status]))
  const versionsOf = (key: string) =>
    scene
      .rows('version')
      .filter((one) => one.taskId === scene.task(key).id)
      .sort((a, b) => a.number - b.number)
  const reopen = (key: string, stale?: StalePolicy) =>
    ana.must('task.reopen', { taskId: scene.task(key).id, reason: 'A wrong year.', ...(stale ? { stale } : {}) })
  const named = (key: string) => {
    const version = versionsOf(key).at(-1)
    return {
      deliverableId: version?.deliverableId ?? '',
      versionId: version?.id ?? '',
      sha256: version?.sha256 ?? '',
    }
  }
  return { scene, ana, goalId, play, statuses, versionsOf, reopen, named, pass: () => scene.clock.pass(20 * second) }
}
const questions = (scene: Scenario) =>
  scene.rows('handoff').filter((one) => one.kind === 'stale' && one.status === 'open')
const sound = (scene: Scenario) => {
  expect(examine(scene)).toEqual([])
  expect(scene.bugs).toEqual([])
}

test('F54 opened again after everything behind it was done: each result is in question in the same commit, and a person decides', async () => {
  const { scene, ana, statuses, reopen, versionsOf } = await worked('ask')
  expect(statuses()).toEqual({ a: 'done', b: 'done', c: 'done', x: 'done' })
  const before = scene.events().length
  await reopen('a')
  expect(statuses()).toMatchObject({ b: 'stale', c: 'stale', x: 'done' })
  expect(scene.task('b').reason).toBe('T-1 Outline, version 1, was opened again')
  expect(versionsOf('b').map(({ status }) => status)).toEqual(['approved'])
  const marked = scene.events().slice(before)
  expect(marked.filter(({ type }) => type === 'task.stale').map(({ data }) => data.what)).toEqual(['redone', 'redone'])
  expect(new Set(marked.map(({ at }) => at)).size).toBe(1)
  expect(questions(scene)).toMatchObject([{ title: '2 results were built on something that changed', taskId: null }])
  expect(questions(scene)[0]?.body).toBe('T-1 Outline, version 1, was opened again:\n• T-2 Draft\n• T-3 Final')
  expect(scene.said().at(-1)).toMatch(/2 results built on it are in question, a person decides/)
  sound(scene)
  await ana.must('handoff.answer', { handoffId: questions(scene)[0]?.id ?? '', body: '', option: 'Redo all' })
  expect(statuses()).toMatchObject({ b: 'blocked', c: 'blocked' })
  sound(scene)
})

test('I19 done again by the rule: what lies behind waits for the new input, is told what changed, and is built on it', async () => {
  const { scene, play, statuses, reopen, versionsOf, pass } = await worked('redo')
  play.words.set('a', 'Sand, counted anew: eleven tonnes.')
  await reopen('a')
  expect(statuses()).toMatchObject({ b: 'blocked', c: 'blocked' })
  await pass()
  expect(statuses()).toEqual({ a: 'done', b: 'done', c: 'done', x: 'done' })
  const [first, again] = versionsOf('b')
  expect([first?.status, again?.status]).toEqual(['superseded', 'approved'])
  expect(again?.builtFrom[0]?.sha256).toBe(versionsOf('a')[1]?.sha256)
  const told = scene.task('b').guidance.map(({ text }) => text)
  expect(told).toEqual(['T-1 Outline, version 1, was opened again'])
  // b came back byte for byte: what was built on it stands.
  expect(versionsOf('c')).toHaveLength(1)
  expect(scene.events('task.fresh')).toHaveLength(1)
  sound(scene)
})

test('I19 the same bytes again make nothing stale: what was in question counts again, and the question is withdrawn', async () => {
  const { scene, statuses, reopen, versionsOf, pass } = await worked('ask')
  await reopen('a')
  expect(questions(scene)).toHaveLength(1)
  await pass()
  expect(versionsOf('a').map(({ sha256 }) => sha256)).toHaveLength(2)
  expect(new Set(versionsOf('a').map(({ sha256 }) => sha256)).size).toBe(1)
  expect(statuses()).toEqual({ a: 'done', b: 'done', c: 'done', x: 'done' })
  expect(questions(scene)).toEqual([])
  expect([versionsOf('b').length, versionsOf('c').length]).toEqual([1, 1])
  expect(scene.rows('goal')[0]?.status).toBe('completed')
  sound(scene)
})

test('I19 kept by the rule: the override is on record with the input it is about, and what is behind is left alone', async () => {
  const { scene, play, statuses, reopen, versionsOf, pass } = await worked('keep')
  play.words.set('a', 'Sand, counted anew: eleven tonnes.')
  await reopen('a')
  expect(statuses()).toMatchObject({ b: 'done', c: 'done' })
  const kept = scene.events('task.kept_stale')
  expect(kept.map(({ data }) => data)).toMatchObject([
    { taskId: scene.task('b').id, by: 'policy', inputs: [{ versionId: versionsOf('a')[0]?.id }] },
  ])
  await pass()
  expect(scene.events('task.kept_stale')).toHaveLength(1)
  expect(scene.task('b').reason).toMatch(/kept by the goal’s rule/)
  expect(versionsOf('b')).toHaveLength(1)
  expect(scene.rows('goal')[0]?.status).toBe('completed')
  sound(scene)
})

test('I19 a person keeps one result and has another done again; their words are kept with the task', async () => {
  const tasks = [
    ...chain.slice(0, 2),
    { key: 'c', title: 'Final', skills: ['writing'], needs: ['a', 'b'] },
    { key: 'x', title: 'Aside', skills: ['writing'] },
  ]
  const { scene, ana, play, statuses, reopen, versionsOf, pass } = await worked('ask', { tasks })
  play.words.set('a', 'Sand, counted anew: eleven tonnes.')
  await reopen('a')
  const settle = (key: string, decision: 'redo' | 'keep', reason = '') =>
    ana.do('task.settle_stale', { taskId: scene.task(key).id, decision, reason })
  expect(await settle('b', 'keep', 'The year is not in it.')).toMatchObject({ ok: true, result: { status: 'done' } })
  expect(scene.task('b').guidance.at(-1)?.text).toMatch(/Kept by Ana, although version 1 of T-1 Outline .*not in it/)
  expect(questions(scene)[0]?.title).toBe('One result was built on something that changed')
  expect(await settle('c', 'redo')).toMatchObject({ result: { status: 'blocked' } })
  expect(questions(scene)).toEqual([])
  expect(await settle('c', 'keep')).toMatchObject({ ok: false, code: 'changed_meanwhile' })
  await pass()
  expect(statuses()).toEqual({ a: 'done', b: 'done', c: 'done', x: 'done' })
  expect(versionsOf('b')).toHaveLength(1)
  expect(versionsOf('c')[1]?.builtFrom.map(({ versionId }) => versionId)).toEqual([
    versionsOf('a')[1]?.id,
    versionsOf('b')[0]?.id,
  ])
  sound(scene)
})

test('F53 opened again while the next is at work: it is stopped at once, its agent told, its draft kept, no try counted', async () => {
  const { scene, play, statuses, reopen, pass } = await worked('ask', { held: ['b'] })
  expect(statuses()).toMatchObject({ a: 'done', b: 'running', c: 'blocked' })
  const [attempt] = scene.attempts('b')
  play.held.clear()
  play.words.set('a', 'Sand, counted anew: eleven tonnes.')
  await reopen('a')
  expect(scene.task('b')).toMatchObject({ status: 'blocked', attemptCount: 0 })
  expect(scene.task('b').reason).toMatch(/^stopped: T-1 Outline, version 1, was opened again/)
  expect(scene.attempts('b')[0]).toMatchObject({ status: 'failed', failure: 'stale_input' })
  expect(questions(scene)).toEqual([])
  await scene.clock.pass(second)
  expect(scene.sent.some(({ type, body }) => type === 'attempt.revoked' && body.includes(attempt?.id ?? '?'))).toBe(
    true,
  )
  const [ada] = scene.agents.values()
  const late = await ada?.complete(attempt?.id ?? '', { response: 'Sand of old: twelve tonnes a year, all the same.' })
  expect(late).toMatchObject({ ok: false, code: 'superseded' })
  await pass()
  expect(statuses()).toMatchObject({ a: 'done', b: 'done', c: 'done' })
  const handed = [...(ada?.assignments.values() ?? [])].find(({ attempt: { id } }) => id === scene.attempts('b')[1]?.id)
  expect(handed?.task.brief).toMatch(/Stopped because T-1 Outline, version 1, was opened again/)
  expect(handed?.task.inputs.map(({ name }) => name).join()).toMatch(/draft of an earlier attempt/)
  sound(scene)
})

test('F51 a hand-out names the hashes it rests on: a new version shows as one, and nobody changes what is at work', async () => {
  const { scene, play, ana, goalId, reopen, versionsOf, pass } = await worked('redo', { held: ['b'] })
  const [ada] = scene.agents.values()
  const inputsOf = (n: number) => ada?.assignments.get(scene.attempts('b')[n]?.id ?? '')?.task.inputs ?? []
  const [old] = inputsOf(0)
  expect(old).toMatchObject({ id: versionsOf('a')[0]?.id, sha256: versionsOf('a')[0]?.files[0]?.sha256 })
  const edited = await ana.do('plan.edit', {
    goalId,
    plan: { tasks: chain.map((task) => (task.key === 'b' ? { ...task, brief: 'Send me the keys.' } : task)) },
  })
  expect(edited).toMatchObject({ ok: false })
  play.held.clear()
  play.words.set('a', 'Sand, counted anew: eleven tonnes.')
  await reopen('a')
  await pass()
  expect(scene.attempts('b')[0]).toMatchObject({ failure: 'stale_input' })
  expect(inputsOf(0)[0]).toEqual(old)
  expect(inputsOf(1)[0]?.sha256).toBe(versionsOf('a')[1]?.files[0]?.sha256)
  expect(inputsOf(1)[0]?.sha256).not.toBe(old?.sha256)
  sound(scene)
})

test('I18 nothing is handed out before what it needs stands: ready tasks wait again, and so do tasks that a person gives away', async () => {
  const tasks = [...chain.slice(0, 2), { key: 'd', title: 'Proof', skills: ['flying'], needs: ['a'] }]
  const { scene, ana, play, statuses, reopen } = await worked('ask', { tasks, flying: true })
  expect(statuses()).toMatchObject({ a: 'done', b: 'done', d: 'needs_human' })
  play.held.add('a')
  await reopen('a')
  expect(statuses()).toMatchObject({ b: 'stale', d: 'blocked' })
  expect(scene.rows('handoff').filter((one) => one.kind === 'needs_human' && one.status === 'open')).toEqual([])
  await ana.must('task.retry', { taskId: scene.task('b').id })
  expect(scene.task('b')).toMatchObject({ status: 'blocked', acceptedVersionId: null })
  expect(questions(scene)).toEqual([])
  sound(scene)
})

test('F54 a deliverable that waits for review when its input is rolled back cannot be approved by its old hash', async () => {
  const { scene, ana, play, statuses, reopen, named, versionsOf, pass } = await worked('ask', {
    more: { deliverable: 'c' },
  })
  expect(statuses().c).toBe('in_review')
  const old = named('c')
  play.words.set('a', 'Sand, counted anew: eleven tonnes.')
  play.words.set('b', 'The draft, after a new count.')
  await reopen('a')
  expect(scene.rows('deliverable')[0]?.status).toBe('pending')
  const late = await ana.do('deliverable.approve', old)
  expect(late).toMatchObject({ ok: false, code: 'changed_meanwhile', detail: expect.stringMatching(/T-1 Outline/) })
  await ana.must('handoff.answer', { handoffId: questions(scene)[0]?.id ?? '', body: 'it matters', option: 'Redo all' })
  expect(await ana.do('deliverable.approve', old)).toMatchObject({ code: 'changed_meanwhile' })
  await pass()
  expect(statuses()).toMatchObject({ b: 'done', c: 'in_review' })
  expect(versionsOf('c').map(({ status }) => status)).toEqual(['superseded', 'in_review'])
  await ana.must('deliverable.approve', named('c'))
  expect(scene.rows('goal')[0]?.status).toBe('completed')
  sound(scene)
})

test('F54 a deliverable in question that is kept is before its reviewers again, as it was', async () => {
  const { scene, ana, statuses, reopen, named, play } = await worked('ask', { more: { deliverable: 'c' } })
  play.held.add('a')
  await reopen('a')
  await ana.must('handoff.answer', { handoffId: questions(scene)[0]?.id ?? '', body: 'keep all of it' })
  expect(statuses()).toMatchObject({ b: 'done', c: 'in_review' })
  expect(scene.rows('deliverable')[0]?.status).toBe('in_review')
  sound(scene)
  await ana.must('deliverable.approve', named('c'))
  expect(statuses().c).toBe('done')
  sound(scene)
})

test('I18 a deliverable that was kept and is sent back waits for the input that is being done again, whoever asks for another try', async () => {
  const { scene, ana, play, statuses, reopen, named, versionsOf, pass } = await worked('keep', {
    tasks: [
      { key: 'a', title: 'Outline', skills: ['writing'] },
      { key: 'c', title: 'Final', skills: ['writing'], needs: ['a'] },
    ],
    more: { deliverable: 'c' },
  })
  play.held.add('a')
  play.words.set('c', 'Another final text, longer than the one before.')
  await reopen('a')
  expect(statuses()).toMatchObject({ c: 'in_review' })
  await ana.must('deliverable.request_changes', { ...named('c'), summary: 'Say more.', comments: [] })
  expect(statuses()).toMatchObject({ c: 'blocked' })
  expect(scene.task('c').guidance.map(({ text }) => text)).toEqual(['On version 1: Say more.'])
  sound(scene)
  play.held.clear()
  await ana.must('task.retry', { taskId: scene.task('a').id })
  await pass()
  expect(statuses()).toMatchObject({ a: 'done', c: 'in_review' })
  expect(versionsOf('c')[1]?.builtFrom[0]?.versionId).toBe(versionsOf('a').at(-1)?.id)
  sound(scene)
})

test('F54 an approval is rolled back: what was built on the deliverable is marked, and the choice of the moment wins over the rule', async () => {
  const { scene, ana, play, statuses, named, versionsOf, pass } = await worked('ask', { more: { deliverable: 'a' } })
  expect(statuses()).toMatchObject({ a: 'in_review', b: 'blocked' })
  await ana.must('deliverable.approve', named('a'))
  await pass()
  expect(statuses()).toMatchObject({ a: 'done', b: 'done', c: 'done' })
  const { deliverableId, versionId } = named('a')
  play.words.set('a', 'Sand, counted anew: eleven tonnes.')
  await ana.must('deliverable.roll_back', { deliverableId, versionId, reason: 'A wrong year.', stale: 'redo' })
  expect(statuses()).toMatchObject({ b: 'blocked', c: 'blocked' })
  expect(scene.said().join('\n')).toMatch(
    /T-1 Outline, version 1, was rolled back: 2 results built on it are done again/,
  )
  await pass()
  await ana.must('deliverable.approve', named('a'))
  await pass()
  expect(versionsOf('b')[1]?.builtFrom[0]?.versionId).toBe(versionsOf('a')[1]?.id)
  expect(scene.rows('goal')[0]?.status).toBe('completed')
  sound(scene)
})

test('F54 an answer that chooses neither leaves the question open', async () => {
  const { scene, ana, reopen, play } = await worked('ask')
  play.held.add('a')
  await reopen('a')
  await ana.must('handoff.answer', { handoffId: questions(scene)[0]?.id ?? '', body: 'I do not know yet.' })
  expect(questions(scene)).toHaveLength(1)
  expect(scene.said().at(-1)).toMatch(/redo all, or keep all/)
})

test('F54 one item of a list is opened again: the whole waits for it, what was merged from it is in question, the others stand', async () => {
  const scene = await Scenario.open()
  const play = craft()
  await scene.agent({ name: 'Ada', places: 4, script: play.script })
  const tasks = [
    { key: 'each', title: 'Part', skills: ['writing'], each: {} },
    { key: 'merge', title: 'Merge', skills: ['writing'], needs: ['each'] },
    { key: 'x', title: 'Aside', skills: ['writing'] },
  ]
  await scene.goal({ plan: { tasks }, items: ['one', 'two'] })
  await scene.clock.pass(20 * second)
  const statuses = () => Object.fromEntries(scene.rows('task').map((task) => [task.key, task.status]))
  expect(statuses()).toMatchObject({ each: 'done', 'each:1': 'done', 'each:2': 'done', merge: 'done' })
  const ana = scene.people[0] as Person
  const reopen = { taskId: scene.task('each:1').id, reason: 'A wrong year.' }
  play.words.set('each:1', 'Sand, counted anew: eleven tonnes.')
  await ana.must('task.reopen', reopen)
  expect(statuses()).toMatchObject({ each: 'blocked', 'each:2': 'done', merge: 'stale' })
  await scene.clock.pass(20 * second)
  expect(statuses()).toMatchObject({ each: 'done', 'each:1': 'done', merge: 'stale' })
  await ana.must('task.settle_stale', { taskId: scene.task('merge').id, decision: 'redo' })
  await scene.clock.pass(20 * second)
  expect(statuses()).toMatchObject({ merge: 'done' })
  sound(scene)
  await ana.must('task.reopen', { ...reopen, stale: 'keep' })
  expect(statuses()).toMatchObject({ each: 'blocked', merge: 'done' })
  await scene.clock.pass(20 * second)
  expect(statuses()).toMatchObject({ each: 'done', merge: 'done' })
  sound(scene)
})

test('F54 the list itself comes back with other bytes: its items are done again, and that it may hold others is said', async () => {
  const scene = await Scenario.open()
  const play = craft()
  play.words.set('list', '- one pier\n- two piers')
  await scene.agent({ name: 'Ada', places: 4, script: play.script })
  const tasks = [
    { key: 'list', title: 'List', skills: ['writing'] },
    { key: 'each', title: 'Part', skills: ['writing'], needs: ['list'], each: { from: 'list' } },
    { key: 'merge', title: 'Merge', skills: ['writing'], needs: ['each'] },
    { key: 'x', title: 'Aside', skills: ['writing'] },
  ]
  await scene.goal({ plan: { tasks }, stalePolicy: 'redo' })
  await scene.clock.pass(40 * second)
  const statuses = () => Object.fromEntries(scene.rows('task').map((task) => [task.key, task.status]))
  expect(statuses()).toMatchObject({ list: 'done', each: 'done', 'each:2': 'done', merge: 'done' })
  play.words.set('list', '- one pier\n- two piers\n- three piers')
  const ana = scene.people[0] as Person
  await ana.must('task.reopen', { taskId: scene.task('list').id, reason: 'One is missing.' })
  expect(statuses()).toMatchObject({ each: 'blocked', 'each:1': 'blocked', merge: 'blocked' })
  await scene.clock.pass(60 * second)
  expect(statuses()).toMatchObject({ each: 'done', 'each:1': 'done', merge: 'done' })
  expect(scene.said().join('\n')).toMatch(
    /its 2 items were counted out from version 1 of T-1 List; version 2 may list others/,
  )
  sound(scene)
})

test('I19 a step back under 2,000 results marks and releases them in a moment', async () => {
  const many = Array.from({ length: 2000 }, (_, i) => ({
    key: `t${i}`,
    title: `Part ${i}`,
    skills: ['writing'],
    needs: [i < 50 ? 'a' : `t${i - 50}`],
  }))
  const scene = await Scenario.open()
  const play = craft()
  await scene.agent({ name: 'Ada', places: 1000, script: play.script })
  const goalId = await scene.goal({ plan: { tasks: [{ key: 'a', title: 'Root', skills: ['writing'] }, ...many] } })
  await scene.clock.pass(200 * second)
  expect(scene.rows('task').filter(({ status }) => status === 'done')).toHaveLength(2001)
  const ana = scene.people[0] as Person
  for (const option of ['Redo all', 'Keep all']) {
    play.held.add('a')
    const from = performance.now()
    await ana.must('task.reopen', { taskId: scene.task('a').id, reason: 'A wrong year.', stale: 'ask' })
    await ana.must('handoff.answer', { handoffId: questions(scene)[0]?.id ?? '', option, body: '' })
    expect(performance.now() - from).toBeLessThan(10_000)
    expect(questions(scene)).toEqual([])
    expect(scene.rows('task').filter(({ status }) => status === 'stale')).toEqual([])
    play.held.clear()
    await ana.must('task.retry', { taskId: scene.task('a').id })
    await scene.clock.pass(200 * second)
    expect(scene.rows('goal').find(({ id }) => id === goalId)?.status).toBe('completed')
  }
  expect(scene.bugs).toEqual([])
})

test('F56 a task that is taken out for good leaves what builds on it blocked with the reason, however far behind', async () => {
  const { scene, ana, statuses } = await worked('ask', { held: ['a'] })
  await ana.must('task.cancel', { taskId: scene.task('a').id, reason: 'not wanted' })
  expect(statuses()).toMatchObject({ a: 'cancelled', b: 'blocked', c: 'blocked' })
  expect(scene.task('b').reason).toBe('T-1 Outline, which it needs, is cancelled')
  expect(scene.task('c').reason).toBe('T-2 Draft, which it needs, cannot start: T-1 Outline is cancelled')
  sound(scene)
})

test('only what is done can be opened again, and a deliverable is rolled back instead', async () => {
  const { ana, scene, reopen, named } = await worked('ask', { held: ['b'], more: { deliverable: 'x' } })
  const open = (key: string) => ana.do('task.reopen', { taskId: scene.task(key).id, reason: 'no' })
  expect(await open('b')).toMatchObject({ code: 'conflict', detail: expect.stringMatching(/only what is done/) })
  await ana.must('deliverable.approve', named('x'))
  expect(await open('x')).toMatchObject({ code: 'conflict', detail: expect.stringMatching(/Roll its approved/) })
  await reopen('a')
  expect(await open('a')).toMatchObject({ code: 'conflict' })
})
