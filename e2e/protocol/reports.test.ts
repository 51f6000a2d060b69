import { createHash, randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { expect, test } from 'vitest'
import type { Received } from './agent.ts'
import type { Caller } from './http.ts'
import { testServer } from './scene.ts'
import { pass, until } from './until.ts'

const scene = testServer()
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** An agent with one task in its hands, and the means to speak about it. */
async function atWork(goal: Record<string, unknown> = {}) {
  const roomId = await scene().room()
  const worker = await scene().webhookAgent({ rooms: [roomId] })
  const goalId = await scene().goal(roomId, goal)
  const message = await worker.agent.got('attempt.requested')
  const { attempt } = message.data
  await scene().event(roomId, 'attempt.accepted')
  return { ...worker, roomId, goalId, message, id: attempt.id, own: scene().callsWith(attempt.token) }
}
const state = async (calls: Caller, id: string) => (await calls.get(`/api/v1/attempts/${id}`)).json.attempt

test.concurrent('the attempt’s own token and the agent’s token both speak for it', async () => {
  const { own, calls, id } = await atWork()
  expect((await own.report(id, 'heartbeat')).status).toBe(200)
  expect((await calls.report(id, 'heartbeat')).status).toBe(200)
})

test.concurrent('GET answers the assignment again, with the current state', async () => {
  const { own, id, message } = await atWork()
  await own.report(id, 'activities', { type: 'thought', body: 'reading' })
  const { json, status } = await own.get(`/api/v1/attempts/${id}`)
  expect(status).toBe(200)
  expect(json).toMatchObject({ room: message.data.room, goal: message.data.goal, callback: message.data.callback })
  expect(json.task).toMatchObject({ id: message.data.task.id, brief: message.data.task.brief })
  expect(json.attempt).toMatchObject({ id, number: 1, status: 'working', token: message.data.attempt.token })
  expect(Date.parse(json.attempt.leaseExpiresAt)).toBeGreaterThan(Date.now())
})

test.concurrent('every activity type is taken, kept and shown; it renews the lease', async () => {
  const { own, id, roomId } = await atWork()
  const before = (await state(own, id)).leaseExpiresAt
  await pass(20)
  for (const activity of [
    { type: 'thought', body: 'hm' },
    { type: 'action', body: 'reads', action: 'read', parameter: { page: 1 }, result: 'ok' },
    { type: 'response', body: 'so far', progress: 0.4 },
    { type: 'error', body: 'a page was missing' },
    { type: 'thought', body: 'only for a moment', ephemeral: true },
  ]) {
    const answered = await own.report(id, 'activities', activity)
    expect(answered.status, activity.type).toBe(200)
  }
  expect(Date.parse((await state(own, id)).leaseExpiresAt)).toBeGreaterThan(Date.parse(before))
  const kept = await scene().attempt(id)
  expect(kept.activities.map((one: { type: string }) => one.type)).toEqual(['thought', 'action', 'response', 'error'])
  expect(kept.progress).toBe(0.4)
  expect(JSON.stringify(await scene().snapshot(roomId))).toContain('0.4')
})

test.concurrent('progress is shown at most once a second', async () => {
  const { own, id, roomId } = await atWork()
  const since = performance.now()
  await Promise.all(
    Array.from({ length: 30 }, (_, i) => own.report(id, 'activities', { type: 'thought', body: `step ${i}` })),
  )
  const shown = (await scene().events(roomId)).filter((event) => event.type === 'attempt.progressed')
  expect(shown.length).toBeGreaterThanOrEqual(1)
  expect(shown.length).toBeLessThanOrEqual(2 + Math.ceil((performance.now() - since) / 1000))
})

test.concurrent('heartbeat answers leaseExpiresAt, cancelRequested and prompts', async () => {
  const { own, id } = await atWork({ clocks: { leaseSeconds: 30 } })
  const { status, json } = await own.report(id, 'heartbeat', { progress: 0.2 })
  expect(status).toBe(200)
  expect(Object.keys(json).sort()).toEqual(['cancelRequested', 'leaseExpiresAt', 'prompts'])
  expect(json).toMatchObject({ cancelRequested: false, prompts: [] })
  const left = Date.parse(json.leaseExpiresAt) - Date.now()
  expect(left).toBeGreaterThan(20_000)
  expect(left).toBeLessThanOrEqual(30_100)
})

test.concurrent('PUT plan replaces the whole checklist', async () => {
  const { own, id } = await atWork()
  const first = [
    { content: 'read', status: 'completed' },
    { content: 'write', status: 'in_progress' },
    { content: 'check', status: 'pending' },
    { content: 'draw', status: 'canceled' },
  ]
  expect((await own.report(id, 'plan', first)).status).toBe(200)
  expect((await scene().attempt(id)).checklist).toEqual(first)
  expect((await own.report(id, 'plan', [{ content: 'all new', status: 'pending' }])).status).toBe(200)
  expect((await scene().attempt(id)).checklist).toEqual([{ content: 'all new', status: 'pending' }])
  expect((await own.report(id, 'plan', [{ content: 'x', status: 'done' }])).status).toBe(422)
})

test.concurrent('artifacts take text, data, url and raw parts, append, and are kept when the attempt dies', async () => {
  const { own, id, roomId, agent } = await atWork({ clocks: { leaseSeconds: 5, attemptsPerTask: 2 } })
  const put = (name: string, body: object) => own.report(id, `artifacts/${name}`, body)
  const raw = Buffer.from('raw bytes').toString('base64')
  const parts = [
    { text: 'a draft', mediaType: 'text/markdown' },
    { data: { rows: 3 }, mediaType: 'application/json' },
    { url: 'https://bridges.example/one' },
    { raw, mediaType: 'application/octet-stream', filename: 'scan.bin' },
  ]
  const saved = await put('draft', { name: 'Draft', parts })
  expect(saved.status).toBe(200)
  expect(saved.json).toMatchObject({ artifactId: 'draft' })
  expect(saved.json.files).toHaveLength(4)
  expect(saved.json.files[3]).toMatchObject({ name: 'scan.bin', sha256: sha256('raw bytes'), size: 9 })
  const more = await put('draft', { name: 'Draft', parts: [{ text: 'more' }], append: true, lastChunk: false })
  expect(more.json.files).toHaveLength(5)
  const instead = await put('draft', { name: 'Draft', parts: [{ text: 'instead' }] })
  expect(instead.json.files).toHaveLength(1)
  await scene().event(roomId, 'attempt.failed', ({ data }) => data.class === 'lost')
  expect((await scene().attempt(id)).artifacts).toEqual([
    expect.objectContaining({ artifactId: 'draft', complete: true, files: [expect.objectContaining({ size: 7 })] }),
  ])
  const next = await agent.got('attempt.requested', 2)
  expect(next.data.task.inputs).toEqual([
    expect.objectContaining({ text: 'instead', origin: 'agent', sha256: sha256('instead') }),
  ])
  for (const wrong of [{ parts: [] }, { parts: [{ text: 'a', url: 'https://x.example/' }] }, { parts: [{}] }])
    expect((await put('other', wrong)).status).toBe(422)
})

test.concurrent('the limits: 256 KiB a body, 10 MiB and 20 artifacts an attempt', async () => {
  const { own, id } = await atWork({ clocks: { leaseSeconds: 600 } })
  const large = await own.report(id, 'activities', { type: 'thought', body: 'x'.repeat(256 * 1024) })
  expect([large.status, large.json.code]).toEqual([413, 'too_large'])
  const mebibyte = 1024 * 1024
  const put = (name: string, bytes: number, more: object = {}) =>
    own.report(id, `artifacts/${name}`, {
      name,
      parts: [{ raw: Buffer.alloc(bytes, 1).toString('base64'), mediaType: 'application/octet-stream' }],
      ...more,
    })
  expect((await put('fits', 10 * mebibyte)).status).toBe(200)
  const over = await put('over', 10 * mebibyte + 1)
  expect([over.status, over.json.code]).toEqual([413, 'too_large'])
  const appended = await put('fits', 1, { append: true })
  expect([appended.status, appended.json.code]).toEqual([413, 'too_large'])
  for (let i = 1; i < 20; i++) expect((await put(`small-${i}`, 10)).status).toBe(200)
  const many = await put('one-too-many', 10)
  expect([many.status, many.json.code]).toEqual([429, 'limit_reached'])
  expect((await put('small-1', 11)).status).toBe(200)
})

test.concurrent('over 60 calls a minute for activities are answered 429 with Retry-After', async () => {
  const { own, id } = await atWork()
  const answers = []
  for (let i = 0; i < 61; i++) answers.push(await own.report(id, 'activities', { type: 'thought', body: `${i}` }))
  expect(answers.slice(0, 60).map((one) => one.status)).toEqual(Array(60).fill(200))
  const last = answers[60]
  expect([last?.status, last?.json.code]).toEqual([429, 'throttled'])
  expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(Number(last?.headers.get('retry-after'))).toBeLessThanOrEqual(60)
  expect((await own.report(id, 'heartbeat')).status).toBe(200)
})

test.concurrent('a risky step is asked for: pending by default, decided by a person or by the room’s policy', async () => {
  const { own, id, roomId, agent } = await atWork()
  const asked = await own.report(id, 'actions', { command: 'rm -rf build', reason: 'a clean build' })
  expect(asked.status).toBe(200)
  expect(asked.json).toEqual({ decision: 'pending', actionId: expect.any(String) })
  const [action] = (await scene().snapshot(roomId)).actions
  expect(action).toMatchObject({ id: asked.json.actionId, command: 'rm -rf build', decision: 'pending' })
  await scene().must('action.allow', { actionId: action.id })
  const prompted = await agent.got('attempt.prompted')
  expect(prompted.data.activity.action).toEqual({ id: action.id, decision: 'allowed' })
  for (const [actionPolicy, decision] of [
    ['deny', 'denied'],
    ['allow', 'allowed'],
  ]) {
    await scene().must('room.update', { roomId, actionPolicy })
    const answered = await own.report(id, 'actions', { tool: 'browser', arguments: { url: 'x' }, reason: 'look' })
    expect(answered.json).toEqual({ decision, actionId: expect.any(String) })
  }
  expect((await own.report(id, 'actions', { reason: 'nothing named' })).status).toBe(422)
})

test.concurrent('complete claims completion: it goes to checks, then to review, and carries its sources', async () => {
  const { own, id, roomId, message } = await atWork({
    inputs: [{ name: 'notes.md', text: 'The bridge opened in 1887.' }],
  })
  const done = await own.report(id, 'complete', {
    response: 'Done.',
    artifacts: [
      { name: 'page.md', parts: [{ text: '# Page\n\nThe bridge opened in 1887.', mediaType: 'text/markdown' }] },
    ],
    sources: [{ claim: 'it opened', inputId: message.data.task.inputs[0].id, quote: 'The bridge opened in 1887.' }],
    usage: { tokens: 100, costUsd: 0.02 },
    evidence: [{ name: 'spelling', passed: true, output: 'no mistakes' }],
  })
  expect(done.status).toBe(200)
  expect(done.json).toMatchObject({ versionId: expect.any(String), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
  await scene().event(roomId, 'deliverable.ready')
  const version = (await scene().person.get(`/api/v1/versions/${done.json.versionId}`)).json
  expect(version.sources).toEqual([expect.objectContaining({ quote: 'The bridge opened in 1887.', found: true })])
  expect(version.checks.length).toBeGreaterThan(0)
  expect((await scene().attempt(id)).status).toBe('approved')
})

test.concurrent('complete may name drafts by artifactIds', async () => {
  const { own, id, roomId } = await atWork()
  await own.report(id, 'artifacts/page', { name: 'page.md', parts: [{ text: 'The bridge opened in 1887.' }] })
  const done = await own.report(id, 'complete', { response: 'See the draft.', artifactIds: ['page'] })
  expect(done.status).toBe(200)
  expect(done.json.sha256).toBe(sha256('The bridge opened in 1887.'))
  await scene().event(roomId, 'version.submitted')
})

test.concurrent('fail ends the attempt with its code; a retryable failure is tried again with the reason in history', async () => {
  const { own, id, roomId, agent } = await atWork()
  const failed = await own.report(id, 'fail', { code: 'model_down', message: 'no answer', retryable: true })
  expect(failed.status).toBe(200)
  const event = await scene().event(roomId, 'attempt.failed')
  expect(event.data).toMatchObject({ class: 'errored', reason: 'model_down: no answer' })
  const next = await agent.got('attempt.requested', 2)
  expect(next.data.attempt.number).toBe(2)
  expect(next.data.history).toEqual([{ attempt: 1, outcome: 'errored', reason: 'model_down: no answer' }])
  expect(next.headers['webhook-id']).not.toBe((agent.of('attempt.requested')[0] as Received).headers['webhook-id'])
})

test.concurrent('fail with retryAfterSeconds is not tried again before', async () => {
  const { own, id, agent } = await atWork()
  const body = { code: 'rate_limited', message: 'quota', retryable: true, retryAfterSeconds: 3 }
  const since = Date.now()
  expect((await own.report(id, 'fail', body)).status).toBe(200)
  const next = await agent.got('attempt.requested', 2)
  expect(next.at - since).toBeGreaterThanOrEqual(2500)
})

test.concurrent('decline gives the task to another participant and is not counted as a failure', async () => {
  const { own, id, roomId, agentId } = await atWork({ clocks: { attemptsPerTask: 1 } })
  const other = await scene().webhookAgent({ rooms: [roomId] })
  expect((await own.report(id, 'decline', { reason: 'not my field' })).status).toBe(200)
  const next = await other.agent.got('attempt.requested')
  expect(next.data.history).toEqual([{ attempt: 1, outcome: 'declined', reason: 'not my field' }])
  expect((await scene().agentRow(agentId)).failures).toBe(0)
})

test.concurrent('an agent speaks in its room and in no other', async () => {
  const { calls, roomId } = await atWork()
  const posted = await calls.post(`/api/v1/rooms/${roomId}/messages`, { body: 'Hello all' })
  expect(posted.status).toBe(200)
  expect(posted.json).toEqual({ messageId: expect.any(String) })
  const reply = await calls.post(`/api/v1/rooms/${roomId}/messages`, {
    body: 'me again',
    replyTo: posted.json.messageId,
  })
  expect(reply.status).toBe(200)
  const { messages } = await scene().snapshot(roomId)
  expect(messages.at(-1)).toMatchObject({ author: { kind: 'agent' }, replyTo: posted.json.messageId })
  const elsewhere = await scene().room()
  for (const id of [elsewhere, randomUUID(), 'nonsense'])
    expect((await calls.post(`/api/v1/rooms/${id}/messages`, { body: 'Hello' })).status).toBe(404)
})

test.concurrent('F07 a result after reassignment is answered 409 superseded, moves nothing and is kept as evidence for people', async () => {
  const { own, id, roomId, agent } = await atWork({ clocks: { leaseSeconds: 5 } })
  await scene().event(roomId, 'attempt.failed', ({ data }) => data.class === 'lost')
  await agent.got('attempt.revoked')
  const next = await agent.got('attempt.requested', 2)
  const before = await scene().snapshot(roomId)
  const late = await own.report(id, 'complete', { response: 'The bridge opened in 1887.' })
  expect([late.status, late.json.code]).toEqual([409, 'superseded'])
  expect(late.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(late.text).not.toContain(next.data.attempt.id)
  const kept = await scene().attempt(id)
  expect(kept).toMatchObject({ status: 'lost', failure: 'lost' })
  expect(kept.evidence).toEqual([
    expect.objectContaining({
      kind: 'complete',
      payload: expect.objectContaining({ response: 'The bridge opened in 1887.' }),
    }),
  ])
  const after = await scene().snapshot(roomId)
  expect(after.tasks[0].status).toBe(before.tasks[0].status)
  expect(after.deliverables[0].versions).toEqual([])
  await scene().event(roomId, 'attempt.late_result_kept')
  for (const [call, body] of [
    ['activities', { type: 'thought', body: 'x' }],
    ['heartbeat', {}],
    ['plan', []],
    ['artifacts/a', { parts: [{ text: 'x' }] }],
    ['actions', { tool: 'x', reason: 'y' }],
    ['fail', { code: 'x', message: 'y', retryable: false }],
    ['decline', { reason: 'x' }],
  ] as const) {
    const answered = await own.report(id, call, body)
    expect([call, answered.status, answered.json.code]).toEqual([call, 409, 'superseded'])
  }
  expect((await own.get(`/api/v1/attempts/${id}`)).json.attempt.status).toBe('lost')
})

test.concurrent('F08 the old holder’s result and the new holder’s in the same instant: exactly one is taken, both are kept', async () => {
  const { own, id, roomId, agent } = await atWork({ clocks: { leaseSeconds: 5 } })
  const second = await agent.got('attempt.requested', 2)
  const newer = scene().callsWith(second.data.attempt.token)
  const [old, fresh] = await Promise.all([
    own.report(id, 'complete', { response: 'The old result, which came late.' }),
    newer.report(second.data.attempt.id, 'complete', { response: 'The new result, which is current.' }),
  ])
  expect([old.status, old.json.code]).toEqual([409, 'superseded'])
  expect(fresh.status).toBe(200)
  const { deliverables } = await scene().snapshot(roomId)
  expect(deliverables[0].versions.map((one: { sha256: string }) => one.sha256)).toEqual([fresh.json.sha256])
  expect((await scene().attempt(id)).evidence).toHaveLength(1)
})

test.concurrent('F09 a result sent again under the same key gets the first answer, and there is one version', async () => {
  const { own, id, roomId } = await atWork()
  const key = { 'idempotency-key': randomUUID() }
  const body = { response: 'The bridge opened in 1887.' }
  const answers = []
  for (let i = 0; i < 3; i++) answers.push(await own.report(id, 'complete', body, key))
  expect(answers.map((one) => one.status)).toEqual([200, 200, 200])
  for (const one of answers) expect(one.json).toEqual(answers[0]?.json)
  const [deliverable] = (await scene().snapshot(roomId)).deliverables
  expect(deliverable.versions).toHaveLength(1)
})

test.concurrent('a key that cannot be kept is refused instead of ignored, and an artifact may have any name', async () => {
  const { own, id } = await atWork()
  const long = await own.report(
    id,
    'activities',
    { type: 'thought', body: 'x' },
    { 'idempotency-key': 'k'.repeat(201) },
  )
  expect([long.status, long.json.code]).toEqual([422, 'invalid'])
  expect((await scene().attempt(id)).activities).toEqual([])
  for (const name of ['100%25', 'a%20b', '%F0%9F%8C%89', "it's"]) {
    const saved = await own.report(id, `artifacts/${name}`, { parts: [{ text: 'x' }] })
    expect([saved.status, saved.json.artifactId]).toEqual([200, decodeURIComponent(name)])
  }
})

test.concurrent('F10 the same key with another body is 409 idempotency_mismatch and changes nothing', async () => {
  const { own, id, roomId } = await atWork()
  const key = { 'idempotency-key': randomUUID() }
  await own.report(id, 'activities', { type: 'thought', body: 'one' }, key)
  const other = await own.report(id, 'activities', { type: 'thought', body: 'two' }, key)
  expect([other.status, other.json.code]).toEqual([409, 'idempotency_mismatch'])
  expect((await scene().attempt(id)).activities).toHaveLength(1)
  const elsewhere = await own.report(id, 'complete', { response: 'Another call under the same key.' }, key)
  expect([elsewhere.status, elsewhere.json.code]).toEqual([409, 'idempotency_mismatch'])
  expect((await scene().snapshot(roomId)).deliverables[0].versions).toEqual([])
})

test.concurrent('F11 the same content under two keys is one version and never two done', async () => {
  const { own, id, roomId } = await atWork()
  const body = { response: 'The bridge opened in 1887.' }
  const [one, other] = await Promise.all(
    [randomUUID(), randomUUID()].map((key) => own.report(id, 'complete', body, { 'idempotency-key': key })),
  )
  expect([one?.status, other?.status]).toEqual([200, 200])
  expect(one?.json.versionId).toBe(other?.json.versionId)
  expect((await scene().snapshot(roomId)).deliverables[0].versions).toHaveLength(1)
})

test.concurrent('F12 a result before any acknowledgement counts as both', async () => {
  const roomId = await scene().room()
  const { agent } = await scene().webhookAgent({ rooms: [roomId], script: () => 'silence' })
  await scene().goal(roomId)
  const { data } = await agent.got('attempt.requested')
  const done = await scene()
    .callsWith(data.attempt.token)
    .report(data.attempt.id, 'complete', { response: 'A bridge.' })
  expect(done.status).toBe(200)
  const kept = await scene().attempt(data.attempt.id)
  expect(kept.clocks.acceptedAt).toBeTypeOf('number')
  expect(['submitted', 'approved']).toContain(kept.status)
})

test.concurrent('F15 F16 another agent’s attempt, an unknown one and one in another room all look alike: 404', async () => {
  const { id, message } = await atWork()
  const stranger = await atWork()
  const none = randomUUID()
  for (const [caller, attemptId] of [
    [stranger.calls, id],
    [stranger.own, id],
    [stranger.own, none],
    [stranger.calls, none],
    [stranger.calls, 'nonsense'],
  ] as const) {
    for (const [call, body] of [
      ['activities', { type: 'thought', body: 'x' }],
      ['complete', { response: 'x' }],
      ['decline', { reason: 'x' }],
    ] as const) {
      const answered = await caller.report(attemptId, call, body)
      expect([answered.status, answered.json.code]).toEqual([404, 'not_found'])
      expect(answered.text).not.toContain(message.data.task.title)
    }
    expect((await caller.get(`/api/v1/attempts/${attemptId}`)).status).toBe(404)
  }
  expect((await scene().attempt(id)).status).toBe('accepted')
})

test.concurrent('a bad, missing or forged token is 401', async () => {
  const { id, message } = await atWork()
  const { token } = message.data.attempt
  for (const bad of [
    null,
    'mst_agt_nonsense',
    `${token.slice(0, -2)}xx`,
    'mst_att_',
    `mst_att_${id}_${'a'.repeat(43)}`,
  ]) {
    const answered = await scene()
      .callsWith(bad as string)
      .report(id, 'heartbeat')
    expect([answered.status, answered.json.code]).toEqual([401, 'unauthenticated'])
  }
})

test.concurrent('F31 a result that breaks its schema is 422 with the paths, may be corrected once, then the attempt is invalid_output', async () => {
  const schema = {
    type: 'object',
    properties: { opened: { type: 'integer' }, name: { type: 'string' } },
    required: ['opened', 'name'],
  }
  const plan = {
    tasks: [
      {
        key: 'facts',
        title: 'Facts',
        brief: 'Facts.',
        skills: [],
        output: { kind: 'json', mediaType: 'application/json', schema },
      },
    ],
  }
  const json = (data: unknown) => ({ response: '', artifacts: [{ name: 'facts.json', parts: [{ data }] }] })
  const right = await atWork({ plan })
  const wrong = await right.own.report(right.id, 'complete', json({ opened: 'in 1887' }))
  expect([wrong.status, wrong.json.code]).toEqual([422, 'invalid'])
  expect(wrong.json.errors.map((one: { path: string }) => one.path).join(' ')).toMatch(/opened.*name|name.*opened/)
  expect((await right.own.report(right.id, 'complete', json({ opened: 1887, name: 'North' }))).status).toBe(200)

  const twice = await atWork({ plan })
  expect((await twice.own.report(twice.id, 'complete', json({ opened: 'x', name: 'N' }))).status).toBe(422)
  expect((await twice.own.report(twice.id, 'complete', json({ opened: 'y', name: 'N' }))).status).toBe(422)
  const failed = await scene().event(twice.roomId, 'attempt.failed')
  expect(failed.data.class).toBe('invalid_output')
  expect((await twice.own.report(twice.id, 'complete', json({ opened: 1, name: 'N' }))).json.code).toBe('superseded')
})

test.concurrent('F31 a body of the wrong shape is 422 with the paths, and the same one sent again under its key is not counted twice', async () => {
  const { own, id } = await atWork()
  const key = { 'idempotency-key': randomUUID() }
  for (let i = 0; i < 3; i++) {
    const answered = await own.report(id, 'complete', { response: 'x', artifacts: [{ parts: [{ nothing: 1 }] }] }, key)
    expect([answered.status, answered.json.code]).toEqual([422, 'invalid'])
    expect(answered.json.errors[0].path).toMatch(/^artifacts\.0\.parts\.0/)
  }
  expect((await own.report(id, 'complete', { response: 'The bridge opened in 1887.' })).status).toBe(200)
})

test.concurrent('F32 what is not JSON, not UTF-8, too deep or poisonous is refused quickly and changes nothing', async () => {
  const { own, id } = await atWork()
  const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`
  for (const [body, status] of [
    ['{"type": "thought", ', 422],
    [new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 422],
    [`{"type":"thought","body":"x","parameter":${deep}}`, 422],
    ['{"type":"thought","body":"x","parameter":{"__proto__":{"admin":true}}}', 422],
    ['{"type":"thought","type":"response","body":"x"}', 422],
    ['"text"', 422],
    ['null', 422],
    ['{"type":"thought","body":"\\u0000"}', 422],
  ] as const) {
    const since = performance.now()
    const answered = await own.report(id, 'activities', body)
    expect([String(body).slice(0, 40), answered.status, answered.json.code]).toEqual([
      String(body).slice(0, 40),
      status,
      'invalid',
    ])
    expect(performance.now() - since).toBeLessThan(5000)
  }
  const typed = await own.report(id, 'activities', '{"type":"thought","body":"x"}', { 'content-type': 'text/plain' })
  expect([typed.status, typed.json.code]).toEqual([415, 'unsupported_media_type'])
  expect((await scene().attempt(id)).activities).toEqual([])
})

test.concurrent('F33 a body that says it is too large is answered 413 before it is sent', async () => {
  const { id, message } = await atWork()
  const url = new URL(`/api/v1/attempts/${id}/complete`, scene().server.url)
  const status = await new Promise<number>((resolve, reject) => {
    const call = request(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${message.data.attempt.token}`,
        'content-type': 'application/json',
        'content-length': String(1024 ** 3),
      },
    })
    call.on('response', (response) => {
      resolve(response.statusCode ?? 0)
      call.destroy()
    })
    call.on('error', reject)
    call.write('{"response":"')
  })
  expect(status).toBe(413)
})

