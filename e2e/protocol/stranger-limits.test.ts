import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testServer } from './scene.ts'
import { ofSize, say } from './stranger.ts'

// "Limits: body 256 KiB (artifact 10 MiB, 20 per attempt), 60 calls a minute per attempt for activities." Exactly at, and one over.

const scene = testServer()
const kib = 1024
const mib = 1024 * kib

/** A pulling agent with one attempt, and how it speaks about it. */
async function worker(roomId?: string) {
  const room = roomId ?? (await scene().room())
  const agent = await scene().pullAgent({ rooms: [room] })
  if (!roomId) await scene().goal(room)
  const claim = () => agent.calls.post('/api/v1/claims', { claimId: randomUUID() })
  const id: string = roomId ? '' : (await claim()).json.claims[0].attempt.id
  const report = (call: string, body: unknown, attemptId = id) =>
    say(scene().server.url, call.startsWith('artifacts') ? 'PUT' : 'POST', `/api/v1/attempts/${attemptId}/${call}`, {
      ...{ token: agent.token, body },
    })
  return { roomId: room, id, report, token: agent.token }
}

test('a body of 256 KiB is taken to its last byte, whatever field fills it; one byte more is 413 too_large', async () => {
  const { report } = await worker()
  const over = (call: string, fields: object, last: string) => report(call, ofSize(256 * kib + 1, fields, last))
  const at = (call: string, fields: object, last: string) => report(call, ofSize(256 * kib, fields, last))
  for (const [call, fields, last] of [
    ['activities', { type: 'thought' }, 'body'],
    ['activities', { type: 'action', body: 'looked' }, 'result'],
    ['complete', {}, 'response'],
  ] as const) {
    const refused = await over(call, fields, last)
    expect([refused.status, refused.json.code]).toEqual([413, 'too_large'])
    expect([call, last, (await at(call, fields, last)).status]).toEqual([call, last, 200])
  }
})

test('a failure is told with however long a message; its beginning is kept', async () => {
  const { report, id } = await worker()
  expect((await report('fail', ofSize(256 * kib, { code: 'crashed', retryable: true }, 'message'))).status).toBe(200)
  expect(await scene().attempt(id)).toMatchObject({ status: 'failed', failure: 'errored' })
})

test('an artifact of 10 MiB is taken to its last byte, as text however escaped or as raw; one byte more is 413', async () => {
  const { report } = await worker()
  const put = (part: object) => report('artifacts/big', { name: 'big', parts: [part] })
  const lines = (size: number) => ({ text: '\n'.repeat(size), mediaType: 'text/plain' })
  const raw = (size: number) => ({ raw: Buffer.alloc(size, 7).toString('base64') })
  for (const part of [lines(10 * mib), raw(10 * mib)]) {
    const { status, json } = await put(part)
    expect([status, json.files[0].size]).toEqual([200, 10 * mib])
  }
  for (const part of [lines(10 * mib + 1), raw(10 * mib + 1), { text: 'é'.repeat(5 * mib + 1) }])
    expect((await put(part)).json.code).toBe('too_large')
  const added = await report('artifacts/big', { name: 'big', parts: [{ text: 'x' }], append: true })
  expect([added.status, added.json.code]).toEqual([413, 'too_large'])
})

test('twenty artifacts an attempt; the next is refused, replacing one is not; an id has 1 to 120 characters and is never cut', async () => {
  const { report } = await worker()
  const put = (id: string) => report(`artifacts/${encodeURIComponent(id)}`, { name: 'n', parts: [{ text: 'x' }] })
  expect((await put('z'.repeat(121))).json.errors[0].path).toBe('artifactId')
  const ids = [
    'z'.repeat(120),
    'Ünï çödé 👍',
    randomUUID().toUpperCase(),
    ...Array.from({ length: 17 }, (_, n) => `a${n}`),
  ]
  for (const id of ids) expect((await put(id)).json.artifactId).toBe(id)
  expect((await put('one more')).json).toMatchObject({ code: 'limit_reached', status: 429 })
  expect((await put('a0')).status).toBe(200)
})

test('sixty activities a minute per attempt, the next is 429 throttled with Retry-After; other calls go on, and nobody spends another’s', async () => {
  const { report, roomId, id } = await worker()
  const stranger = await worker(roomId)
  const say60 = (by: typeof report) =>
    Promise.all(Array.from({ length: 60 }, (_, n) => by('activities', { type: 'thought', body: `word ${n}` }, id)))
  for (const { status } of await say60(stranger.report)) expect(status).toBe(404)
  for (const { status } of await say60(report)) expect(status).toBe(200)
  const { status, headers, json } = await report('activities', { type: 'thought', body: 'one too many' })
  expect([status, json.code]).toEqual([429, 'throttled'])
  expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1)
  expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60)
  expect((await report('heartbeat', {})).status).toBe(200)
  expect((await report('complete', { response: 'The bridge is old.' })).status).toBe(200)
})

test('claims: max 1 to 50 and waitSeconds 0 to 25, one beyond is 422 with its path; no rooms named means all', async () => {
  const roomId = await scene().room()
  const { token } = await scene().pullAgent({ rooms: [roomId], maxConcurrency: 1000 })
  const tasks = Array.from({ length: 51 }, (_, n) => ({ key: `t${n}`, title: `T${n}`, brief: 'x', skills: [] }))
  await scene().goal(roomId, { plan: { tasks } })
  const claim = (more: object) =>
    say(scene().server.url, 'POST', '/api/v1/claims', { token, body: { claimId: randomUUID(), ...more } })
  for (const [field, values] of [
    ['max', [0, 51, 1.5, '1', null]],
    ['waitSeconds', [-1, 26, '1']],
    ['claimId', ['', 7, 'x'.repeat(121)]],
    ['roomIds', ['all', ['x']]],
  ] as const)
    for (const value of values) {
      const { status, json } = await claim({ [field]: value })
      expect([field, value, status]).toEqual([field, value, 422])
      expect(json.errors[0].path).toMatch(new RegExp(`^${field}`))
    }
  expect((await claim({ max: 50, roomIds: [] })).json.claims).toHaveLength(50)
  expect((await claim({ max: 1 })).json.claims).toHaveLength(1)
  const none = await claim({ max: 50, waitSeconds: 0 })
  expect([none.status, none.text]).toEqual([204, ''])
  expect(Number(none.headers['retry-after'])).toBeGreaterThan(0)
})
