import { expect, test } from 'vitest'
import { examine } from '../testing/examine.ts'
import { type Person, Scenario } from '../testing/scenario.ts'
import { inReview, named } from '../testing/scenario-looks.ts'
import { scripts } from '../testing/scripts.ts'

// Named after the rows of reliability.md (b) and (c): people race agents and each other.

const second = 1000
const minute = 60 * second

async function atWork(script: 'vanishing' | 'beating' | 'drafting' = 'vanishing') {
  const scene = await Scenario.open()
  const bo = await scene.agent({ name: 'Bo', script })
  const ana = scene.people[0] as Person
  const goalId = await scene.goal()
  await scene.clock.pass(10 * second)
  return { scene, bo, ana, goalId, taskId: scene.task().id, attemptId: scene.attempts()[0]?.id ?? '' }
}

test('F78 the same command sent twice on reconnect has one effect and one answer', async () => {
  const { scene, ana } = await inReview()
  const id = scene.newId()
  const [first, again] = await Promise.all([
    ana.do('message.post', { roomId: scene.roomId, body: 'Once.' }, id),
    ana.do('message.post', { roomId: scene.roomId, body: 'Once.' }, id),
  ])
  expect(again).toEqual(first)
  expect(await ana.do('message.post', { roomId: scene.roomId, body: 'Once.' }, id)).toEqual(first)
  expect(scene.said().filter((body) => body === 'Once.')).toHaveLength(1)
  const other = await ana.do('message.post', { roomId: scene.roomId, body: 'Another thing.' }, id)
  expect(other).toMatchObject({ ok: false, code: 'idempotency_mismatch' })
})

test('F82 an approval names the bytes: when a new version came meanwhile it is refused and says so', async () => {
  const { scene, ana, ben, named } = await inReview()
  const old = named()
  await ben.must('deliverable.request_changes', { ...old, summary: 'Say more.' })
  await scene.clock.pass(minute)
  const late = await ana.do('deliverable.approve', old)
  expect(late).toMatchObject({ ok: false, code: 'changed_meanwhile', detail: expect.stringMatching(/Version 2/) })
  expect(scene.task().status).toBe('in_review')
  await ana.must('deliverable.approve', named())
  expect(scene.task().status).toBe('done')
  expect(examine(scene)).toEqual([])
})

test('F83 two reviewers decide at once: the first wins, the second hears what happened', async () => {
  const { scene, ana, ben, named } = await inReview()
  const answers = await Promise.all([
    ana.do('deliverable.approve', named()),
    ben.do('deliverable.reject', { ...named(), summary: 'No.' }),
  ])
  expect(answers[0]).toMatchObject({ ok: true })
  expect(answers[1]).toMatchObject({
    ok: false,
    code: 'changed_meanwhile',
    detail: expect.stringMatching(/Ana decided already: approved/),
  })
  expect(scene.rows('review')).toHaveLength(1)
})

test('F84 a cancel and a result at once: one order wins, and the late result is kept as evidence', async () => {
  const { scene, bo, ana, taskId, attemptId } = await atWork()
  const [cancelled, result] = await Promise.all([
    ana.do('task.cancel', { taskId }),
    bo.complete(attemptId, { response: 'The pier has sixteen lamps, two of them dark.' }),
  ])
  expect([cancelled.ok, result.ok]).toEqual([true, false])
  expect(result).toMatchObject({ code: 'superseded' })
  expect(scene.disk.lateReports).toHaveLength(1)
  expect(bo.inbox.map((message) => message.type)).toContain('attempt.requested')
  await scene.clock.pass(second)
  expect(bo.inbox.map((message) => message.type)).toContain('attempt.cancel_requested')

  const other = await atWork()
  const [first, then] = await Promise.all([
    other.bo.complete(other.attemptId, { response: 'The pier has sixteen lamps, two of them dark.' }),
    other.ana.do('task.cancel', { taskId: other.taskId }),
  ])
  expect([first.ok, then.ok]).toEqual([true, true])
  expect(other.scene.rows('version').map((version) => version.status)).toEqual(['superseded'])
  expect(examine(other.scene)).toEqual([])
})

test('F85 a task reassigned by hand while its agent submits: the fence decides', async () => {
  const { scene, bo, ana, taskId, attemptId } = await atWork()
  const cy = await scene.agent({ name: 'Cy' })
  const participant = scene.rows('participant').find((one) => one.subjectId === cy.id)
  const [assigned, result] = await Promise.all([
    ana.do('task.assign', { taskId, participantId: participant?.id ?? '' }),
    bo.complete(attemptId, { response: 'The lock is nine metres wide at the top.' }),
  ])
  expect(assigned.ok).toBe(true)
  expect(result).toMatchObject({ ok: false, code: 'superseded' })
  await scene.clock.pass(minute)
  expect(scene.attempts().map((one) => one.status)).toEqual(['superseded', 'approved'])
  expect(scene.rows('version').map((version) => version.createdBy)).toEqual([participant?.id])
})

