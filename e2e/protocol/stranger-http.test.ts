import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { expect, test } from 'vitest'
import { testServer } from './scene.ts'
import { owner } from './server.ts'
import { say, sayRaw } from './stranger.ts'

// Sections 1 and 3: how the doors speak HTTP, whatever is behind them.

const scene = testServer()
const url = () => scene().server.url
const as =
  (token: string | null) =>
  (method: string, path: string, more: object = {}) =>
    say(url(), method, path, { token, ...more })
const person = as(owner.token)

const codes: Record<string, number> = {
  ...{
    unauthenticated: 401,
    forbidden: 403,
    not_found: 404,
    invalid: 422,
    too_large: 413,
    unsupported_media_type: 415,
  },
  ...{ conflict: 409, superseded: 409, idempotency_mismatch: 409, changed_meanwhile: 409, paused: 409 },
  ...{ limit_reached: 429, throttled: 429, internal: 500 },
}

test('problems are application/problem+json {type, title, status, detail, code, instance?, errors?[]} with a code of the list', async () => {
  const roomId = await scene().room()
  const post = (body: unknown, headers = {}) => person('POST', '/api/v1/commands', { body, headers })
  const command = (name: string, input: unknown) => post({ id: randomUUID(), name, input })
  const refused = await Promise.all([
    as(null)('GET', '/api/v1/me'),
    as('mst_pat_nobody-has-this-token-at-all-at-all')('GET', `/api/v1/rooms/${roomId}/snapshot`),
    person('GET', `/api/v1/rooms/${randomUUID()}/snapshot`),
    person('GET', '/api/v1/nothing/here'),
    person('POST', `/api/v1/attempts/${randomUUID()}/heartbeat`, { body: {} }),
    post('{'),
    post('', {}),
    post({ id: randomUUID(), name: 'no.such', input: {} }),
    post({ id: randomUUID(), name: 'room.create', input: { name: 7 } }),
    post('a=b', { 'content-type': 'application/x-www-form-urlencoded' }),
    post('{}', { 'content-encoding': 'gzip' }),
    command('message.post', { roomId: randomUUID(), body: 'x' }),
    command('message.post', { roomId, body: '' }),
    post({}, { 'content-length': String(17 * 1024 * 1024) }),
  ])
  for (const { status, headers, json, text } of refused) {
    expect(headers['content-type'], text).toBe('application/problem+json')
    expect(Object.keys(json)).toEqual(expect.arrayContaining(['type', 'title', 'status', 'detail', 'code']))
    for (const field of ['type', 'title', 'detail', 'code']) expect(typeof json[field]).toBe('string')
    expect([json.code, codes[json.code]]).toEqual([json.code, status])
    expect(json.status).toBe(status)
    for (const error of json.errors ?? [])
      expect(error).toEqual({ path: expect.any(String), message: expect.any(String) })
    const known = ['type', 'title', 'status', 'detail', 'code', 'instance', 'errors', 'retryAfterSeconds']
    expect(Object.keys(json).filter((name) => !known.includes(name))).toEqual([])
  }
  expect(new Set(refused.map(({ json }) => json.code))).toEqual(
    new Set(['unauthenticated', 'not_found', 'invalid', 'unsupported_media_type', 'too_large']),
  )
})

test('a wrong shape is 422 with the path of every wrong place, unknown fields by their names', async () => {
  const { json } = await person('POST', '/api/v1/commands', {
    body: {
      id: randomUUID(),
      name: 'goal.create',
      input: { roomId: 'x', title: '', brief: 'b', autonomy: 'soon', hue: 1 },
    },
  })
  const paths = json.errors.map(({ path }: { path: string }) => path).sort()
  expect(paths).toEqual(['input.autonomy', 'input.hue', 'input.roomId', 'input.title'])
})

test('who is not known is told how to become so, and a scheme is a scheme however it is written', async () => {
  const { status, headers } = await as(null)('GET', '/api/v1/me')
  expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer'])
  for (const authorization of [`bearer ${owner.token}`, `BEARER ${owner.token}`])
    expect((await say(url(), 'GET', '/api/v1/me', { headers: { AUTHORIZATION: authorization } })).status).toBe(200)
  for (const authorization of ['Bearer', 'Bearer ', `Basic ${owner.token}`, owner.token, `Bearer ${owner.token} x`])
    expect((await say(url(), 'GET', '/api/v1/me', { headers: { authorization } })).status).toBe(401)
})

