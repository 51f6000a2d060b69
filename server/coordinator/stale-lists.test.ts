import { expect, test } from 'vitest'
import { craft, questions, sound } from '../testing/built-on.ts'
import { type Person, Scenario } from '../testing/scenario.ts'

// Named after the rows of reliability.md: something changed under a list of tasks, or under very many.

const second = 1000

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
