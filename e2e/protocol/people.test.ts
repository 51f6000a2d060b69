import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { assignmentMessage } from '../../server/contract/agent-messages.ts'
import { commandInputs } from '../../server/contract/commands.ts'
import { Caller } from './http.ts'
import { testServer } from './scene.ts'
import { until } from './until.ts'

const scene = testServer()

test('GET /api/v1/me names the member, the workspaces and their rooms', async () => {
  const roomId = await scene().room('Map room')
  const { status, json } = await scene().person.get('/api/v1/me')
  expect(status).toBe(200)
  expect(json.member).toMatchObject({ id: expect.any(String), name: 'ana', role: 'owner' })
  expect(json.workspaces).toEqual([
    expect.objectContaining({ id: scene().workspaceId, name: expect.any(String), role: 'owner' }),
  ])
  expect(json.workspaces[0].rooms).toContainEqual({ id: roomId, name: 'Map room' })
})

test('a command answers ok, seq and result', async () => {
  const { status, json } = await scene().send('room.create', { workspaceId: scene().workspaceId, name: 'One' })
  expect(status).toBe(200)
  expect(json).toEqual({ ok: true, seq: expect.any(Number), result: { roomId: expect.any(String) } })
})

test('F78 the same command id again, also ten times at once, gives the first answer and has one effect', async () => {
  const roomId = await scene().room()
  const id = randomUUID()
  const input = { roomId, body: 'only once' }
  const answers = await Promise.all(Array.from({ length: 10 }, () => scene().send('message.post', input, id)))
  answers.push(await scene().send('message.post', input, id))
  for (const one of answers) expect([one.status, one.json]).toEqual([200, answers[0]?.json])
  expect((await scene().snapshot(roomId)).messages).toHaveLength(1)
})

test('the same command id with another body is 409 idempotency_mismatch and changes nothing', async () => {
  const roomId = await scene().room()
  const id = randomUUID()
  await scene().send('message.post', { roomId, body: 'one' }, id)
  for (const [name, input] of [
    ['message.post', { roomId, body: 'two' }],
    ['room.update', { roomId, name: 'changed' }],
  ] as const) {
    const answered = await scene().send(name, input, id)
    expect([answered.status, answered.json.code]).toEqual([409, 'idempotency_mismatch'])
  }
  const { messages, room } = await scene().snapshot(roomId)
  expect(messages.map((one: { body: string }) => one.body)).toEqual(['one'])
  expect(room.name).not.toBe('changed')
})

test('a command is refused with the right code: no caller, an agent, an unknown name, a wrong shape', async () => {
  const roomId = await scene().room()
  const agent = await scene().pullAgent({ rooms: [roomId] })
  const body = { id: randomUUID(), name: 'message.post', input: { roomId, body: 'x' } }
  const stranger = new Caller(scene().server.url, null)
  for (const [caller, sent, status, code] of [
    [stranger, body, 401, 'unauthenticated'],
    [agent.calls, body, 403, 'forbidden'],
    [scene().person, { ...body, name: 'room.explode' }, 422, 'invalid'],
    [scene().person, { ...body, id: 'not-a-uuid' }, 422, 'invalid'],
    [scene().person, { ...body, extra: 1 }, 422, 'invalid'],
    [scene().person, { ...body, id: randomUUID(), input: { roomId, body: '' } }, 422, 'invalid'],
    [scene().person, { ...body, id: randomUUID(), input: { roomId, body: 'x', role: 'owner' } }, 422, 'invalid'],
    [scene().person, { ...body, id: randomUUID(), input: { roomId: randomUUID(), body: 'x' } }, 404, 'not_found'],
  ] as const) {
    const answered = await caller.post('/api/v1/commands', sent)
    expect([answered.status, answered.json.code]).toEqual([status, code])
    expect(answered.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  }
  expect((await scene().snapshot(roomId)).messages).toEqual([])
})

test('the snapshot has the fields of the contract, and old snapshot plus events is the story so far', async () => {
  const roomId = await scene().room('Fields')
  await scene().webhookAgent({ rooms: [roomId], skills: ['writing'] })
  await scene().must('message.post', { roomId, body: 'hello' })
  await scene().goal(roomId, {
    plan: {
      tasks: [
        { key: 'a', title: 'A', brief: 'a', skills: ['writing'] },
        { key: 'b', title: 'B', brief: 'b', skills: ['writing'], needs: ['a'] },
      ],
      deliverable: 'b',
    },
  })
  const snapshot = await scene().snapshot(roomId)
  const [a, b] = snapshot.tasks
  expect(snapshot).toMatchObject({
    seq: expect.any(Number),
    room: { id: roomId, name: 'Fields' },
    participants: [expect.objectContaining({ kind: 'member' }), expect.objectContaining({ kind: 'agent' })],
    messages: expect.arrayContaining([expect.objectContaining({ body: 'hello' })]),
    goals: [
      { id: expect.any(String), title: expect.any(String), status: 'running', counts: { running: 1, blocked: 1 } },
    ],
    deliverables: [
      {
        id: expect.any(String),
        goalId: expect.any(String),
        name: expect.any(String),
        kind: expect.any(String),
        status: 'pending',
        versions: [],
      },
    ],
    handoffs: [],
    actions: [],
  })
  expect(a).toMatchObject({
    key: 'a',
    goalId: snapshot.goals[0].id,
    title: 'A',
    status: 'running',
    needs: [],
    attempts: 1,
  })
  expect(b).toMatchObject({
    key: 'b',
    status: 'blocked',
    needs: [a.id],
    doer: null,
    attempts: 0,
    owner: expect.any(String),
  })
  expect(snapshot.participants.map((one: { id: string }) => one.id)).toContain(a.doer)
  const events = await scene().events(roomId)
  expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i + 1))
  for (const event of events) {
    expect(event).toMatchObject({
      seq: expect.any(Number),
      at: expect.any(Number),
      type: expect.stringMatching(/^[a-z_]+\.[a-z_]+$/),
      data: expect.any(Object),
    })
    expect(event.actor).toEqual({
      kind: expect.stringMatching(/^(member|agent|coordinator)$/),
      id: expect.any(String),
      name: expect.any(String),
    })
  }
  const types = events.map((event) => event.type)
  for (const type of [
    'goal.created',
    'plan.proposed',
    'plan.approved',
    'task.ready',
    'attempt.offered',
    'coordinator.said',
  ])
    expect(types).toContain(type)
  expect(events.find((event) => event.type === 'goal.created').commandId).toMatch(/^[0-9a-f-]{36}$/)
  const page = (await scene().person.get(`/api/v1/rooms/${roomId}/events?after=2&limit=3`)).json
  expect(page.events.map((event: { seq: number }) => event.seq)).toEqual([3, 4, 5])
  expect((await scene().person.get(`/api/v1/rooms/${roomId}/events?limit=501`)).status).toBe(422)
})

