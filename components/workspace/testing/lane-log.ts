import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type Socket } from 'socket.io'
import { io } from 'socket.io-client'
import { afterEach } from 'vitest'
import type { LogEvent } from '../../../server/contract/events.ts'
import type { ClientToServer, ServerToClient } from '../../../server/contract/live.ts'
import { createConnection } from '../connection.ts'
import { failureOf, type Got, offline } from '../http.ts'
import { createLaneStore } from '../store.ts'

export const laneId = '00000000-0000-4000-8000-000000000001'
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

type Live = Socket<ClientToServer, ServerToClient>

/** A log behind real doors: HTTP for snapshot and events, a socket that streams what `commit` is told to send. */
export async function laneLog({ access = true, socketBackfill = 500 } = {}) {
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
    if (/\/(snapshot|view)$/.test(url.pathname)) {
      const tasks = events.length > 0 ? [{ id: 't', title: String(events.length), goalId: 'g', status: 'ready' }] : []
      const lists = [
        'participants messages goals attempts deliverables reviews comments handoffs actions files',
        'conflicts opinions incidents drills',
      ].flatMap((names) => names.split(' '))
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
      if (!state.access || state.overtaken > 0) {
        state.overtaken -= 1
        return answer({ ok: false, code: 'not_found' })
      }
      if (events.length - after > socketBackfill) return answer({ ok: true, seq: events.length, behind: true })
      watching.add(socket)
      if (events.length > after) socket.emit('events', { laneId, events: events.slice(after) })
      answer({ ok: true, seq: events.length, behind: false })
    })
    socket.on('unwatch', (_, answer) => {
      asked.push('unwatch')
      watching.delete(socket)
      answer({ ok: true, seq: events.length })
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
    /** How many watches still to come are answered `not_found` although the room is there. */
    overtaken: 0,
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

/** One window's connection and lane; closed after the test. */
export function openWindow(url: string, options: { headEveryMs: number; lingerMs?: number } = { headEveryMs: 60_000 }) {
  const socket = io(url, { path: '/live', autoConnect: false, transports: ['websocket'], reconnectionDelay: 20 })
  const read = async <T>(path: string): Promise<Got<T>> => {
    try {
      const response = await fetch(url + path)
      return response.ok ? { ok: true, value: (await response.json()) as T } : await failureOf(response)
    } catch {
      return offline
    }
  }
  const connection = createConnection(socket, read, { retryMs: 20, lingerMs: 0, ...options })
  const lane = createLaneStore(laneId, (task) => void setTimeout(task, 1))
  closing.push(connection.close)
  const release = connection.hold('rooms', lane)
  return { connection, lane, release, socket }
}
