import { io } from 'socket.io-client'
import { expect, test } from 'vitest'
import { createConnection } from './connection.ts'
import type { Got } from './http.ts'
import { lateSocket } from './late-socket.ts'
import { createLaneStore } from './store.ts'
import { laneId, laneLog } from './testing/lane-log.ts'

test('a window whose socket library comes late, at first not at all, connects by itself and is level', async () => {
  const log = await laneLog()
  log.commit(3)
  let asked = 0
  const socket = lateSocket(async () => {
    asked += 1
    if (asked === 1) throw new Error('this part of the page did not load')
    return io(log.url, { path: '/live', autoConnect: false, transports: ['websocket'] })
  })
  const read = async <T>(path: string): Promise<Got<T>> => ({
    ok: true,
    value: (await (await fetch(log.url + path)).json()) as T,
  })
  const connection = createConnection(socket, read, { retryMs: 10, lingerMs: 0 })
  expect(asked).toBe(0)
  const lane = createLaneStore(laneId, (task) => void setTimeout(task, 1))
  const release = connection.hold('rooms', lane)
  expect(socket.connected).toBe(false)
  await expect.poll(() => connection.state.getState().link).toBe('reconnecting')
  await expect.poll(() => connection.state.getState().link).toBe('connected')
  await expect.poll(() => lane.seq()).toBe(3)
  log.commit()
  await expect.poll(() => lane.row('tasks', 't')?.title).toBe('4')
  expect(asked).toBe(2)
  release()
  connection.close()
})

test('a socket that nobody wants any more when its library comes stays closed', async () => {
  const log = await laneLog()
  let come = () => {}
  const library = new Promise<void>((resolve) => {
    come = resolve
  })
  const real = io(log.url, { path: '/live', autoConnect: false, transports: ['websocket'] })
  const socket = lateSocket(() => library.then(() => real))
  socket.connect()
  socket.disconnect()
  come()
  await library
  await Promise.resolve()
  expect([socket.active, socket.connected, real.active]).toEqual([false, false, false])
})