test('F86 a paused room hands out nothing, keeps what arrives, and goes on when opened', async () => {
  const scene = await Scenario.open()
  const ana = scene.people[0] as Person
  const bo = await scene.agent({ name: 'Bo', script: 'vanishing' })
  const plan = {
    tasks: [
      { key: 'first', title: 'First', skills: ['writing'] },
      { key: 'then', title: 'Then', skills: ['writing'], needs: ['first'] },
    ],
  }
  await scene.goal({ plan })
  await scene.clock.pass(second)
  await ana.must('room.update', { roomId: scene.roomId, status: 'paused' })
  const result = await bo.complete(scene.attempts('first')[0]?.id ?? '', {
    response: 'Eleven ships in the morning, four at night.',
  })
  expect(result.ok).toBe(true)
  await scene.clock.pass(10 * minute)
  expect(scene.task('first').status).toBe('done')
  expect(scene.task('then').status).toBe('ready')
  expect(scene.attempts('then')).toEqual([])
  bo.script = scripts.honest
  await ana.must('room.update', { roomId: scene.roomId, status: 'open' })
  await scene.clock.pass(minute)
  expect(scene.task('then').status).toBe('in_review')
})

test('F87 a removed agent loses its work at once and its calls have no effect', async () => {
  const { scene, bo, ana, attemptId } = await atWork()
  await scene.agent({ name: 'Cy' })
  await ana.must('agent.remove', { agentId: bo.id })
  expect((await bo.complete(attemptId, { response: 'Too late, but here it is all the same.' })).ok).toBe(false)
  await scene.clock.pass(minute)
  expect(scene.attempts().map((one) => one.status)).toEqual(['superseded', 'approved'])
})

test('F90 a person takes a task over from an agent at work, and gives it back as a new attempt', async () => {
  const { scene, bo, ana, taskId } = await atWork('drafting')
  await ana.must('task.take_over', { taskId })
  expect(scene.attempts().map((one) => one.status)).toEqual(['superseded', 'accepted'])
  expect(scene.task()).toMatchObject({ status: 'running', fence: 2 })
  expect(scene.rows('artifact')).toMatchObject([{ attemptId: scene.attempts()[0]?.id }])
  expect(examine(scene)).toEqual([])
  await scene.clock.pass(second)
  expect(bo.inbox.map((message) => message.type)).toContain('attempt.revoked')

  await ana.must('task.submit', { taskId, response: 'Done.' })
  expect(scene.attempts()[1]?.failure).toBe('failed_checks')
  await scene.clock.pass(5 * second)
  await ana.must('task.submit', { taskId, response: 'By hand: the mole was laid in 1871, says its stone.' })
  expect(scene.task().status).toBe('in_review')

  const other = await atWork()
  await other.ana.must('task.take_over', { taskId: other.taskId })
  other.bo.script = scripts.honest
  await other.ana.must('task.give_back', { taskId: other.taskId })
  await other.scene.clock.pass(minute)
  expect(other.scene.attempts().map((one) => one.status)).toEqual(['superseded', 'declined', 'approved'])
})

test('a person who retries a stuck task, without a word, gets every worker asked afresh', async () => {
  const scene = await Scenario.open()
  const bo = await scene.agent({ name: 'Bo', script: 'empty' })
  await scene.goal()
  await scene.clock.pass(2 * minute)
  expect(scene.task().status).toBe('needs_human')
  bo.script = scripts.honest
  await scene.people[0]?.must('task.retry', { taskId: scene.task().id })
  await scene.clock.pass(minute)
  expect(scene.task().status).toBe('in_review')
})

test('work given by name to somebody who is gone comes to a person', async () => {
  const { scene, bo, ana, taskId } = await atWork()
  const participant = scene.rows('participant').find((one) => one.subjectId === bo.id)
  await ana.must('task.assign', { taskId, participantId: participant?.id ?? '' })
  await ana.must('room.remove_participant', { roomId: scene.roomId, participantId: participant?.id ?? '' })
  expect(scene.task()).toMatchObject({
    status: 'needs_human',
    reason: expect.stringMatching(/Bo.*no longer in the room/),
  })
})

test('a goal whose every task was cancelled is over, and nothing of it waits for review', async () => {
  const { scene, ana } = await inReview()
  await ana.must('task.cancel', { taskId: scene.task().id })
  expect(scene.rows('goal')[0]?.status).toBe('cancelled')
  expect(scene.rows('deliverable')[0]?.status).toBe('pending')
  expect(await ana.do('deliverable.approve', named(scene))).toMatchObject({ ok: false, code: 'changed_meanwhile' })
  expect(examine(scene)).toEqual([])
})
