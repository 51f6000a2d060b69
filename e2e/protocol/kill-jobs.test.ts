import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  allWell,
  connectTo,
  count,
  heldUp,
  holdCommits,
  kill,
  manyTasks,
  openGround,
  passClaims,
} from '../faults/ground.ts'
import { startServer } from './server.ts'
import { pass, until } from './until.ts'

// SIGKILL at named moments of the work that follows a commit, as in kill-faults.test.ts.

test.concurrent('killed while it takes forty lost tasks back: each is taken back once and handed out once', async (finished) => {
  const ground = await openGround(finished)
  const { scene, looker } = ground
  const roomId = await scene.room()
  const { calls } = await scene.pullAgent({ rooms: [roomId], maxConcurrency: 40 })
  await scene.goal(roomId, {
    plan: manyTasks(40),
    clocks: { acceptSeconds: 1, leaseSeconds: 5, attemptsPerAgent: 5, attemptsPerTask: 9 },
  })
  const { claims } = (await calls.post('/api/v1/claims', { claimId: randomUUID(), max: 40 })).json
  expect(claims).toHaveLength(40)
  await looker.query('begin')
  await looker.query('select 1 from attempt for update')
  await heldUp(looker, 'the reaper')
  await kill(ground)
  await looker.query('rollback')
  await scene.restart()
  await until(async () => (await count(looker, `attempt where status = 'lost'`)) === 40, {
    what: 'all forty were found lost',
  })
  expect(await count(looker, `(select "taskId" from attempt where status = 'lost' group by 1) as t`)).toBe(40)
  const lost = (await scene.events(roomId)).filter(
    ({ type, data }) => type === 'attempt.failed' && data.class === 'lost',
  )
  expect(new Set(lost.map(({ data }) => data.attemptId)).size).toBe(lost.length)
  await allWell(ground, roomId)
})

test.concurrent('killed between taking a message from the outbox and sending it, twice: it goes out once it is kept for dead, under one id', async (finished) => {
  const ground = await openGround(finished)
  const { scene, looker, databaseUrl } = ground
  const roomId = await scene.room()
  const { agent } = await scene.webhookAgent({ rooms: [roomId] })
  const holder = await connectTo(databaseUrl, finished)
  await scene.goal(roomId, { title: 'warms the caches' })
  const warm = (await agent.got('attempt.requested')).data.attempt
  await scene.callsWith(warm.token).report(warm.id, 'complete', { response: 'The bridge is old.' })
  await scene.event(roomId, 'deliverable.ready')
  // The workspace's own notes on that are written by now, and one more batch of the room has read them.
  await pass(2500)
  await scene.must('message.post', { roomId, body: 'and now another one' })
  await holder.query('begin')
  await holder.query('lock table agent in access exclusive mode')
  const sending = scene
    .send('goal.create', { roomId, title: 'Bridges', brief: 'Write.', autonomy: 'run', plan: manyTasks(1) })
    .catch(() => 'no answer' as const)
  await until(() => count(looker, `attempt where status = 'offered'`), { what: 'the message lies in the outbox' })
  await kill(ground)
  await sending
  await holder.query('rollback')
  // Nobody takes it before the next process is up and the table is locked again.
  await looker.query(`update job set "claimedUntil" = clock_timestamp() + interval '1 hour' where "endedAt" is null`)
  const [job] = (
    await looker.query<{ id: string; claimedBy: string }>(`select id, "claimedBy" from job where "endedAt" is null`)
  ).rows
  await scene.restart()
  await holder.query('begin')
  await holder.query('lock table agent in access exclusive mode')
  await passClaims(looker)
  await until(() => count(looker, `job where id = $1 and "claimedBy" <> $2`, [job?.id, job?.claimedBy]), {
    what: 'the next process took it from the outbox',
  })
  await heldUp(looker, 'the sender')
  await kill(ground)
  await holder.query('rollback')
  expect(agent.of('attempt.requested')).toHaveLength(1)
  await passClaims(looker)
  await scene.restart()
  const offer = await agent.got('attempt.requested', 2)
  expect(offer.forged).toBeNull()
  const { attempt } = offer.data
  const done = await scene.callsWith(attempt.token).report(attempt.id, 'complete', { response: 'A bridge.' })
  expect(done.status).toBe(200)
  await until(
    () => scene.events(roomId).then((all) => all.filter(({ type }) => type === 'deliverable.ready').length === 2),
    {
      what: 'the second goal’s deliverable is ready',
    },
  )
  expect(agent.of('attempt.requested')).toHaveLength(2)
  expect(await count(looker, 'attempt')).toBe(2)
  await allWell(ground, roomId)
})

