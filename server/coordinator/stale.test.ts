import { expect, test } from 'vitest'
import { chain, questions, sound, worked } from '../testing/built-on.ts'

// Named after the rows of reliability.md: what was built on something that changed.

const second = 1000

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
