import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type Socket } from 'socket.io'
import { io } from 'socket.io-client'
import { afterEach, expect, test } from 'vitest'
import type { LogEvent } from '../../server/contract/events.ts'
import type { ClientToServer, ServerToClient } from '../../server/contract/live.ts'
import { createConnection } from './connection.ts'
import { failureOf, type Got, offline } from './http.ts'
import { createLaneStore } from './store.ts'

const laneId = '00000000-0000-4000-8000-000000000001'
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

type Live = Socket<ClientToServer, ServerToClient>

/** A log behind real doors: HTTP for snapshot and events, a socket that streams what `commit` is told to send. */
async function log({ access = true, socketBackfill = 500 } = {}) {
  const events: LogEvent[] = []
  const asked: string[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x')
    asked.push(url.pathname.split('/').at(-1) ?? '')
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    if (!state.access) return send(404, { code: 'not_found', detail: 'no such room' })
    if (url.pathname.endsWith('/snapshot')) {
      const tasks = events.length > 0 ? [{ id: 't', title: String(events.length), goalId: 'g', status: 'ready' }] : []
      const lists = 'participants messages goals attempts deliverables reviews comments handoffs actions files'.split(
        ' ',
      )
      const empty = Object.fromEntries(lists.map((name) => [name, []]))
      return send(200, { seq: events.length, room: { id: laneId, name: 'Room' }, tasks, ...empty })
    }
    const after = Number(url.searchParams.get('after'))
    send(200, { events: events.slice(after, after + Number(url.searchParams.get('limit'))), head: events.length })
  })
  const live = new Server<ClientToServer, ServerToClient>(server, { path: '/live', transports: ['websocket'] })
  const sockets = new Set<Live>()
  const watching = new Set<Live>()
  live.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('watch', ({ after }, answer) => {
      asked.push('watch')
      if (!state.access) return answer({ ok: false, code: 'not_found' })
      if (events.length - after > socketBackfill) return answer({ ok: true, seq: events.length, behind: true })
      watching.add(socket)
      if (events.length > after) socket.emit('events', { laneId, events: events.slice(after) })
      answer({ ok: true, seq: events.length, behind: false })
    })
    socket.on('head', (_, answer) => answer({ ok: true, seq: events.length }))
    socket.on('disconnect', () => {
      sockets.delete(socket)
      watching.delete(socket)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => live.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const state = {
    access,
    asked,
    sockets,
    url,
    /** Appends `count` events; `tell: false` is a broadcast lost on purpose. */
    commit(count = 1, { tell = true } = {}) {
      const from = events.length
      for (let seq = from + 1; seq <= from + count; seq += 1) {
        const changes = [{ in: 'tasks' as const, id: 't', set: { title: String(seq), goalId: 'g', status: 'ready' } }]
        events.push({ seq, at: seq, type: 'x', actor: { kind: 'coordinator', id: 'c', name: 'C' }, data: {}, changes })
      }
      if (tell) for (const socket of watching) socket.emit('events', { laneId, events: events.slice(from) })
    },
    again: (from: number) => {
      for (const socket of watching) socket.emit('events', { laneId, events: events.slice(from) })
    },
    /** The network breaks under every socket, without a goodbye. */
    cut: () => {
      for (const socket of sockets) socket.conn.transport.close()
    },
  }
  return state
}

function window(url: string, options = { headEveryMs: 60_000 }) {
  const socket = io(url, { path: '/live', autoConnect: false, transports: ['websocket'], reconnectionDelay: 20 })
  const read = async <T>(path: string): Promise<Got<T>> => {
    try {
      const response = await fetch(url + path)
      return response.ok ? { ok: true, value: (await response.json()) as T } : await failureOf(response)
    } catch {
      return offline
    }
  }
  const connection = createConnection(socket, read, { retryMs: 20, ...options })
  const lane = createLaneStore(laneId, (task) => void setTimeout(task, 1))
  closing.push(connection.close)
  const release = connection.hold('rooms', lane)
  return { connection, lane, release, socket }
}
const level = (lane: { seq: () => number }, seq: number) => expect.poll(() => lane.seq()).toBe(seq)

test('a window starts from a snapshot and follows the stream', async () => {
  const server = await log()
  server.commit(3)
  const { lane } = window(server.url)
  await expect.poll(() => server.asked.includes('watch')).toBe(true)
  await level(lane, 3)
  server.commit(2)
  await level(lane, 5)
  expect(lane.row('tasks', 't')?.title).toBe('5')
  expect(server.asked.filter((name) => name === 'events')).toEqual([])
})

test('F75 a socket cut while events go on catches up to exactly the same state', async () => {
  const server = await log()
  const { lane, connection } = window(server.url)
  await expect.poll(() => server.asked.includes('watch')).toBe(true)
  const links: string[] = []
  connection.state.subscribe(({ link }) => links.push(link))
  server.commit(20)
  server.cut()
  server.commit(30)
  await level(lane, 50)
  expect([...new Set(links)]).toEqual(['reconnecting', 'connected'])
  expect(lane.row('tasks', 't')?.title).toBe('50')
})

test('a batch that skips numbers is not applied past the hole; the hole is fetched', async () => {
  const server = await log()
  const { lane } = window(server.url)
  await expect.poll(() => server.asked.includes('watch')).toBe(true)
  server.commit(4, { tell: false })
  server.commit(1)
  await level(lane, 5)
  expect(server.asked).toContain('events')
})

test('the same batches twice change nothing', async () => {
  const server = await log()
  const { lane } = window(server.url)
  await expect.poll(() => server.asked.includes('watch')).toBe(true)
  server.commit(6)
  await level(lane, 6)
  server.again(0)
  server.again(3)
  server.commit(1)
  await level(lane, 7)
  expect(server.asked.filter((name) => name === 'events')).toEqual([])
  expect(lane.state.getState().recent.map((event) => event.seq)).toEqual([1, 2, 3, 4, 5, 6, 7])
})

test('F76 further behind than the socket gives: pages of the log, then the stream again', async () => {
  const server = await log({ socketBackfill: 10 })
  const { lane } = window(server.url)
  await expect.poll(() => server.asked.includes('watch')).toBe(true)
  server.cut()
  server.commit(1200)
  await level(lane, 1200)
  expect(server.asked.filter((name) => name === 'events').length).toBe(3)
  server.commit(1)
  await level(lane, 1201)
})

test('F76 ten days behind: one new snapshot instead of pages', async () => {
  const server = await log()
  const { lane } = window(server.url)
  await expect.poll(() => server.asked.includes('watch')).toBe(true)
  server.cut()
  server.commit(6000)
  await level(lane, 6000)
  expect(server.asked.filter((name) => name === 'snapshot')).toHaveLength(2)
  expect(server.asked.filter((name) => name === 'events')).toHaveLength(1)
})

test('F77 a broadcast lost on purpose is found by comparing cursors and repaired', async () => {
  const server = await log()
  const { lane } = window(server.url, { headEveryMs: 40 })
  await expect.poll(() => server.asked.includes('watch')).toBe(true)
  server.commit(3, { tell: false })
  await level(lane, 3)
})

test('resync makes the window catch up from its cursor', async () => {
  const server = await log()
  const { lane } = window(server.url)
  await expect.poll(() => server.asked.includes('watch')).toBe(true)
  server.commit(3, { tell: false })
  for (const socket of server.sockets) socket.emit('resync', { laneId })
  await level(lane, 3)
})

test('F80 a window that the server let go comes back by itself', async () => {
  const server = await log()
  const { lane } = window(server.url)
  await expect.poll(() => server.asked.includes('watch')).toBe(true)
  for (const socket of server.sockets) socket.disconnect()
  server.commit(2)
  await level(lane, 2)
})

test('F81 when access ends everything held of the room is dropped', async () => {
  const server = await log()
  const { lane } = window(server.url)
  server.commit(2)
  await level(lane, 2)
  for (const socket of server.sockets) socket.emit('revoked', { laneId })
  await expect.poll(() => lane.phase()).toBe('gone')
  expect(lane.list('tasks')).toEqual([])
  server.commit(1)
  expect(lane.take({ laneId, events: [] })).toBe('gap')
})

test('a room one may not read is gone at once, with nothing held', async () => {
  const server = await log({ access: false })
  const { lane } = window(server.url)
  await expect.poll(() => lane.phase()).toBe('gone')
})

test('letting a lane go and holding it again continues from the cursor', async () => {
  const server = await log()
  const first = window(server.url)
  await expect.poll(() => server.asked.includes('watch')).toBe(true)
  first.release()
  server.commit(3)
  closing.push(first.connection.hold('rooms', first.lane))
  await level(first.lane, 3)
  expect(server.asked.filter((name) => name === 'snapshot')).toHaveLength(1)
})