test.concurrent('problems are problem+json with type, title, status, detail and code', async () => {
  const { own, id } = await atWork()
  const { json, headers, status } = await own.report(id, 'activities', { type: 'song', body: 7 })
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(json).toMatchObject({
    type: expect.any(String),
    title: expect.any(String),
    status,
    detail: expect.any(String),
    code: 'invalid',
  })
  expect(json.errors.map((one: { path: string }) => one.path).sort()).toEqual(['body', 'type'])
})

test.concurrent('an answer of the agent that is disabled meanwhile is refused, and a removed agent’s token is worth nothing', async () => {
  const { calls, own, id, agentId } = await atWork()
  await scene().must('agent.remove', { agentId })
  await until(async () => (await calls.report(id, 'heartbeat')).status === 401, { what: 'the agent token is refused' })
  expect((await own.report(id, 'heartbeat')).status).toBe(401)
})

test.concurrent('a lease is renewed by every call, and lapses without one', async () => {
  const { own, id, roomId } = await atWork({ clocks: { leaseSeconds: 5 } })
  for (let i = 0; i < 4; i++) {
    await pass(1800)
    expect((await own.report(id, 'heartbeat')).status).toBe(200)
  }
  const failed = await scene().event(roomId, 'attempt.failed')
  expect(failed.data.class).toBe('lost')
  const quiet = failed.at - (await scene().attempt(id)).clocks.leaseUntil
  expect(quiet).toBeGreaterThanOrEqual(0)
  expect(quiet).toBeLessThan(10_000)
})

