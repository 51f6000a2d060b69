import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { EventStream } from './event-stream.ts'
import { testServer } from './scene.ts'
import { pass, until } from './until.ts'

const scene = testServer()
const tasks = (count: number, skills: string[] = []) => ({
  tasks: Array.from({ length: count }, (_, i) => ({ key: `t${i}`, title: `Task ${i}`, brief: 'Write.', skills })),
})
const claimId = () => randomUUID()
type Claim = { attempt: { id: string; token: string }; task: { key: string } }
const ids = (claims: Claim[]): string[] => claims.map((one) => one.attempt.id).sort()

test('a claim answers attempt.requested data, and the task is the agent’s', async () => {
  const roomId = await scene().room()
  const { calls, agentId } = await scene().pullAgent({ rooms: [roomId], skills: ['writing'] })
  const goalId = await scene().goal(roomId, { plan: tasks(1, ['writing']) })
  const { status, json } = await calls.post('/api/v1/claims', { claimId: claimId() })
  expect(status).toBe(200)
  expect(json.claims).toHaveLength(1)
  const [claim] = json.claims
  expect(Object.keys(claim).sort()).toEqual(['attempt', 'callback', 'goal', 'history', 'room', 'task'])
  expect(claim).toMatchObject({ room: { id: roomId }, goal: { id: goalId }, attempt: { number: 1 } })
  expect(claim.attempt.token).toMatch(/^mst_att_/)
  expect(await scene().attempt(claim.attempt.id)).toMatchObject({ status: 'accepted', agentId })
  const done = await scene()
    .callsWith(claim.attempt.token)
    .report(claim.attempt.id, 'complete', { response: 'A bridge.' })
  expect(done.status).toBe(200)
  expect((await scene().agentRow(agentId)).status).toBe('active')
})

test('nothing to do is 204 with Retry-After', async () => {
  const roomId = await scene().room()
  const { calls } = await scene().pullAgent({ rooms: [roomId] })
  const answered = await calls.post('/api/v1/claims', { claimId: claimId() })
  expect(answered.status).toBe(204)
  expect(answered.text).toBe('')
  expect(Number(answered.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
})

test('the same claimId again gives the same claims, and nothing more, also when there is more by then', async () => {
  const [one, two] = await Promise.all([scene().room(), scene().room()])
  const { calls } = await scene().pullAgent({ rooms: [one, two], maxConcurrency: 20 })
  const id = claimId()
  await scene().goal(two, { plan: tasks(2) })
  const first = (await calls.post('/api/v1/claims', { claimId: id, max: 5 })).json.claims
  expect(first).toHaveLength(2)
  await scene().goal(one, { plan: tasks(4) })
  await scene().goal(two, { plan: tasks(4) })
  const again = (await calls.post('/api/v1/claims', { claimId: id, max: 5 })).json.claims
  expect(ids(again)).toEqual(ids(first))
  expect(again.map((claim: Claim) => claim.attempt.token).sort()).toEqual(
    first.map((claim: Claim) => claim.attempt.token).sort(),
  )
  const others = (await calls.post('/api/v1/claims', { claimId: claimId(), max: 50 })).json.claims
  expect(others).toHaveLength(8)
})

test('the same claimId twenty times at once takes each task once', async () => {
  const rooms = await Promise.all([scene().room(), scene().room()])
  const { calls } = await scene().pullAgent({ rooms, maxConcurrency: 50 })
  for (const roomId of rooms) await scene().goal(roomId, { plan: tasks(5) })
  const id = claimId()
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => calls.post('/api/v1/claims', { claimId: id, max: 3 })),
  )
  const claimed = answers.map((answer) => ids(answer.json.claims))
  expect(claimed[0]).toHaveLength(3)
  for (const one of claimed) expect(one).toEqual(claimed[0])
})

test('an agent never holds more than maxConcurrency, however it asks', async () => {
  const roomId = await scene().room()
  const { calls } = await scene().pullAgent({ rooms: [roomId], maxConcurrency: 3 })
  await scene().goal(roomId, { plan: tasks(12) })
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => calls.post('/api/v1/claims', { claimId: claimId(), max: 2 })),
  )
  const claims = answers.flatMap((answer) => answer.json?.claims ?? [])
  expect(claims).toHaveLength(3)
  const [first] = claims
  await scene().callsWith(first.attempt.token).report(first.attempt.id, 'complete', { response: 'The bridge is old.' })
  const next = await calls.post('/api/v1/claims', { claimId: claimId(), max: 5, waitSeconds: 20 })
  expect(next.json.claims).toHaveLength(1)
})

