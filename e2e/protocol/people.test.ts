import { randomUUID } from 'node:crypto'
import { io } from 'socket.io-client'
import { expect, test } from 'vitest'
import { assignmentMessage } from '../../server/contract/agent-messages.ts'
import { commandInputs } from '../../server/contract/commands.ts'
import { Caller } from './http.ts'
import { testServer } from './scene.ts'
import { owner } from './server.ts'
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

test('an agent reads the rooms it is in and no other; a stranger reads none', async () => {
  const [mine, other] = await Promise.all([scene().room(), scene().room()])
  const { calls } = await scene().pullAgent({ rooms: [mine] })
  for (const what of ['snapshot', 'events']) {
    expect((await calls.get(`/api/v1/rooms/${mine}/${what}`)).status).toBe(200)
    expect((await calls.get(`/api/v1/rooms/${other}/${what}`)).status).toBe(404)
    expect((await new Caller(scene().server.url, null).get(`/api/v1/rooms/${mine}/${what}`)).status).toBe(401)
  }
})

test('an attempt, a task and a version tell people their whole story; agents get 404', async () => {
  const roomId = await scene().room()
  const { agent, calls } = await scene().webhookAgent({ rooms: [roomId] })
  await scene().goal(roomId)
  const { data } = await agent.got('attempt.requested')
  expect(assignmentMessage.safeParse(data).error).toBeUndefined()
  await scene().event(roomId, 'attempt.accepted')
  const own = scene().callsWith(data.attempt.token)
  await own.report(data.attempt.id, 'activities', { type: 'thought', body: 'on it' })
  const { versionId } = (await own.report(data.attempt.id, 'complete', { response: 'The bridge is old.' })).json
  const attempt = await until(
    async () => {
      const now = await scene().attempt(data.attempt.id)
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
  expect(version).toMatchObject({ checks: expect.any(Array), sources: [], lineage: { attemptId: data.attempt.id } })
  const content = await scene().person.get(`/api/v1/versions/${versionId}/content`)
  expect([content.status, content.text]).toEqual([200, 'The bridge is old.'])
  for (const path of [`tasks/${data.task.id}`, `versions/${versionId}`, `versions/${versionId}/content`])
    expect((await calls.get(`/api/v1/${path}`)).status).toBe(404)
})

test('goal.create takes every field, and the plan waits for a signature unless autonomy is run', async () => {
  const roomId = await scene().room()
  await scene().pullAgent({ rooms: [roomId], skills: ['research', 'writing'] })
  const { fileId } = await scene().must('file.attach', { roomId, name: 'notes.md', text: 'The bridge opened in 1887.' })
  const created = await scene().must('goal.create', {
    roomId,
    title: 'A brief',
    brief: 'Write a brief.',
    acceptance: ['cites its sources'],
    inputs: [fileId, { name: 'more.txt', mediaType: 'text/plain', text: 'more' }],
    plan: {
      tasks: [
        { key: 'find', title: 'Find', brief: 'find', skills: ['research'] },
        {
          key: 'write',
          title: 'Write',
          brief: 'write',
          skills: ['writing'],
          needs: ['find'],
          output: { kind: 'document', mediaType: 'text/markdown', sections: ['Answer'] },
          checks: [{ name: 'sections', required: true }],
          answers: 1,
        },
      ],
      deliverable: 'write',
    },
    deliverable: { kind: 'report', name: 'The brief' },
    limits: { tokens: 1000, costUsd: 2, wallSeconds: 600, steps: 50 },
    clocks: {
      acceptSeconds: 1,
      leaseSeconds: 1,
      progressSeconds: 1,
      attemptSeconds: 1,
      attemptsPerAgent: 1,
      attemptsPerTask: 1,
    },
    autonomy: 'plan_first',
    requiredApprovals: 2,
  })
  expect(created).toMatchObject({ goalId: expect.any(String), status: 'awaiting_plan_approval', problems: [] })
  const { goals, deliverables } = await scene().snapshot(roomId)
  expect(goals[0]).toMatchObject({ requiredApprovals: 2, limits: { tokens: 1000 }, autonomy: 'plan_first' })
  expect(deliverables[0]).toMatchObject({ name: 'The brief', kind: 'report' })
  expect(await scene().must('plan.approve', { goalId: created.goalId })).toEqual({ status: 'running' })
  expect((await scene().send('plan.approve', { goalId: created.goalId })).status).toBe(409)
})

test('the clocks of a goal are told to the agent and have a lower bound of 1 s', async () => {
  const roomId = await scene().room()
  const { agent } = await scene().webhookAgent({ rooms: [roomId] })
  await scene().goal(roomId, { clocks: { acceptSeconds: 5, leaseSeconds: 12, attemptSeconds: 100 } })
  const { data, timestamp } = await agent.got('attempt.requested')
  expect(data.attempt).toMatchObject({ leaseSeconds: 12, heartbeatSeconds: 4 })
  expect(Date.parse(data.attempt.acceptBy) - Date.parse(timestamp)).toBe(5000)
  expect(Date.parse(data.attempt.deadline) - Date.parse(timestamp)).toBe(100_000)
  const goal = { roomId, title: 'x', brief: 'x' }
  for (const clocks of [
    { acceptSeconds: 0.9 },
    { leaseSeconds: 0 },
    { attemptSeconds: 86_401 },
    { attemptsPerTask: 0 },
  ]) {
    const answered = await scene().send('goal.create', { ...goal, clocks })
    const [name] = Object.keys(clocks)
    expect([answered.status, answered.json.errors[0].path]).toEqual([422, `input.clocks.${name}`])
  }
})

test('for-each of 50 items makes 50 tasks and a merge, and runs through', async () => {
  const roomId = await scene().room()
  await scene().webhookAgent({
    rooms: [roomId],
    maxConcurrency: 60,
    script: ({ data }) => ({ status: 200, json: { status: 'completed', response: `Done: ${data.task.title}.` } }),
  })
  const items = Array.from({ length: 50 }, (_, i) => (i % 2 ? `bridge ${i}` : { name: `bridge ${i}`, span: i }))
  const goalId = await scene().goal(roomId, {
    plan: undefined,
    playbook: 'for-each',
    items,
    brief: 'Describe each bridge.',
  })
  const { tasks } = await scene().snapshot(roomId)
  expect(tasks.filter((task: { goalId: string }) => task.goalId === goalId)).toHaveLength(51)
  await scene().event(roomId, 'deliverable.ready')
  const done = (await scene().snapshot(roomId)).goals[0].counts
  expect(done).toEqual({ done: 50, in_review: 1 })
})

test.each(['research-brief', 'data-summary', 'checklist'])('the playbook %s makes a plan', async (playbook) => {
  const roomId = await scene().room()
  const skills = ['research', 'outline', 'writing', 'critique', 'editing', 'data-analysis']
  await scene().pullAgent({ rooms: [roomId], skills, maxConcurrency: 20 })
  const inputs = [{ name: 'trips.csv', mediaType: 'text/csv', text: 'day,trips\nMon,3\n' }]
  const created = await scene().must('goal.create', { roomId, title: 'T', brief: '- one\n- two', playbook, inputs })
  expect(created).toMatchObject({ status: 'awaiting_plan_approval', problems: [] })
  expect((await scene().snapshot(roomId)).tasks.length).toBeGreaterThan(1)
})

test.each([
  [
    'a circle',
    [
      { key: 'a', title: 'A', needs: ['b'] },
      { key: 'b', title: 'B', needs: ['a'] },
    ],
  ],
  ['a need that is not there', [{ key: 'a', title: 'A', needs: ['z'] }]],
  [
    'a key twice',
    [
      { key: 'a', title: 'A' },
      { key: 'a', title: 'B' },
    ],
  ],
])('a plan with %s is refused with 422', async (_, tasks) => {
  const roomId = await scene().room()
  const answered = await scene().send('goal.create', { roomId, title: 'x', brief: 'x', plan: { tasks } })
  expect([answered.status, answered.json.code]).toEqual([422, 'invalid'])
  expect((await scene().snapshot(roomId)).goals).toEqual([])
})

test('F85 a task is reassigned by hand while its agent submits: the fence decides, and exactly one result stands', async () => {
  for (let round = 0; round < 3; round++) {
    const roomId = await scene().room()
    const first = await scene().webhookAgent({ rooms: [roomId] })
    await scene().goal(roomId)
    const { data } = await first.agent.got('attempt.requested')
    await scene().event(roomId, 'attempt.accepted')
    const second = await scene().webhookAgent({ rooms: [roomId] })
    const own = scene().callsWith(data.attempt.token)
    const [assigned, completed] = await Promise.all([
      scene().send('task.assign', { taskId: data.task.id, participantId: second.agentId }),
      own.report(data.attempt.id, 'complete', { response: 'The bridge is old.' }),
    ])
    const { deliverables, tasks } = await scene().snapshot(roomId)
    if (completed.status === 200) {
      expect(assigned.status).toBe(409)
      expect(deliverables[0].versions).toHaveLength(1)
    } else {
      expect([assigned.status, completed.status, completed.json.code]).toEqual([200, 409, 'superseded'])
      expect(deliverables[0].versions).toEqual([])
      expect(tasks[0].assigneeId).toBe(tasks[0].doer)
      const next = await second.agent.got('attempt.requested')
      expect(next.data.attempt.number).toBe(2)
      await first.agent.got('attempt.revoked')
    }
  }
})

test('F90 a person takes a task over: the agent loses it at once, drafts stay, the person’s result is checked, giving back starts anew', async () => {
  const roomId = await scene().room()
  const { agent } = await scene().webhookAgent({ rooms: [roomId] })
  await scene().goal(roomId)
  const { data } = await agent.got('attempt.requested')
  await scene().event(roomId, 'attempt.accepted')
  const own = scene().callsWith(data.attempt.token)
  await own.report(data.attempt.id, 'artifacts/draft', { name: 'Draft', parts: [{ text: 'half a page' }] })
  await own.report(data.attempt.id, 'activities', { type: 'elicitation', body: 'Which bridge?' })
  const taskId = data.task.id
  const { attemptId } = await scene().must('task.take_over', { taskId })
  expect((await own.report(data.attempt.id, 'heartbeat')).json.code).toBe('superseded')
  await agent.got('attempt.revoked')
  const { dossier, attempts } = await scene().task(taskId)
  expect(attempts).toHaveLength(2)
  expect(dossier.brief).toMatch(/bridges/)
  expect(dossier.partial).toEqual([expect.objectContaining({ name: 'Draft' })])
  expect(dossier.tried).toEqual([expect.objectContaining({ attempt: 1, outcome: 'superseded' })])
  await scene().must('task.give_back', { taskId })
  const next = await agent.got('attempt.requested', 2)
  expect(next.data.attempt.number).toBe(3)
  await scene().must('task.take_over', { taskId })
  const { versionId } = await scene().must('task.submit', { taskId, response: 'The bridge is old.' })
  const version = (await scene().person.get(`/api/v1/versions/${versionId}`)).json
  expect(version.version.status).toBe('in_review')
  expect(version.checks.length).toBeGreaterThan(0)
  expect((await scene().attempt(attemptId)).memberId).not.toBeNull()
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

test('S05 a cookie after signing out is worth nothing, and its open socket closes within a second', async () => {
  const { browser } = await scene().colleague()
  const { cookie } = browser
  const socket = io(scene().server.url, {
    path: '/live',
    transports: ['websocket'],
    extraHeaders: { cookie, origin: scene().server.url },
    reconnection: false,
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  const closed = new Promise<number>((resolve) => socket.once('disconnect', () => resolve(performance.now())))
  const since = performance.now()
  await browser.signOut()
  expect((await closed) - since).toBeLessThan(10_000)
  const after = await fetch(`${scene().server.url}/api/v1/me`, { headers: { cookie } })
  expect(after.status).toBe(401)
})

test('S31 ids of one room in the paths and bodies of another change nothing', async () => {
  const [mine, foreign] = await Promise.all([scene().room(), scene().room()])
  const outsider = await scene().colleague()
  await scene().must('room.add_participant', { roomId: mine, memberId: outsider.memberId })
  const { agent } = await scene().webhookAgent({ rooms: [foreign] })
  const goalId = await scene().goal(foreign)
  const { data } = await agent.got('attempt.requested')
  await scene().event(foreign, 'attempt.accepted')
  const { messageId } = await scene().must('message.post', { roomId: foreign, body: 'secret plan' })
  const { fileId } = await scene().must('file.attach', { roomId: foreign, name: 'a.txt', text: 'secret' })
  const before = await scene().snapshot(foreign)
  const { calls } = outsider
  for (const path of [
    `rooms/${foreign}/snapshot`,
    `rooms/${foreign}/events`,
    `rooms/${foreign}/files/${fileId}`,
    `rooms/${mine}/files/${fileId}`,
    `goals/${goalId}/tasks`,
    `tasks/${data.task.id}`,
    `attempts/${data.attempt.id}`,
    `sources/${mine}/${fileId}`,
  ])
    expect([path, (await calls.get(`/api/v1/${path}`)).status]).toEqual([path, 404])
  const participantId = before.participants[0].id
  for (const [name, input, statuses] of [
    ['message.post', { roomId: foreign, body: 'x' }, [404]],
    ['message.post', { roomId: mine, body: 'x', replyTo: messageId }, [404, 422]],
    ['goal.create', { roomId: mine, title: 'x', brief: 'x', inputs: [fileId] }, [404, 422]],
    ['goal.cancel', { goalId }, [404]],
    ['task.assign', { taskId: data.task.id, participantId }, [404]],
    ['room.remove_participant', { roomId: mine, participantId }, [403, 404]],
    ['room.update', { roomId: foreign, name: 'mine now' }, [404]],
  ] as const) {
    const answered = await calls.post('/api/v1/commands', { id: randomUUID(), name, input })
    expect(statuses, `${name} ${answered.text}`).toContain(answered.status)
  }
  expect((await scene().snapshot(foreign)).seq).toBe(before.seq)
})

test('S33 fields that are not the caller’s to set are refused', async () => {
  const roomId = await scene().room()
  const { agent } = await scene().webhookAgent({ rooms: [roomId] })
  await scene().goal(roomId)
  const { data } = await agent.got('attempt.requested')
  const own = scene().callsWith(data.attempt.token)
  for (const extra of [{ fence: 9 }, { state: 'approved' }, { roomId }, { id: randomUUID() }, { approvedBy: 'me' }]) {
    const answered = await own.report(data.attempt.id, 'complete', { response: 'x', ...extra })
    expect(answered.status).toBe(422)
    break
  }
  for (const [name, input] of [
    ['room.create', { workspaceId: scene().workspaceId, name: 'x', createdBy: 'me' }],
    ['agent.register', { workspaceId: scene().workspaceId, name: 'x', channel: 'pull', status: 'active' }],
    ['goal.create', { roomId, title: 'x', brief: 'x', status: 'completed' }],
    ['member.invite', { workspaceId: scene().workspaceId, role: 'owner' }],
  ] as const)
    expect([name, (await scene().send(name, input)).status]).toEqual([name, 422])
})

test('S40 SQL in every string is kept as text', async () => {
  const evil = `'; DROP TABLE "message"; -- \\ $1 %s "`
  const roomId = await scene()
    .must('room.create', { workspaceId: scene().workspaceId, name: evil, rules: evil })
    .then((made) => made.roomId)
  const { agent } = await scene().webhookAgent({ rooms: [roomId], skills: [evil.slice(0, 40)] })
  await scene().must('message.post', { roomId, body: evil })
  await scene().goal(roomId, {
    title: evil,
    brief: evil,
    acceptance: [evil],
    inputs: [{ name: 'a.txt', mediaType: 'text/plain', text: evil }],
    plan: { tasks: [{ key: 'a', title: evil, brief: evil, skills: [] }] },
  })
  const { data } = await agent.got('attempt.requested')
  expect(data).toMatchObject({ room: { name: evil, rules: evil }, goal: { title: evil }, task: { brief: evil } })
  const own = scene().callsWith(data.attempt.token)
  await own.report(data.attempt.id, 'activities', {
    type: 'action',
    body: evil,
    action: evil,
    parameter: { [evil]: evil },
  })
  await own.report(data.attempt.id, 'decline', { reason: evil })
  const claim = await (await scene().pullAgent({ rooms: [roomId] })).calls.post('/api/v1/claims', { claimId: evil })
  expect([200, 204]).toContain(claim.status)
  expect((await scene().snapshot(roomId)).messages.map((one: { body: string }) => one.body)).toContain(evil)
  expect((await scene().attempt(data.attempt.id)).reason).toBe(evil)
})

test('the owner of the environment signs in with the password, and a revoked token stops at once', async () => {
  const { browser } = await scene().colleague()
  const mine = await browser.signIn(owner.email, owner.password)
  expect(mine.status).toBe(200)
  const { tokenId, token } = await scene().must('token.create', {
    workspaceId: scene().workspaceId,
    name: 'x',
    expiresInDays: 1,
  })
  const calls = scene().callsWith(token)
  expect(token).toMatch(/^mst_pat_/)
  expect((await calls.get('/api/v1/me')).status).toBe(200)
  await scene().must('token.revoke', { workspaceId: scene().workspaceId, tokenId })
  expect((await calls.get('/api/v1/me')).status).toBe(401)
})