test.concurrent('F03 F05 alive but without progress: asked once, then taken away; progress each second is not disturbed', async () => {
  const clocks = { progressSeconds: 5, leaseSeconds: 60 }
  const [idle, busy] = await Promise.all([atWork({ clocks }), atWork({ clocks })])
  let step = 0
  const beating = setInterval(() => {
    step += 1
    void idle.own.report(idle.id, 'heartbeat')
    void busy.own.report(busy.id, 'activities', { type: 'thought', body: `page ${step}`, progress: step / 100 })
  }, 1000)
  try {
    const nudge = await idle.agent.got('attempt.prompted')
    expect(nudge.data.attempt).toBe(idle.id)
    const failed = await scene().event(idle.roomId, 'attempt.failed')
    expect(failed.data.class).toBe('stalled')
    await pass(1500)
    expect(busy.agent.of('attempt.prompted')).toEqual([])
    expect((await scene().attempt(busy.id)).status).toBe('working')
  } finally {
    clearInterval(beating)
  }
})

test.concurrent('an attempt over its deadline is timed_out although it is alive', async () => {
  const { own, id, roomId } = await atWork({ clocks: { attemptSeconds: 2, leaseSeconds: 60 } })
  await own.report(id, 'activities', { type: 'thought', body: 'still on it' })
  const failed = await scene().event(roomId, 'attempt.failed')
  expect(failed.data.class).toBe('timed_out')
})
