import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  allWell,
  count,
  cutOff,
  cutOffAt,
  heldUp,
  holdCommits,
  kill,
  manyTasks,
  openGround,
  openWiredGround,
  passClaims,
  sameAnswerTwice,
} from '../faults/ground.ts'
import { until } from './until.ts'

// SIGKILL at named moments around a commit (crashes.test.ts has the first three). No product code knows of it: the test
// holds a lock that the moment waits for, a trigger that the commit waits for, or the wire on which the answer would come.

test.concurrent('F60 killed during COMMIT, and the database finishes it: the repeated call gets that answer, and there is one effect', async (finished) => {
  const ground = await openGround(finished)
  const { scene, looker } = ground
  const roomId = await scene.room()
  const release = await holdCommits(ground, finished)
  const id = randomUUID()
  const say = () => scene.send('message.post', { roomId, body: 'once' }, id)
  await cutOff(ground, 'the commit', say)
  await release()
  await until(() => count(looker, `message where body = 'once'`), { what: 'the database finished the commit' })
  await scene.restart()
  await sameAnswerTwice(say)
  expect(await count(looker, `message where body = 'once'`)).toBe(1)
  await allWell(ground, roomId)
})

test.concurrent('F60 killed during COMMIT, and the database gives it up: nothing of it is there, and the repeated call does it once', async (finished) => {
  const ground = await openGround(finished)
  const { scene, looker } = ground
  const roomId = await scene.room()
  const { agent } = await scene.webhookAgent({ rooms: [roomId] })
  const release = await holdCommits(ground, finished)
  const id = randomUUID()
  const create = () =>
    scene.send('goal.create', { roomId, title: 'Bridges', brief: 'Write.', autonomy: 'run', plan: manyTasks(3) }, id)
  await cutOff(ground, 'the commit', create)
  await looker.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
  )
  await release()
  await scene.restart()
  expect([await count(looker, 'goal'), await count(looker, 'task'), await count(looker, 'attempt')]).toEqual([0, 0, 0])
  await sameAnswerTwice(create)
  expect([await count(looker, 'goal'), await count(looker, 'task')]).toEqual([1, 3])
  await agent.got('attempt.requested')
  await allWell(ground, roomId)
})

test.concurrent('killed after the task changed and before anybody was told: whoever follows the log hears of it after the restart, once', async (finished) => {
  const ground = await openWiredGround(finished)
  const { scene, wire, looker } = ground
  const { roomId, id, own } = await scene.atWork()
  const head = (await scene.events(roomId)).at(-1).seq
  const key = { 'idempotency-key': randomUUID() }
  const report = () => own.report(id, 'complete', { response: 'A bridge.' }, key)
  // The statements arrive one batch at a time: held answers stop the call at its first question, so the hold begins
  // with the lock that its last one waits for.
  await looker.query('begin')
  await looker.query('lock table version in share mode')
  const cut = report().catch(() => 'no answer' as const)
  await heldUp(looker, 'the callback')
  wire.holdAnswers()
  await looker.query('commit')
  await until(() => count(looker, 'version'), { what: 'the callback is committed' })
  await kill(ground)
  expect(await cut).toBe('no answer')
  wire.heal()
  await scene.restart()
  const missed = await scene.events(roomId, head)
  expect(missed.filter(({ type }) => type === 'attempt.submitted')).toHaveLength(1)
  await sameAnswerTwice(report)
  await passClaims(looker)
  await scene.event(roomId, 'deliverable.ready')
  expect(await count(looker, 'version')).toBe(1)
  await allWell(ground, roomId)
})

test.concurrent('killed after the callback was written and before its task: both are one commit, so neither is there', async (finished) => {
  const ground = await openGround(finished)
  const { scene, looker } = ground
  const { roomId, id, own } = await scene.atWork()
  const report = () => own.report(id, 'complete', { response: 'A bridge.' })
  await cutOffAt(ground, 'select 1 from task for update', 'the callback', report)
  await until(
    async () =>
      (await count(looker, `pg_stat_activity where application_name = 'muster' and datname = current_database()`)) ===
      0,
    {
      what: 'the dead process’s connections are gone',
    },
  )
  const written = await count(looker, 'version')
  expect(written).toBe(await count(looker, `attempt where status = 'submitted'`))
  await scene.restart()
  expect((await report()).status).toBe(200)
  expect(await count(looker, 'version')).toBe(1)
  await allWell(ground, roomId)
})

test.concurrent('killed while a person approves: the approval is there or it is not, and asking again settles it once', async (finished) => {
  const ground = await openGround(finished)
  const { scene } = ground
  const roomId = await scene.room()
  const complete = { status: 200, json: { status: 'completed', response: 'The bridge opened in 1887.' } }
  await scene.webhookAgent({
    rooms: [roomId],
    script: ({ type }) => (type === 'attempt.requested' ? complete : { status: 200 }),
  })
  await scene.goal(roomId)
  await scene.event(roomId, 'deliverable.ready')
  const [deliverable] = (await scene.snapshot(roomId)).deliverables
  const [version] = deliverable.versions
  const named = { deliverableId: deliverable.id, versionId: version.id, sha256: version.sha256 }
  const id = randomUUID()
  const approve = () => scene.send('deliverable.approve', named, id)
  await cutOffAt(ground, 'select 1 from deliverable for update', 'the approval', approve)
  await scene.restart()
  await sameAnswerTwice(approve)
  const approved = (await scene.events(roomId)).filter(({ type }) => type === 'deliverable.approved')
  expect(approved).toHaveLength(1)
  expect((await scene.snapshot(roomId)).goals[0].status).toBe('completed')
  await allWell(ground, roomId)
})