test('two agents that claim at once never get the same task', async () => {
  const roomId = await scene().room()
  const agents = await Promise.all(
    Array.from({ length: 5 }, () => scene().pullAgent({ rooms: [roomId], maxConcurrency: 4 })),
  )
  await scene().goal(roomId, { plan: tasks(20) })
  const answers = await Promise.all(
    agents.flatMap(({ calls }) => [1, 2].map(() => calls.post('/api/v1/claims', { claimId: claimId(), max: 2 }))),
  )
  const keys = answers.flatMap((answer) => answer.json.claims.map((claim: Claim) => claim.task.key))
  expect(keys).toHaveLength(20)
  expect(new Set(keys).size).toBe(20)
})

test('waitSeconds holds the call until there is work, and wakes at once', async () => {
  const roomId = await scene().room()
  const { calls } = await scene().pullAgent({ rooms: [roomId] })
  const since = performance.now()
  const waiting = calls.post('/api/v1/claims', { claimId: claimId(), waitSeconds: 20 })
  await pass(700)
  await scene().goal(roomId)
  const answered = await waiting
  expect(answered.status).toBe(200)
  expect(performance.now() - since).toBeLessThan(15_000)
  const vain = performance.now()
  expect((await calls.post('/api/v1/claims', { claimId: claimId(), waitSeconds: 1 })).status).toBe(204)
  expect(performance.now() - vain).toBeGreaterThanOrEqual(900)
})

test('a waiting claim gets work that becomes due by the clock', async () => {
  const roomId = await scene().room()
  const { calls } = await scene().pullAgent({ rooms: [roomId] })
  await scene().goal(roomId)
  const [claim] = (await calls.post('/api/v1/claims', { claimId: claimId() })).json.claims
  await scene().callsWith(claim.attempt.token).report(claim.attempt.id, 'fail', {
    code: 'oops',
    message: 'x',
    retryable: true,
    retryAfterSeconds: 2,
  })
  const next = await calls.post('/api/v1/claims', { claimId: claimId(), waitSeconds: 25 })
  expect(next.status).toBe(200)
  expect(next.json.claims[0].history).toEqual([{ attempt: 1, outcome: 'errored', reason: 'oops: x' }])
})

test('roomIds and skills narrow what is taken; rooms the agent is not in are not found', async () => {
  const [one, two, foreign] = await Promise.all([scene().room(), scene().room(), scene().room()])
  const { calls } = await scene().pullAgent({ rooms: [one, two], skills: ['writing', 'maths'], maxConcurrency: 9 })
  await scene().goal(one, {
    plan: { tasks: [...tasks(1, ['writing']).tasks, { ...tasks(1, ['maths']).tasks[0], key: 'm' }] },
  })
  await scene().goal(two, { plan: tasks(1, ['writing']) })
  const maths = await calls.post('/api/v1/claims', { claimId: claimId(), max: 9, skills: ['maths'] })
  expect(maths.json.claims.map((claim: Claim) => claim.task.key)).toEqual(['m'])
  const inTwo = await calls.post('/api/v1/claims', { claimId: claimId(), max: 9, roomIds: [two] })
  expect(inTwo.json.claims.map((claim: { room: { id: string } }) => claim.room.id)).toEqual([two])
  const elsewhere = await calls.post('/api/v1/claims', { claimId: claimId(), roomIds: [foreign] })
  expect([elsewhere.status, elsewhere.json.code]).toEqual([404, 'not_found'])
})

test.each([
  [{}],
  [{ claimId: '' }],
  [{ claimId: 'a', max: 0 }],
  [{ claimId: 'a', max: 51 }],
  [{ claimId: 'a', waitSeconds: 26 }],
  [{ claimId: 'a', extra: 1 }],
])('a claim of the wrong shape is 422: %j', async (body) => {
  const { calls } = await scene().pullAgent()
  const answered = await calls.post('/api/v1/claims', body)
  expect([answered.status, answered.json.code]).toEqual([422, 'invalid'])
})

