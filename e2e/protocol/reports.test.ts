import { createHash, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Caller } from './http.ts'
import { testServer } from './scene.ts'
import { pass } from './until.ts'

const scene = testServer()
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const state = async (calls: Caller, id: string) => (await calls.get(`/api/v1/attempts/${id}`)).json.attempt

test.concurrent('the attempt’s own token and the agent’s token both speak for it', async () => {
  const { own, calls, id } = await scene().atWork()
  expect((await own.report(id, 'heartbeat')).status).toBe(200)
  expect((await calls.report(id, 'heartbeat')).status).toBe(200)
})

test.concurrent('GET answers the assignment again, with the current state', async () => {
  const { own, id, message } = await scene().atWork()
  await own.report(id, 'activities', { type: 'thought', body: 'reading' })
  const { json, status } = await own.get(`/api/v1/attempts/${id}`)
  expect(status).toBe(200)
  expect(json).toMatchObject({ room: message.data.room, goal: message.data.goal, callback: message.data.callback })
  expect(json.task).toMatchObject({ id: message.data.task.id, brief: message.data.task.brief })
  expect(json.attempt).toMatchObject({ id, number: 1, status: 'working', token: message.data.attempt.token })
  expect(Date.parse(json.attempt.leaseExpiresAt)).toBeGreaterThan(Date.now())
})

test.concurrent('every activity type is taken, kept and shown; it renews the lease', async () => {
  const { own, id, roomId } = await scene().atWork()
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
  const { own, id, roomId } = await scene().atWork()
  const since = performance.now()
  await Promise.all(
    Array.from({ length: 30 }, (_, i) => own.report(id, 'activities', { type: 'thought', body: `step ${i}` })),
  )
  const shown = (await scene().events(roomId)).filter((event) => event.type === 'attempt.progressed')
  expect(shown.length).toBeGreaterThanOrEqual(1)
  expect(shown.length).toBeLessThanOrEqual(2 + Math.ceil((performance.now() - since) / 1000))
})

test.concurrent('heartbeat answers leaseExpiresAt, cancelRequested and prompts', async () => {
  const { own, id } = await scene().atWork({ clocks: { leaseSeconds: 30 } })
  const { status, json } = await own.report(id, 'heartbeat', { progress: 0.2 })
  expect(status).toBe(200)
  expect(Object.keys(json).sort()).toEqual(['cancelRequested', 'leaseExpiresAt', 'prompts'])
  expect(json).toMatchObject({ cancelRequested: false, prompts: [] })
  const left = Date.parse(json.leaseExpiresAt) - Date.now()
  expect(left).toBeGreaterThan(20_000)
  expect(left).toBeLessThanOrEqual(30_100)
})

test.concurrent('PUT plan replaces the whole checklist', async () => {
  const { own, id } = await scene().atWork()
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
  const { own, id, roomId, agent } = await scene().atWork({ clocks: { leaseSeconds: 5, attemptsPerTask: 2 } })
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
  const { own, id } = await scene().atWork({ clocks: { leaseSeconds: 600 } })
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
  const { own, id } = await scene().atWork()
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
  const { own, id, roomId, agent } = await scene().atWork()
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

test.concurrent('an agent speaks in its room and in no other', async () => {
  const { calls, roomId } = await scene().atWork()
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

test.concurrent('a key that cannot be kept is refused instead of ignored, and an artifact may have any name', async () => {
  const { own, id } = await scene().atWork()
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

test.concurrent('problems are problem+json with type, title, status, detail and code', async () => {
  const { own, id } = await scene().atWork()
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