test.concurrent('killed while it shuts down in order: what was under way is done by the next, once', async (finished) => {
  const ground = await openGround(finished)
  const { scene, looker } = ground
  const roomId = await scene.room()
  let slow = true
  const { agent } = await scene.webhookAgent({
    rooms: [roomId],
    maxConcurrency: 5,
    script: () => (slow ? 'silence' : { status: 200, json: { status: 'completed', response: 'A bridge.' } }),
  })
  await scene.goal(roomId, { plan: manyTasks(5) })
  await agent.got('attempt.requested')
  scene.server.signal('SIGTERM')
  await until(async () => !(await fetch(`${scene.server.url}/healthz`).catch(() => null)), {
    what: 'it takes no more calls',
  })
  await kill(ground)
  slow = false
  await passClaims(looker)
  await scene.restart()
  await until(async () => (await count(looker, `task where status in ('done', 'in_review')`)) === 5, {
    what: 'all five are done',
  })
  expect(new Set(agent.of('attempt.requested').map(({ headers }) => headers['webhook-id'])).size).toBe(5)
  expect(await count(looker, 'version')).toBe(5)
  expect(await count(looker, `attempt where status in ('submitted', 'approved')`)).toBe(5)
  await allWell(ground, roomId)
})

test.concurrent('killed while a result is judged: the judgement is made by the next process, once', async (finished) => {
  const ground = await openGround(finished)
  const { scene, looker, databaseUrl } = ground
  const roomId = await scene.room()
  const { agent } = await scene.webhookAgent({ rooms: [roomId] })
  await scene.goal(roomId, {
    inputs: [{ name: 'notes.md', mediaType: 'text/markdown', text: 'The bridge opened in 1887.' }],
    plan: {
      tasks: [
        { key: 'one', title: 'Write', brief: 'Write.', skills: [], checks: [{ name: 'quotes', required: true }] },
      ],
    },
  })
  const { data } = await agent.got('attempt.requested')
  await scene.event(roomId, 'attempt.accepted')
  const [input] = data.task.inputs
  const holder = await connectTo(databaseUrl, finished)
  const release = await holdCommits(ground, finished)
  const completion = {
    response: 'It opened in 1887.',
    sources: [{ claim: 'It opened in 1887.', inputId: input.id, quote: 'The bridge opened in 1887.' }],
  }
  const done = scene.callsWith(data.attempt.token).report(data.attempt.id, 'complete', completion)
  await heldUp(looker, 'the result')
  await holder.query('begin')
  // Queued behind the result that is being committed, before the judge who will ask for its bytes.
  const locked = holder.query('lock table content in access exclusive mode')
  await until(() => count(looker, `pg_locks where relation = 'content'::regclass and not granted`), {
    what: 'the lock is queued',
  })
  await release()
  expect((await done).status).toBe(200)
  await locked
  await heldUp(looker, 'the judge')
  await kill(ground)
  await holder.query('rollback')
  await passClaims(looker)
  await scene.restart()
  await scene.event(roomId, 'deliverable.ready')
  const ready = (await scene.events(roomId)).filter(({ type }) => type === 'deliverable.ready')
  expect([ready.length, await count(looker, 'version')]).toEqual([1, 1])
  await allWell(ground, roomId)
})

test.concurrent('F61 two processes on one database, either of them killed again and again: the work goes on and nothing is doubled', async (finished) => {
  const ground = await openGround(finished)
  const { scene, looker, databaseUrl } = ground
  const roomId = await scene.room()
  let second = await startServer(databaseUrl)
  finished.onTestFinished(() => second.stop())
  await scene.webhookAgent({
    rooms: [roomId],
    maxConcurrency: 6,
    script: async ({ type, data }) => {
      if (type !== 'attempt.requested') return { status: 200 }
      await pass(30)
      return { status: 200, json: { status: 'completed', response: `Done: ${data.task.title}.` } }
    },
  })
  await scene.goal(roomId, { plan: manyTasks(60) })
  const doneSoFar = () => count(looker, `task where status in ('done', 'in_review')`)
  for (const [index, floor] of [10, 20, 30, 40].entries()) {
    await until(async () => (await doneSoFar()) >= floor, { withinMs: 60_000, what: `${floor} are done` })
    if (index % 2 === 0) await scene.restart()
    else {
      await second.stop()
      second = await startServer(databaseUrl)
    }
    await passClaims(looker)
  }
  await until(async () => (await doneSoFar()) === 60, { withinMs: 90_000, what: 'all sixty are done' })
  expect(await count(looker, `version where status in ('in_review', 'approved')`)).toBe(60)
  await allWell(ground, roomId)
}, 400_000)