test('a claimed task whose lease ends goes to the next who asks, not twice to the same silence', async () => {
  const roomId = await scene().room()
  const [quiet, other] = await Promise.all([
    scene().pullAgent({ rooms: [roomId] }),
    scene().pullAgent({ rooms: [roomId] }),
  ])
  await scene().goal(roomId, { clocks: { leaseSeconds: 1 } })
  const [claim] = (await quiet.calls.post('/api/v1/claims', { claimId: claimId() })).json.claims
  const next = await other.calls.post('/api/v1/claims', { claimId: claimId(), waitSeconds: 25 })
  expect(next.json.claims[0]).toMatchObject({ attempt: { number: 2 }, history: [{ attempt: 1, outcome: 'lost' }] })
  const late = await quiet.calls.report(claim.attempt.id, 'complete', { response: 'too late' })
  expect(late.json.code).toBe('superseded')
})

test('the agent’s event stream says when there is work and what becomes of its own', async () => {
  const roomId = await scene().room()
  const { calls, token } = await scene().pullAgent({ rooms: [roomId] })
  const stream = await EventStream.open(scene().server.url, token)
  expect([stream.status, stream.contentType]).toEqual([200, expect.stringMatching(/^text\/event-stream/)])
  await scene().goal(roomId)
  const ready = await stream.got('task.ready')
  expect(ready.data).toMatchObject({
    roomId,
    seq: expect.any(Number),
    type: 'task.ready',
    data: { taskId: expect.any(String) },
  })
  const [claim] = (await calls.post('/api/v1/claims', { claimId: claimId() })).json.claims
  await stream.got('attempt.accepted', ({ data }) => data.data.attemptId === claim.attempt.id)
  const { tasks } = await scene().snapshot(roomId)
  await scene().must('task.assign', {
    taskId: tasks[0].id,
    participantId: (await scene().snapshot(roomId)).participants[0].id,
  })
  await stream.got('attempt.superseded', ({ data }) => data.data.attemptId === claim.attempt.id)
  stream.close()
})

test('Last-Event-ID replays what came meanwhile, in order and without gaps, and goes on live', async () => {
  const [one, two] = await Promise.all([scene().room(), scene().room()])
  const { token } = await scene().pullAgent({ rooms: [one, two] })
  const before = await EventStream.open(scene().server.url, token)
  await scene().goal(one)
  const last = await before.got('task.ready')
  before.close()
  await scene().goal(one)
  await scene().goal(two)
  const after = await EventStream.open(scene().server.url, token, last.id)
  await scene().goal(two)
  await until(() => after.events.filter((one) => one.event === 'task.ready').length >= 3, { what: 'all three came' })
  const inOne = after.events.filter(({ data }) => data.roomId === one)
  expect(inOne.every(({ data }) => data.seq > last.data.seq)).toBe(true)
  for (const roomId of [one, two]) {
    const seqs = after.events.filter(({ data }) => data.roomId === roomId).map(({ data }) => data.seq)
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b))
  }
  after.close()
  expect((await EventStream.open(scene().server.url, token, 'nonsense')).status).toBe(422)
})

test('nobody else’s work is on the stream, a wrong token gets 401, and a removed agent’s stream ends', async () => {
  const roomId = await scene().room()
  const elsewhere = await scene().room()
  const [mine, other] = await Promise.all([
    scene().pullAgent({ rooms: [roomId] }),
    scene().pullAgent({ rooms: [roomId] }),
  ])
  expect((await EventStream.open(scene().server.url, 'mst_agt_nonsense_nonsense_nonsense')).status).toBe(401)
  const stream = await EventStream.open(scene().server.url, mine.token)
  await scene().webhookAgent({ rooms: [elsewhere] })
  await scene().goal(elsewhere)
  await scene().goal(roomId)
  await stream.got('task.ready')
  const [claim] = (await other.calls.post('/api/v1/claims', { claimId: claimId() })).json.claims
  await other.calls.report(claim.attempt.id, 'activities', { type: 'thought', body: 'private' })
  await scene().must('message.post', { roomId, body: 'hello' })
  await stream.got('message.posted')
  expect(stream.events.filter(({ data }) => data.roomId === elsewhere)).toEqual([])
  expect(stream.events.filter(({ data }) => data.data.attemptId === claim.attempt.id)).toEqual([])
  await scene().must('agent.remove', { agentId: mine.agentId })
  await until(() => stream.ended, { what: 'the stream ends' })
})
