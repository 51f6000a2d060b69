import { Agent, type ClientRequest, request } from 'node:http'
import { connect } from 'node:net'
import pg from 'pg'
import { expect, test } from 'vitest'
import { testServer } from './scene.ts'
import { owner } from './server.ts'

// Named after the rows of reliability.md (c): whoever sends slowly, without end, or more than there is room for.

const scene = testServer()

/** Begins to send and goes on a byte at a time; how many milliseconds until the server cut it off. */
function trickle(begin: string, piece: string): Promise<number> {
  const { hostname, port } = new URL(scene().server.url)
  const since = performance.now()
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(begin))
    const drip = setInterval(() => piece && socket.write(piece), 500)
    socket.on('error', () => undefined).resume()
    socket.on('close', () => {
      clearInterval(drip)
      resolve(performance.now() - since)
    })
  })
}

test('S73 headers that trickle are cut at 10 s, bodies that trickle or never come at 30 s; others are served meanwhile', async () => {
  const { url } = scene().server
  const post = (path: string, length: number) =>
    `POST ${path} HTTP/1.1\r\nhost: x\r\norigin: ${url}\r\nauthorization: Bearer ${owner.token}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`
  const heads = [
    trickle('', ''),
    trickle('GET', 'T'),
    trickle('POST /api/v1/commands HTTP/1.1\r\nhost: x\r\nx-long: ', 'a'),
  ]
  const bodies = [
    trickle(`${post('/api/v1/commands', 100_000)}{"id":"`, 'a'),
    trickle(post('/api/v1/commands', 100_000), ''),
    trickle(`${post('/healthz', 100_000)}x`, 'x'),
    trickle(`${post('/nowhere', 100_000)}x`, 'x'),
  ]
  for (const path of ['/healthz', '/readyz', '/api/v1/openapi.json'])
    expect((await fetch(url + path)).status, path).toBe(200)
  for (const ms of await Promise.all(heads)) expect(ms).toBeLessThan(20_000)
  for (const ms of await Promise.all(bodies)) expect(ms).toBeLessThan(45_000)
})

type Way = { method: string; path: string; headers: Record<string, string> }

/** Sends pieces without a length until it is answered; the status. Gives up at a size that no door takes. */
function grow({ method, path, headers }: Way): Promise<number> {
  const { hostname, port } = new URL(scene().server.url)
  // Who asks for the line to be closed after the answer may lose it while still writing.
  const agent = new Agent({ keepAlive: true })
  const piece = Buffer.alloc(64 * 1024, 0x20)
  return new Promise((resolve, reject) => {
    let sent = 0
    let answered = false
    const asked: ClientRequest = request({ hostname, port, method, path, headers, agent }, (answer) => {
      answered = true
      resolve(answer.statusCode ?? 0)
      asked.destroy()
    })
    // Once it is answered the rest of the body is nobody's.
    asked.on('error', (error) => !answered && reject(new Error(`${method} ${path} after ${sent}: ${error.message}`)))
    const more = () => {
      while (!answered && sent < 128 * 1024 * 1024) {
        sent += piece.length
        if (!asked.write(piece)) return void asked.once('drain', more)
      }
    }
    more()
  })
}

/** The status for a body that only promises its length. */
function promise({ method, path, headers }: Way, length: number): Promise<number> {
  const { hostname, port } = new URL(scene().server.url)
  return new Promise((resolve, reject) => {
    const all = { ...headers, 'content-length': String(length) }
    const asked = request({ hostname, port, method, path, headers: all, agent: false }, (answer) => {
      resolve(answer.statusCode ?? 0)
      asked.destroy()
    })
    asked.on('error', reject)
    asked.write('x')
  })
}

/** Every door that takes a body, with a caller who may use it. */
async function waysIn(): Promise<Way[]> {
  const { person, server, workspaceId } = scene()
  const { id, token, message, roomId } = await scene().atWork()
  const { browser } = await scene().colleague()
  const goal = { title: 'G', brief: '- one' }
  const hook = await scene().must('hook.create', { workspaceId, roomId, name: 'h', playbook: 'checklist', goal })
  const bearer = (word: string) => ({ authorization: `Bearer ${word}`, 'content-type': 'application/json' })
  const described = Object.entries((await person.get('/api/v1/openapi.json')).json.paths as Record<string, object>)
  const programs = described.flatMap(([path, item]) =>
    ['post', 'put']
      .filter((method) => method in item)
      .map((method): Way => {
        const word = path.includes('/attempts/')
          ? message.data.attempt.token
          : /commands|files/.test(path)
            ? owner.token
            : token
        const filled = path
          .replace('{artifactId}', 'a')
          .replace('{token}', new URL(hook.url).pathname.split('/').at(-1) ?? '')
          .replace('{id}', path.includes('/attempts/') ? id : path.includes('/tasks/') ? message.data.task.id : roomId)
        const query = path.endsWith('/files') ? '?name=a.txt' : ''
        return { method: method.toUpperCase(), path: filled + query, headers: bearer(word) }
      }),
  )
  const { cookie } = browser
  const page = { origin: server.url, 'content-type': 'application/json' }
  const people = ['setup', 'join', 'password'].map((name): Way => {
    const headers = name === 'password' ? { ...page, cookie } : page
    return { method: 'POST', path: `/api/v1/${name}`, headers }
  })
  const form = { origin: server.url, 'content-type': 'application/x-www-form-urlencoded' }
  const signIn = ['callback/credentials', 'signout', 'signin/github'].map(
    (action): Way => ({ method: 'POST', path: `/api/auth/${action}`, headers: form }),
  )
  return [...programs, ...people, ...signIn]
}

test('S74 at every door a body that is announced or grows too large is 413 and one in gzip is 415; at others it is not read', async () => {
  const ways = await waysIn()
  expect(ways.length).toBeGreaterThan(18)
  for (const way of ways) {
    const name = `${way.method} ${way.path}`
    expect([name, await promise(way, 200_000_000)]).toEqual([name, 413])
    expect([name, await grow(way)]).toEqual([name, 413])
    const headers = { ...way.headers, 'content-encoding': 'gzip' }
    expect([name, await promise({ ...way, headers }, 100)]).toEqual([name, 415])
  }
  for (const [method, path, status] of [
    ['POST', '/', 405],
    ['POST', '/w/x/inbox', 405],
    ['PUT', '/api/v1/nowhere', 404],
    ['POST', '/healthz', 405],
  ] as const)
    expect([path, await grow({ method, path, headers: { origin: scene().server.url } })]).toEqual([path, status])
  expect((await scene().person.get('/api/v1/me')).status).toBe(200)
})

test('S78 a flood into a room that stands still keeps no other room waiting, and is worked off when it goes on', async () => {
  const [hot, calm] = await Promise.all([scene().room(), scene().room()])
  const holder = new pg.Client(scene().database.url)
  await holder.connect()
  await holder.query('begin')
  await holder.query('select from lane where id = $1 for update', [hot])
  const flood = Array.from({ length: 400 }, (_, n) =>
    scene().send('message.post', { roomId: hot, body: `word ${n} `.repeat(200) }),
  )
  for (let n = 0; n < 5; n++)
    expect((await scene().send('message.post', { roomId: calm, body: `calm ${n}` })).status).toBe(200)
  expect((await scene().snapshot(calm)).messages).toHaveLength(5)
  await holder.query('commit')
  await holder.end()
  for (const { status } of await Promise.all(flood)) expect(status).toBe(200)
})
