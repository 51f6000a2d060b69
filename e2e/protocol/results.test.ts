import { createHash, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Received } from './agent.ts'
import { testServer } from './scene.ts'

// How an attempt ends: by a result, a failure or a refusal, once, whatever comes later or twice.

const scene = testServer()
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

test.concurrent('complete claims completion: it goes to checks, then to review, and carries its sources', async () => {
  const { own, id, roomId, message } = await scene().atWork({
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
  const { own, id, roomId } = await scene().atWork()
  await own.report(id, 'artifacts/page', { name: 'page.md', parts: [{ text: 'The bridge opened in 1887.' }] })
  const done = await own.report(id, 'complete', { response: 'See the draft.', artifactIds: ['page'] })
  expect(done.status).toBe(200)
  expect(done.json.sha256).toBe(sha256('The bridge opened in 1887.'))
  await scene().event(roomId, 'version.submitted')
})

test.concurrent('fail ends the attempt with its code; a retryable failure is tried again with the reason in history', async () => {
  const { own, id, roomId, agent } = await scene().atWork()
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
  const { own, id, agent } = await scene().atWork()
  const body = { code: 'rate_limited', message: 'quota', retryable: true, retryAfterSeconds: 3 }
  const since = Date.now()
  expect((await own.report(id, 'fail', body)).status).toBe(200)
  const next = await agent.got('attempt.requested', 2)
  expect(next.at - since).toBeGreaterThanOrEqual(2500)
})

test.concurrent('decline gives the task to another participant and is not counted as a failure', async () => {
  const { own, id, roomId, agentId } = await scene().atWork({ clocks: { attemptsPerTask: 1 } })
  const other = await scene().webhookAgent({ rooms: [roomId] })
  expect((await own.report(id, 'decline', { reason: 'not my field' })).status).toBe(200)
  const next = await other.agent.got('attempt.requested')
  expect(next.data.history).toEqual([{ attempt: 1, outcome: 'declined', reason: 'not my field' }])
  expect((await scene().agentRow(agentId)).failures).toBe(0)
})

test.concurrent('F07 a result after reassignment is answered 409 superseded, moves nothing and is kept as evidence for people', async () => {
  const { own, id, roomId, agent } = await scene().atWork({ clocks: { leaseSeconds: 5 } })
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
  const { own, id, roomId, agent } = await scene().atWork({ clocks: { leaseSeconds: 5 } })
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
  const { own, id, roomId } = await scene().atWork()
  const key = { 'idempotency-key': randomUUID() }
  const body = { response: 'The bridge opened in 1887.' }
  const answers = []
  for (let i = 0; i < 3; i++) answers.push(await own.report(id, 'complete', body, key))
  expect(answers.map((one) => one.status)).toEqual([200, 200, 200])
  for (const one of answers) expect(one.json).toEqual(answers[0]?.json)
  const [deliverable] = (await scene().snapshot(roomId)).deliverables
  expect(deliverable.versions).toHaveLength(1)
})

test.concurrent('F10 the same key with another body is 409 idempotency_mismatch and changes nothing', async () => {
  const { own, id, roomId } = await scene().atWork()
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
  const { own, id, roomId } = await scene().atWork()
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
  const right = await scene().atWork({ plan })
  const wrong = await right.own.report(right.id, 'complete', json({ opened: 'in 1887' }))
  expect([wrong.status, wrong.json.code]).toEqual([422, 'invalid'])
  expect(wrong.json.errors.map((one: { path: string }) => one.path).join(' ')).toMatch(/opened.*name|name.*opened/)
  expect((await right.own.report(right.id, 'complete', json({ opened: 1887, name: 'North' }))).status).toBe(200)

  const twice = await scene().atWork({ plan })
  expect((await twice.own.report(twice.id, 'complete', json({ opened: 'x', name: 'N' }))).status).toBe(422)
  expect((await twice.own.report(twice.id, 'complete', json({ opened: 'y', name: 'N' }))).status).toBe(422)
  const failed = await scene().event(twice.roomId, 'attempt.failed')
  expect(failed.data.class).toBe('invalid_output')
  expect((await twice.own.report(twice.id, 'complete', json({ opened: 1, name: 'N' }))).json.code).toBe('superseded')
})

test.concurrent('F31 a body of the wrong shape is 422 with the paths, and the same one sent again under its key is not counted twice', async () => {
  const { own, id } = await scene().atWork()
  const key = { 'idempotency-key': randomUUID() }
  for (let i = 0; i < 3; i++) {
    const answered = await own.report(id, 'complete', { response: 'x', artifacts: [{ parts: [{ nothing: 1 }] }] }, key)
    expect([answered.status, answered.json.code]).toEqual([422, 'invalid'])
    expect(answered.json.errors[0].path).toMatch(/^artifacts\.0\.parts\.0/)
  }
  expect((await own.report(id, 'complete', { response: 'The bridge opened in 1887.' })).status).toBe(200)
})

test.concurrent.each([
  ['a 2xx that says declined', { status: 200, json: { status: 'declined', reason: 'too cold' } }],
  ['409', { status: 409, json: { reason: 'too cold' } }],
  ['422', { status: 422, json: { detail: 'too cold' } }],
] as const)('F17 %s declines: another is asked at once and it does not count as a failure', async (_, answer) => {
  const roomId = await scene().room()
  let asked = 0
  const script = () => (++asked === 1 ? answer : ({ status: 200, json: { status: 'accepted' } } as const))
  const pair = [
    await scene().webhookAgent({ rooms: [roomId], script }),
    await scene().webhookAgent({ rooms: [roomId], script }),
  ]
  await scene().goal(roomId, { clocks: { attemptsPerTask: 1 } })
  const accepted = await scene().event(roomId, 'attempt.accepted')
  const failed = await scene().event(roomId, 'attempt.failed')
  expect(failed.data).toMatchObject({ class: 'declined', reason: 'too cold' })
  const [taker] = pair.filter(({ agentId }) => agentId === accepted.actor.id)
  const { data } = (await (taker ?? pair[0])?.agent.got('attempt.requested')) ?? {}
  expect(data.history).toEqual([{ attempt: 1, outcome: 'declined', reason: 'too cold' }])
  expect(data.attempt.number).toBe(2)
  const offered = await scene().event(
    roomId,
    'attempt.offered',
    ({ data: offer }) => offer.attemptId === data.attempt.id,
  )
  expect(offered.at).toBe(failed.at)
  for (const { agentId, agent } of pair) {
    expect((await scene().agentRow(agentId)).failures).toBe(0)
    expect(agent.of('attempt.requested')).toHaveLength(1)
  }
})
