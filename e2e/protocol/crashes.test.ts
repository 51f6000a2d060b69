import { randomUUID } from 'node:crypto'
import { expect, type TestContext, test } from 'vitest'
import { brokenPromises, connectTo, count, heldUp, kill, manyTasks, openGround } from '../faults/ground.ts'
import { Caller } from './http.ts'
import type { Scene } from './scene.ts'
import { type ServerProcess, startServer } from './server.ts'
import { pass, until } from './until.ts'

// Signals and locks at named moments. A dead process's jobs stay claimed for 30 s, which these tests wait for.

type Finished = Pick<TestContext, 'onTestFinished'>
async function secondProcess(scene: Scene, { onTestFinished }: Finished): Promise<ServerProcess> {
  const second = await startServer(scene.database.url)
  onTestFinished(() => second.stop())
  return second
}

test.concurrent('F57 killed after the commit, before the send: the offer goes out after the restart, once, and the work is done', async (finished) => {
  const { scene, looker, databaseUrl } = await openGround(finished)
  const roomId = await scene.room()
  const { agent } = await scene.webhookAgent({ rooms: [roomId] })
  await scene.goal(roomId, { title: 'warms the caches' })
  const warm = await agent.got('attempt.requested')
  await scene
    .callsWith(warm.data.attempt.token)
    .report(warm.data.attempt.id, 'complete', { response: 'The bridge is old.' })
  const client = await connectTo(databaseUrl, finished)
  // The sender reads the agent's row again after 2 s: with the table locked the message is committed and not yet sent.
  await pass(2500)
  await client.query('begin')
  await client.query('lock table agent in access exclusive mode')
  const sending = scene
    .send('goal.create', {
      roomId,
      title: 'is cut off',
      brief: 'Write.',
      autonomy: 'run',
      plan: { tasks: [{ key: 'one', title: 'One', brief: 'one', skills: [] }] },
    })
    .catch(() => 'no answer' as const)
  await until(() => count(looker, `attempt where status = 'offered'`), { what: 'the offer is committed' })
  await kill({ scene })
  await sending
  await client.query('rollback')
  expect(agent.of('attempt.requested')).toHaveLength(1)
  await scene.restart()
  const offer = await agent.got('attempt.requested', 2, 90_000)
  expect(offer.forged).toBeNull()
  const done = await scene
    .callsWith(offer.data.attempt.token)
    .report(offer.data.attempt.id, 'complete', { response: 'A bridge.' })
  expect(done.status).toBe(200)
  await pass(500)
  expect(agent.of('attempt.requested')).toHaveLength(2)
  expect(await count(looker, 'version')).toBe(2)
})

test.concurrent('F58 killed after the send, before the answer was recorded: sent again under the same id and bytes, one attempt', async (finished) => {
  const { scene } = await openGround(finished)
  const roomId = await scene.room()
  let silent = true
  const { agent } = await scene.webhookAgent({
    rooms: [roomId],
    script: () => (silent ? 'silence' : { status: 200, json: { status: 'accepted' } }),
  })
  await scene.goal(roomId)
  const first = await agent.got('attempt.requested')
  await kill({ scene })
  silent = false
  await scene.restart()
  const second = await agent.got('attempt.requested', 2, 90_000)
  expect(second.headers['webhook-id']).toBe(first.headers['webhook-id'])
  expect(second.raw).toBe(first.raw)
  expect(second.forged).toBeNull()
  await scene.event(roomId, 'attempt.accepted')
  const { data } = first
  const done = await scene.callsWith(data.attempt.token).report(data.attempt.id, 'complete', { response: 'A bridge.' })
  expect(done.status).toBe(200)
  expect((await scene.task(data.task.id)).attempts).toHaveLength(1)
  expect((await scene.snapshot(roomId)).tasks[0].attempts).toBe(1)
})

test.concurrent('F59 killed in the middle of a callback: the caller got no answer, asks again, and there is one effect', async (finished) => {
  const { scene, looker, databaseUrl } = await openGround(finished)
  const { roomId, id, own } = await scene.atWork()
  const client = await connectTo(databaseUrl, finished)
  await client.query('begin')
  await client.query('select 1 from lane where id = $1 for update', [roomId])
  const key = { 'idempotency-key': randomUUID() }
  const body = { response: 'The bridge is old.' }
  const report = () => own.report(id, 'complete', body, key)
  const cut = report().catch(() => 'no answer' as const)
  await heldUp(looker, 'the callback')
  await kill({ scene })
  expect(await cut).toBe('no answer')
  await client.query('rollback')
  await scene.restart()
  const [one, again] = [await report(), await report()]
  expect([one.status, again.status]).toEqual([200, 200])
  expect(again.json).toEqual(one.json)
  expect(await count(looker, 'version')).toBe(1)
})

