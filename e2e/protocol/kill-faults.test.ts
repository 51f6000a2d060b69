import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  brokenPromises,
  connectTo,
  count,
  type Ground,
  heldUp,
  kill,
  openGround,
  openWiredGround,
  passClaims,
} from '../faults/ground.ts'
import { startServer } from './server.ts'
import { pass, until } from './until.ts'

// SIGKILL at named moments (crashes.test.ts has the first three). No product code knows of it: the test holds a lock that
// the moment waits for, a trigger that the commit waits for, or the wire on which the answer would come.

const clocks = { acceptSeconds: 1, leaseSeconds: 1, attemptsPerAgent: 5, attemptsPerTask: 9 }
const manyTasks = (count: number) => ({
  tasks: Array.from({ length: count }, (_, i) => ({ key: `t${i}`, title: `Task ${i}`, brief: 'Write.', skills: [] })),
})
/** Commits of the database wait for the advisory lock 7 from here on, inside COMMIT itself. */
const commitsWait = `
  create function wait_at_commit() returns trigger language plpgsql as
    'begin perform pg_advisory_xact_lock_shared(7); return null; end';
  create constraint trigger wait_at_commit after insert on event deferrable initially deferred
    for each row execute function wait_at_commit();`

/** What must hold after every kill: numbers without gaps, no place held by nobody, and the doctor has nothing to say. */
async function allWell({ scene, looker, databaseUrl }: Ground, roomId: string) {
  const events = await scene.events(roomId)
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1))
  expect(
    await count(
      looker,
      `agent_slot s where "inUse" <> (select count(*) from attempt a where a."agentId" = s."agentId"
    and a.status in ('offered', 'accepted', 'working'))`,
    ),
  ).toBe(0)
  expect(await brokenPromises(databaseUrl)).toEqual([])
}

test.concurrent('F60 killed during COMMIT, and the database finishes it: the repeated call gets that answer, and there is one effect', async (finished) => {
  const ground = await openGround(finished)
  const { scene, looker, databaseUrl } = ground
  const roomId = await scene.room()
  await looker.query(commitsWait)
  const holder = await connectTo(databaseUrl, finished)
  await holder.query('select pg_advisory_lock(7)')
  const id = randomUUID()
  const say = () => scene.send('message.post', { roomId, body: 'once' }, id)
  const cut = say().catch(() => 'no answer' as const)
  await heldUp(looker, 'the commit')
  await kill(ground)
  expect(await cut).toBe('no answer')
  await holder.query('select pg_advisory_unlock(7)')
  await until(() => count(looker, `message where body = 'once'`), { what: 'the database finished the commit' })
  await scene.restart()
  const [one, again] = [await say(), await say()]
  expect([one.status, again.json]).toEqual([200, one.json])
  expect(await count(looker, `message where body = 'once'`)).toBe(1)
  await allWell(ground, roomId)
})

test.concurrent('F60 killed during COMMIT, and the database gives it up: nothing of it is there, and the repeated call does it once', async (finished) => {
  const ground = await openGround(finished)
  const { scene, looker, databaseUrl } = ground
  const roomId = await scene.room()
  const { agent } = await scene.webhookAgent({ rooms: [roomId] })
  await looker.query(commitsWait)
  const holder = await connectTo(databaseUrl, finished)
  await holder.query('select pg_advisory_lock(7)')
  const id = randomUUID()
  const create = () =>
    scene.send('goal.create', { roomId, title: 'Bridges', brief: 'Write.', autonomy: 'run', plan: manyTasks(3) }, id)
  const cut = create().catch(() => 'no answer' as const)
  await heldUp(looker, 'the commit')
  await kill(ground)
  expect(await cut).toBe('no answer')
  await looker.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
  )
  await holder.query('select pg_advisory_unlock(7)')
  await scene.restart()
  expect([await count(looker, 'goal'), await count(looker, 'task'), await count(looker, 'attempt')]).toEqual([0, 0, 0])
  const [one, again] = [await create(), await create()]
  expect([one.status, again.json]).toEqual([200, one.json])
  expect([await count(looker, 'goal'), await count(looker, 'task')]).toEqual([1, 3])
  await agent.got('attempt.requested')
  await allWell(ground, roomId)
})