test('an attempt, a task and a version tell people their whole story; agents get 404', async () => {
  const { calls, id, own, message } = await scene().atWork()
  const { data } = message
  expect(assignmentMessage.safeParse(data).error).toBeUndefined()
  await own.report(id, 'activities', { type: 'thought', body: 'on it' })
  const { versionId } = (await own.report(id, 'complete', { response: 'The bridge is old.' })).json
  const attempt = await until(
    async () => {
      const now = await scene().attempt(id)
      return now.deliveries.length > 0 ? now : null
    },
    { what: 'the delivery is kept' },
  )
  expect(attempt).toMatchObject({
    clocks: { offeredAt: expect.any(Number), acceptedAt: expect.any(Number), deadlineAt: expect.any(Number) },
    deliveries: [{ type: 'attempt.requested', status: 200, tryNumber: 1 }],
    activities: [{ type: 'thought', body: 'on it' }],
    status: 'approved',
    failure: null,
    evidence: [],
  })
  const task = await scene().task(data.task.id)
  expect(task.attempts).toHaveLength(1)
  expect(task.attempts[0].match.reason).toMatch(/\w/)
  expect(task.dossier).toMatchObject({ brief: expect.any(String), tried: expect.any(Array) })
  const version = (await scene().person.get(`/api/v1/versions/${versionId}`)).json
  expect(version).toMatchObject({ checks: expect.any(Array), sources: [], lineage: { attemptId: id } })
  const content = await scene().person.get(`/api/v1/versions/${versionId}/content`)
  expect([content.status, content.text]).toEqual([200, 'The bridge is old.'])
  for (const path of [`tasks/${data.task.id}`, `versions/${versionId}`, `versions/${versionId}/content`])
    expect((await calls.get(`/api/v1/${path}`)).status).toBe(404)
})

test('healthz, readyz and metrics answer operators; metrics are for loopback or a bearer', async () => {
  const nobody = new Caller(scene().server.url, null)
  expect(await nobody.get('/healthz')).toMatchObject({ status: 200, json: { status: 'ok' } })
  expect((await nobody.get('/readyz')).status).toBe(200)
  const { status, text, headers } = await nobody.get('/metrics')
  expect(status).toBe(200)
  expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(text).toMatch(/^# TYPE \w+ (gauge|counter)$/m)
  for (const line of text.trim().split('\n')) expect(line).toMatch(/^(# (TYPE|HELP) .+|\w+(\{[^}]*\})? [-+.e\d]+)$/i)
})

test('openapi.json describes every door and every command, from the schemas that judge them', async () => {
  const { status, json } = await new Caller(scene().server.url, null).get('/api/v1/openapi.json')
  expect(status).toBe(200)
  expect(json.openapi).toBe('3.1.0')
  expect(json.servers).toEqual([{ url: scene().server.url }])
  const attempt = '/api/v1/attempts/{id}'
  for (const path of [
    '/api/v1/commands',
    '/api/v1/me',
    '/api/v1/rooms/{id}/snapshot',
    '/api/v1/rooms/{id}/events',
    '/api/v1/rooms/{id}/messages',
    '/api/v1/claims',
    '/api/v1/agents/me/events',
    '/api/v1/content/{token}',
    '/healthz',
    '/readyz',
    '/metrics',
    attempt,
    ...['activities', 'heartbeat', 'plan', 'artifacts/{artifactId}', 'actions', 'complete', 'fail', 'decline'].map(
      (call) => `${attempt}/${call}`,
    ),
  ])
    expect(Object.keys(json.paths)).toContain(path)
  for (const name of Object.keys(commandInputs)) expect(json.components.schemas[`command.${name}`]).toBeDefined()
  expect(json.paths[`${attempt}/plan`].put).toBeDefined()
  expect(Object.keys(json.webhooks)).toContain('attempt.requested')
  const references = [...JSON.stringify(json).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name)
  for (const name of references) expect(Object.keys(json.components.schemas)).toContain(name)
})
