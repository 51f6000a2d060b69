import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testServer } from './scene.ts'
import { say } from './stranger.ts'

// Section 3, read literally: what an agent says, in every shape the page allows and some that it does not.

const scene = testServer()

async function worker() {
  const roomId = await scene().room()
  const { token } = await scene().pullAgent({ rooms: [roomId] })
  const goalId = await scene().goal(roomId)
  const claimed = await say(scene().server.url, 'POST', '/api/v1/claims', { token, body: { claimId: randomUUID() } })
  const { id } = claimed.json.claims[0].attempt
  const path = `/api/v1/attempts/${id}`
  const report = (call: string, body?: unknown, more: object = {}) =>
    say(scene().server.url, /^(plan|artifacts)/.test(call) ? 'PUT' : 'POST', `${path}/${call}`, {
      token,
      body,
      ...more,
    })
  return { roomId, goalId, id, report, read: () => say(scene().server.url, 'GET', path, { token }) }
}

test('an action may say what is done and to what instead of a body, as Linear’s do; nothing at all is 422', async () => {
  const { report, id } = await worker()
  expect((await report('activities', { type: 'action', action: 'Searched', parameter: 'old bridges' })).status).toBe(
    200,
  )
  const kept = (await scene().attempt(id)).activities
  expect(kept.at(-1).body).toBe('Searched old bridges')
  for (const body of [
    { type: 'thought' },
    { type: 'shout', body: 'x' },
    { type: 'thought', body: 'x', progress: 1.01 },
    [],
    'x',
  ])
    expect((await report('activities', body)).json.code).toBe('invalid')
})

test('a heartbeat needs no body, however nothing is announced', async () => {
  const { report } = await worker()
  const none = [
    {},
    { headers: { 'content-type': 'application/json' } },
    { chunked: true },
    { headers: { 'content-type': null } },
  ]
  for (const more of none) {
    const { status, json } = await report('heartbeat', undefined, more)
    expect([status, Object.keys(json).sort()]).toEqual([200, ['cancelRequested', 'leaseExpiresAt', 'prompts']])
    expect(Date.parse(json.leaseExpiresAt)).toBeGreaterThan(Date.now() - 3_600_000)
  }
})

test('after its goal is cancelled an agent’s heartbeat says cancelRequested; whatever it sends is answered superseded and kept', async () => {
  const { report, goalId, id, roomId, read } = await worker()
  expect((await report('heartbeat', {})).json.cancelRequested).toBe(false)
  await scene().must('goal.cancel', { goalId, reason: 'no longer wanted' })
  expect((await report('heartbeat', {})).json).toEqual({ leaseExpiresAt: null, cancelRequested: true, prompts: [] })
  const before = (await scene().snapshot(roomId)).tasks
  const late = await report('complete', { response: 'Half of it.' })
  expect([late.status, late.json.code]).toEqual([409, 'superseded'])
  expect((await scene().snapshot(roomId)).tasks).toEqual(before)
  expect((await scene().attempt(id)).evidence).toHaveLength(1)
  expect((await read()).json.attempt.status).toBe('cancelled')
})

test('parts are as in A2A: text, data, url or raw, one of them, with metadata beside; raw that is not base64 is 422 and nothing is saved', async () => {
  const { report, id } = await worker()
  const put = (part: unknown, more: object = {}) => report('artifacts/a', { name: 'a', parts: [part], ...more })
  const bytes = Buffer.from([0, 1, 250, 251, 252])
  const taken = [
    { text: '' },
    { data: null, mediaType: 'application/json' },
    { data: [1, { a: 'b' }] },
    { url: 'https://example.org/x.png', mediaType: 'image/png' },
    { raw: bytes.toString('base64'), mediaType: 'application/octet-stream', filename: 'x.bin' },
    { raw: bytes.toString('base64url') },
    { raw: Buffer.alloc(200, 7).toString('base64').replace(/.{76}/g, '$&\r\n') },
    { text: 'x', metadata: { confidence: 0.5 } },
  ]
  for (const part of taken) expect([part, (await put(part)).status]).toEqual([part, 200])
  expect((await put({ raw: bytes.toString('base64') })).json.files[0].size).toBe(bytes.length)
  const before = (await scene().attempt(id)).artifacts
  for (const part of [
    { raw: '@@@' },
    { raw: 'YQ==YQ==' },
    { text: 'x', url: 'https://e.org' },
    {},
    { text: 7 },
    { text: 'x', mediaType: 'markdown' },
  ])
    expect([part, (await put(part)).status]).toEqual([part, 422])
  expect((await scene().attempt(id)).artifacts).toEqual(before)
})

test('a completion of nothing is 422 with its path and may be corrected once; one that names drafts nobody saved as well', async () => {
  for (const [body, path] of [
    [{}, 'response'],
    [undefined, 'response'],
    [{ response: 7 }, 'response'],
    [{ response: 'x', artifactIds: ['never saved'] }, 'artifactIds.0'],
    [{ response: 'x', sources: [{ quote: 'of nothing' }] }, 'sources.0'],
  ] as const) {
    const { report } = await worker()
    const refused = await report('complete', body)
    expect([refused.status, refused.json.errors[0].path]).toEqual([422, path])
    expect((await report('complete', { response: 'The bridge is old.' })).status).toBe(200)
  }
})

test('artifacts alone complete an attempt, and evidence may have any shape', async () => {
  const { report, id } = await worker()
  const evidence = [{ kind: 'test', ok: true }, 'all green', { name: 'unit', passed: true, output: '12 passed' }]
  const answered = await report('complete', {
    artifacts: [{ name: 'a.md', parts: [{ text: 'The bridge is old.' }] }],
    evidence,
  })
  expect(answered.status).toBe(200)
  const { versionId } = answered.json
  const version = (await scene().person.get(`/api/v1/versions/${versionId}`)).json
  expect(JSON.stringify(version)).toContain('12 passed')
  expect((await scene().attempt(id)).status).not.toBe('accepted')
})

test('fail and decline end the attempt once; a second word of either kind is 409 superseded', async () => {
  for (const [call, body] of [
    ['fail', { code: 'no_data', message: 'nothing there', retryable: false }],
    ['decline', { reason: 'not my trade' }],
  ] as const) {
    const { report } = await worker()
    expect((await report(call, body)).status).toBe(200)
    for (const again of ['heartbeat', 'fail', 'decline', 'complete', 'activities'])
      expect(
        (await report(again, again === 'activities' ? { type: 'thought', body: 'x' } : { response: 'x' })).status,
      ).toBeGreaterThanOrEqual(409)
    expect((await report('heartbeat', {})).json.code).toBe('superseded')
  }
})

test('an agent is registered with labels by name, or with names alone', async () => {
  for (const [labels, kept] of [
    [{ team: 'research' }, { team: 'research' }],
    [['fast', 'cheap'], { fast: '', cheap: '' }],
  ]) {
    const input = {
      workspaceId: scene().workspaceId,
      name: `agent ${randomUUID()}`,
      channel: 'pull',
      skills: [],
      labels,
    }
    const { agentId } = await scene().must('agent.register', input)
    expect((await scene().agentRow(agentId)).labels).toEqual(kept)
  }
})
