import { expect, test } from 'vitest'
import { questions, sound, worked } from '../testing/built-on.ts'

// Named after the rows of reliability.md: a deliverable that was built on something that changed, or is what changed.

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
