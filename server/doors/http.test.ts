import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOriginGuard } from '../auth/origin.ts'
import { createDoors, type Door, jsonReply } from './http.ts'

const doors: Door[] = [
  {
    method: 'GET',
    path: '/api/v1/rooms/:id/events',
    handle: ({ params, query }) => jsonReply({ ...params, after: query.get('after') }),
  },
  { method: 'GET', path: '/api/v1/rooms/mine/events', handle: () => jsonReply('mine') },
  { method: 'PUT', path: '/api/v1/rooms/:roomId/events', handle: ({ params }) => jsonReply(params) },
  { method: 'POST', path: '/api/v1/echo', handle: async (request) => jsonReply(await request.json(1000)) },
  {
    method: 'POST',
    path: '/hooks/:token',
    anyOrigin: true,
    handle: async (request) => jsonReply((await request.body(1000)).length),
  },
  {
    method: 'GET',
    path: '/healthz',
    handle: () => ({ status: 200, bytes: 'ok', headers: { 'cache-control': 'max-age=1' } }),
  },
  { method: 'GET', path: '/api/v1/stream', handle: () => ({ status: 200, stream: Readable.from(['one ', 'two']) }) },
  {
    method: 'GET',
    path: '/api/v1/broken',
    handle: () => {
      throw new Error('the database password is hunter2')
    },
  },
]
const errors: unknown[] = []
const server = createServer()
let url: string
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  url = `http://127.0.0.1:${port}`
  const originAllowed = createOriginGuard({ url, host: '127.0.0.1', port })
  const handle = createDoors(doors, { originAllowed, onError: (error, reference) => errors.push([error, reference]) })
  server.on('request', (req, res) => handle(req, res) || res.writeHead(418).end('somebody else'))
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  fetch(url + path, { method: 'POST', body, headers: { origin: url, 'content-type': 'application/json', ...headers } })

/** Sends bytes as they are and reads until the server hangs up. */
async function raw(text: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write(text)
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
    if (answer.includes('\r\n\r\n')) socket.destroy()
  })
  await once(socket, 'close')
  return answer
}

test('a path finds its door, its open segments and its query', async () => {
  const get = async (path: string) => (await fetch(url + path)).json()
  expect(await get('/api/v1/rooms/r%201/events?after=5')).toEqual({ id: 'r 1', after: '5' })
  expect(await get('/api/v1/rooms/mine/events')).toBe('mine')
  const put = await fetch(`${url}/api/v1/rooms/r1/events`, { method: 'PUT', headers: { origin: url } })
  expect(await put.json()).toEqual({ roomId: 'r1' })
  expect(await (await fetch(`${url}/api/v1/stream`)).text()).toBe('one two')
  const head = await fetch(`${url}/healthz`, { method: 'HEAD' })
  expect([head.status, await head.text(), head.headers.get('cache-control')]).toEqual([200, '', 'max-age=1'])
})

test("S27 what is not exactly a door is a 404 under /api and somebody else's elsewhere", async () => {
  const lost = [
    '/api',
    '/api/v1/rooms/r1/events/',
    '/api//v1/echo',
    '/api/v1/rooms//events',
    '/api/v1/rooms/%E0%A4/events',
    '/api/v1/rooms/a%00/events',
    '/api/v1/rooms/a%2fb/events',
    '/api/v1/echo.rsc',
  ]
  for (const path of lost) {
    const answer = await fetch(url + path)
    expect([answer.status, answer.headers.get('content-type')], path).toEqual([404, 'application/problem+json'])
    expect(await answer.json()).toMatchObject({ code: 'not_found', status: 404 })
  }
  for (const path of ['/', '/w/1/inbox', '/apis', '/healthz/']) expect((await fetch(url + path)).status, path).toBe(418)
  expect(await raw('GET http://169.254.169.254/latest HTTP/1.1\r\nhost: x\r\n\r\n')).toMatch(/^HTTP\/1.1 404 /)
})

test('S19 another method on a known path is a 405, whatever an override header says', async () => {
  const answer = await fetch(`${url}/api/v1/echo`, { headers: { 'x-http-method-override': 'POST' } })
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
  expect((await fetch(`${url}/api/v1/echo`, { method: 'OPTIONS' })).status).toBe(405)
})

test('S17 S18 a foreign or missing Origin changes nothing, except at doors whose callers sign', async () => {
  expect((await post('/api/v1/echo', '{}', { origin: 'https://evil.example' })).status).toBe(403)
  expect((await post('/api/v1/echo', '{}', { origin: 'null' })).status).toBe(403)
  expect((await fetch(`${url}/api/v1/echo`, { method: 'POST', body: '{}' })).status).toBe(403)
  expect((await fetch(`${url}/hooks/abc`, { method: 'POST', body: '{}' })).status).toBe(200)
})

test('a body is taken only as strict JSON of bounded size', async () => {
  expect(await (await post('/api/v1/echo', '{"a":["\\u00e9"]}')).json()).toEqual({ a: ['é'] })
  const nested = '['.repeat(70) + ']'.repeat(70)
  const wrong = [
    '',
    '{',
    '{"a":1,}',
    '{"__proto__":{"admin":true}}',
    '{"a":{"__proto__":1}}',
    nested,
    '"\\u0000"',
    '{"\\ud800":1}',
  ]
  for (const body of wrong) expect((await post('/api/v1/echo', body)).status, body.slice(0, 30)).toBe(422)
  expect((await post('/api/v1/echo', new Uint8Array([34, 0xff, 34]))).status).toBe(422)
  expect((await post('/api/v1/echo', '{}', { 'content-type': 'text/plain' })).status).toBe(415)
  const zipped = new Uint8Array(gzipSync('{}'))
  expect((await post('/api/v1/echo', zipped, { 'content-encoding': 'gzip' })).status).toBe(415)
  expect((await post('/api/v1/echo', JSON.stringify('x'.repeat(2000)))).status).toBe(413)
})

test('a body that is announced or grows too large is refused before it was read', async () => {
  const head = `POST /api/v1/echo HTTP/1.1\r\nhost: x\r\norigin: ${url}\r\ncontent-type: application/json\r\n`
  expect(await raw(`${head}content-length: 1000000000\r\n\r\n{`)).toMatch(/^HTTP\/1.1 413 /)
  const chunk = 'x'.repeat(600)
  expect(await raw(`${head}transfer-encoding: chunked\r\n\r\n258\r\n${chunk}\r\n258\r\n${chunk}\r\n`)).toMatch(
    /^HTTP\/1.1 413 /,
  )
})

test('a bug is a 500 with a reference and without its words', async () => {
  const answer = await fetch(`${url}/api/v1/broken`)
  const text = await answer.text()
  expect(answer.status).toBe(500)
  expect(text).not.toContain('hunter2')
  const [[error, reference]] = errors as [[Error, string]]
  expect(error.message).toContain('hunter2')
  expect(JSON.parse(text)).toMatchObject({ code: 'internal', instance: `urn:muster:error:${reference}` })
})

test('S89 every answer forbids keeping, sniffing and framing it', async () => {
  for (const path of ['/api/v1/rooms/r1/events', '/api/v1/nothing', '/api/v1/broken']) {
    const { headers } = await fetch(url + path)
    expect(headers.get('cache-control'), path).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  }
})