test('HEAD answers as GET without the body, OPTIONS and other methods are 405 with Allow, a slash too many is another address', async () => {
  const get = await person('GET', '/api/v1/me')
  const head = await person('HEAD', '/api/v1/me')
  expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', get.headers['content-length']])
  for (const method of ['OPTIONS', 'DELETE', 'PATCH', 'POST']) {
    const { status, headers, json } = await person(method, '/api/v1/me')
    expect([status, headers.allow, json.status]).toEqual([405, 'GET, HEAD', 405])
  }
  expect((await person('GET', '/api/v1/commands')).headers.allow).toBe('POST')
  for (const path of [
    '/api/v1/me/',
    '/api/v1//me',
    '/api/v1/ME',
    '/api/v1/me%2f',
    '/api/v1/../v1/me',
    '/api/v1',
    '/api',
  ])
    expect([path, (await person('GET', path)).status]).toEqual([path, 404])
})

test('JSON is taken with any charset parameter, letter case and a byte order mark, in pieces or whole; what is not UTF-8 is refused', async () => {
  const roomId = await scene().room()
  const word = (body: string) => ({ id: randomUUID(), name: 'message.post', input: { roomId, body } })
  const taken = [
    { body: word('one'), headers: { 'content-type': 'application/json; charset=utf-8' } },
    { body: word('two'), headers: { 'content-type': 'Application/JSON;charset=UTF-8' } },
    { body: word('three'), headers: { 'content-type': 'application/vnd.other+json' } },
    { body: `\uFEFF${JSON.stringify(word('four'))}` },
    { body: word('five'), chunked: true },
    { body: word('six 𝒳 é ‮ ﷽ 👩‍👩‍👧'), headers: { 'content-encoding': 'identity' } },
  ]
  for (const more of taken) expect((await person('POST', '/api/v1/commands', more)).status).toBe(200)
  const { messages } = (await person('GET', `/api/v1/rooms/${roomId}/snapshot`)).json
  expect(messages.map(({ body }: { body: string }) => body)).toEqual([
    ...['one', 'two', 'three', 'four', 'five', 'six 𝒳 é ‮ ﷽ 👩‍👩‍👧'],
  ])
  for (const body of [Buffer.from([0x22, 0xe9, 0x22]), '{"a":"\\u0000"}', '{"a":"\\ud800"}', '{"id":1,"id":2}'])
    expect((await person('POST', '/api/v1/commands', { body })).json.code).toBe('invalid')
})

test('ids that nobody could have, however long or strange, are 404 and no more', async () => {
  const odd = [
    'x',
    'a'.repeat(8000),
    '%F0%9F%8C%89',
    "1' or '1'='1",
    '..%2f..%2fetc',
    '%00',
    '00000000-0000-0000-0000-000000000000',
  ]
  for (const id of odd)
    for (const path of [
      'rooms/ID/snapshot',
      'rooms/ID/events',
      'attempts/ID',
      'tasks/ID',
      'versions/ID',
      'versions/ID/content',
      'content/ID',
    ])
      expect((await person('GET', `/api/v1/${path.replace('ID', id.replaceAll(' ', '%20'))}`)).status).toBe(404)
})

test('liveness, readiness and the description are there for everybody, and the server tells nothing of what it runs on', async () => {
  expect((await as(null)('GET', '/healthz')).json).toEqual({ status: 'ok' })
  expect((await as(null)('GET', '/readyz')).status).toBe(200)
  const { headers, json } = await as(null)('GET', '/api/v1/openapi.json')
  expect(json.openapi).toBe('3.1.0')
  expect(Object.keys(json.paths)).toEqual(
    expect.arrayContaining(['/api/v1/rooms/{id}/story', '/api/v1/goals/{id}/timeline', '/api/v1/rooms/{id}/files']),
  )
  for (const name of ['server', 'x-powered-by']) expect(headers[name]).toBeUndefined()
  const bare = await sayRaw(url(), 'GET /api/v1/me HTTP/1.1\r\nHost: elsewhere\r\nConnection: close\r\n\r\n')
  expect(bare).toMatch(/^HTTP\/1\.1 401 /)
  expect(await sayRaw(url(), 'NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
})

test('F32 what is not JSON, not UTF-8, too deep or poisonous is refused quickly and changes nothing', async () => {
  const { own, id } = await scene().atWork()
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

test('F33 a body that says it is too large is answered 413 before it is sent', async () => {
  const { id, message } = await scene().atWork()
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