test.concurrent('killed after the task changed and before anybody was told: whoever follows the log hears of it after the restart, once', async (finished) => {
  const ground = await openWiredGround(finished)
  const { scene, wire, looker } = ground
  const roomId = await scene.room()
  const { agent } = await scene.webhookAgent({ rooms: [roomId] })
  await scene.goal(roomId)
  const { data } = await agent.got('attempt.requested')
  await scene.event(roomId, 'attempt.accepted')
  const head = (await scene.events(roomId)).at(-1).seq
  const key = { 'idempotency-key': randomUUID() }
  const report = () =>
    scene.callsWith(data.attempt.token).report(data.attempt.id, 'complete', { response: 'A bridge.' }, key)
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
  const [one, again] = [await report(), await report()]
  expect([one.status, again.json]).toEqual([200, one.json])
  await passClaims(looker)
  await scene.event(roomId, 'deliverable.ready')
  expect(await count(looker, 'version')).toBe(1)
  await allWell(ground, roomId)
})

test.concurrent('killed after the callback was written and before its task: both are one commit, so neither is there', async (finished) => {
  const ground = await openGround(finished)
  const { scene, looker } = ground
  const roomId = await scene.room()
  const { agent } = await scene.webhookAgent({ rooms: [roomId] })
  await scene.goal(roomId)
  const { data } = await agent.got('attempt.requested')
  await scene.event(roomId, 'attempt.accepted')
  const report = () =>
    scene.callsWith(data.attempt.token).report(data.attempt.id, 'complete', { response: 'A bridge.' })
  await looker.query('begin')
  await looker.query('select 1 from task for update')
  const cut = report().catch(() => 'no answer' as const)
  await heldUp(looker, 'the callback')
  await kill(ground)
  expect(await cut).toBe('no answer')
  await looker.query('rollback')
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

test.concurrent('killed while it takes forty lost tasks back: each is taken back once and handed out once', async (finished) => {
  const ground = await openGround(finished)
  const { scene, looker } = ground
  const roomId = await scene.room()
  const { calls } = await scene.pullAgent({ rooms: [roomId], maxConcurrency: 40 })
  await scene.goal(roomId, { plan: manyTasks(40), clocks: { ...clocks, leaseSeconds: 5 } })
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

test.concurrent('killed while a person approves: the approval is there or it is not, and asking again settles it once', async (finished) => {
  const ground = await openGround(finished)
  const { scene, looker } = ground
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
  await looker.query('begin')
  await looker.query('select 1 from deliverable for update')
  const cut = approve().catch(() => 'no answer' as const)
  await heldUp(looker, 'the approval')
  await kill(ground)
  expect(await cut).toBe('no answer')
  await looker.query('rollback')
  await scene.restart()
  const [one, again] = [await approve(), await approve()]
  expect([one.status, again.json]).toEqual([200, one.json])
  const approved = (await scene.events(roomId)).filter(({ type }) => type === 'deliverable.approved')
  expect(approved).toHaveLength(1)
  expect((await scene.snapshot(roomId)).goals[0].status).toBe('completed')
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
  const [first, second] = [await connectTo(databaseUrl, finished), await connectTo(databaseUrl, finished)]
  await looker.query(commitsWait)
  await first.query('select pg_advisory_lock(7)')
  const completion = {
    response: 'It opened in 1887.',
    sources: [{ claim: 'It opened in 1887.', inputId: input.id, quote: 'The bridge opened in 1887.' }],
  }
  const done = scene.callsWith(data.attempt.token).report(data.attempt.id, 'complete', completion)
  await heldUp(looker, 'the result')
  await second.query('begin')
  // Queued behind the result that is being committed, before the judge who will ask for its bytes.
  const locked = second.query('lock table content in access exclusive mode')
  await until(() => count(looker, `pg_locks where relation = 'content'::regclass and not granted`), {
    what: 'the lock is queued',
  })
  await first.query('select pg_advisory_unlock(7)')
  expect((await done).status).toBe(200)
  await locked
  await heldUp(looker, 'the judge')
  await kill(ground)
  await second.query('rollback')
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