test.concurrent('killed again and again while fifty tasks run: none is lost, none is done twice', async (finished) => {
  const { scene, looker, databaseUrl } = await openGround(finished)
  const roomId = await scene.room()
  const workers = await Promise.all(
    Array.from({ length: 5 }, () =>
      scene.webhookAgent({
        rooms: [roomId],
        maxConcurrency: 4,
        script: async ({ type, data }) => {
          if (type !== 'attempt.requested') return { status: 200 }
          await pass(60)
          return { status: 200, json: { status: 'completed', response: `Done: ${data.task.title}.` } }
        },
      }),
    ),
  )
  const items = Array.from({ length: 50 }, (_, i) => `bridge ${i}`)
  await scene.goal(roomId, { plan: undefined, playbook: 'for-each', items, brief: 'Describe each bridge.' })
  for (const doneBefore of [5, 20]) {
    await until(async () => ((await scene.snapshot(roomId)).goals[0].counts.done ?? 0) >= doneBefore, {
      withinMs: 90_000,
      what: `${doneBefore} are done`,
    })
    await scene.restart()
  }
  await scene.event(roomId, 'deliverable.ready', () => true, 150_000)
  expect(await count(looker, 'task')).toBe(51)
  expect(await count(looker, `(select "taskId" from version where status <> 'superseded' group by 1) as t`)).toBe(51)
  expect(
    await count(
      looker,
      `(select "taskId" from version where status in ('approved', 'in_review') group by 1 having count(*) > 1) as t`,
    ),
  ).toBe(0)
  const completed = (await scene.events(roomId)).filter((event) => event.type === 'task.completed')
  expect(completed).toHaveLength(50)
  expect(new Set(completed.map((event) => event.data.taskId)).size).toBe(50)
  expect(await count(looker, `agent_slot where "inUse" <> 0`)).toBe(0)
  for (const { agent } of workers) expect(agent.received.every((one) => one.forged === null)).toBe(true)
  expect(await brokenPromises(databaseUrl)).toEqual([])
}, 400_000)

test.concurrent('F62 a process stopped for seconds while another goes on: when it wakes nothing is doubled', async (finished) => {
  const { scene, looker, databaseUrl } = await openGround(finished)
  const second = await secondProcess(scene, finished)
  const there = new Caller(second.url, scene.person.token)
  const roomId = await scene.room()
  let held: (() => void) | undefined
  const slow = await scene.webhookAgent({
    rooms: [roomId],
    script: async ({ type }, nth) => {
      if (type !== 'attempt.requested' || nth > 1) return { status: 200, json: { status: 'accepted' } }
      await new Promise<void>((resolve) => {
        held = resolve
      })
      return { status: 200, json: { status: 'completed', response: 'The answer from before the sleep.' } }
    },
  })
  await scene.goal(roomId, { clocks: { acceptSeconds: 5, leaseSeconds: 3, attemptsPerAgent: 5, attemptsPerTask: 9 } })
  const first = await slow.agent.got('attempt.requested')
  const own = scene.callsWith(first.data.attempt.token)
  expect((await own.report(first.data.attempt.id, 'activities', { type: 'thought', body: 'hm' })).status).toBe(200)
  scene.server.signal('SIGSTOP')
  const attempts = async () => (await there.get(`/api/v1/tasks/${first.data.task.id}`)).json.attempts
  await until(async () => (await attempts()).length > 1, { what: 'the other process took over' })
  const taken = await slow.agent.got('attempt.requested', 2)
  const done = await new Caller(second.url, taken.data.attempt.token).report(taken.data.attempt.id, 'complete', {
    response: 'The answer of the one who took over.',
  })
  expect(done.status).toBe(200)
  // Its request is given up 10 s after it was made, and the answer has to come before that.
  await pass(500)
  held?.()
  scene.server.signal('SIGCONT')
  await until(async () => (await scene.attempt(first.data.attempt.id)).evidence?.length === 1, {
    what: 'the woken process keeps the late answer',
  })
  const snapshot = await scene.snapshot(roomId)
  expect(snapshot.deliverables[0].versions).toHaveLength(1)
  expect(snapshot.deliverables[0].versions[0].sha256).toBe(done.json.sha256)
  expect((await there.get(`/api/v1/rooms/${roomId}/snapshot`)).json).toEqual(snapshot)
  const events = await scene.events(roomId)
  expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i + 1))
  expect((await attempts()).map((one: { number: number }) => one.number).sort()).toEqual([1, 2])
  expect(await count(looker, `agent_slot where "inUse" <> 0`)).toBe(0)
  expect(await brokenPromises(databaseUrl)).toEqual([])
})

test.concurrent('two processes on one database answer the same command id once, and claims are never doubled', async (finished) => {
  const { scene } = await openGround(finished)
  const second = await secondProcess(scene, finished)
  const roomId = await scene.room()
  const { token } = await scene.pullAgent({ rooms: [roomId], maxConcurrency: 5 })
  await scene.goal(roomId, { plan: manyTasks(30) })
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, i) =>
      new Caller(i % 2 ? second.url : scene.server.url, token).post('/api/v1/claims', {
        claimId: randomUUID(),
        max: 1,
      }),
    ),
  )
  const claims = answers.flatMap((one) => one.json?.claims ?? [])
  expect(claims).toHaveLength(5)
  expect(new Set(claims.map((claim) => claim.task.id)).size).toBe(5)
  const id = randomUUID()
  const sent = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      new Caller(i % 2 ? second.url : scene.server.url, scene.person.token).post('/api/v1/commands', {
        id,
        name: 'message.post',
        input: { roomId, body: 'once' },
      }),
    ),
  )
  for (const one of sent) expect([one.status, one.json]).toEqual([200, sent[0]?.json])
  const said = (await scene.snapshot(roomId)).messages.filter((one: { body: string }) => one.body === 'once')
  expect(said).toHaveLength(1)
  const waiting = new Caller(second.url, (await scene.pullAgent({ rooms: [roomId] })).token).post('/api/v1/claims', {
    claimId: randomUUID(),
    waitSeconds: 20,
  })
  expect((await waiting).status).toBe(200)
})
