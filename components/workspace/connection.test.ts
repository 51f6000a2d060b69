import { expect, test } from 'vitest'
import { eventPage, snapshotGap } from '../../server/contract/live.ts'
import { laneId, laneLog, openWindow } from './testing/lane-log.ts'

const level = (lane: { seq: () => number }, seq: number) => expect.poll(() => lane.seq()).toBe(seq)

test('a window starts from a snapshot and follows the stream', async () => {
  const server = await laneLog()
  server.commit(3)
  const { lane } = openWindow(server.url)
  await expect.poll(() => server.asked.includes('watch')).toBe(true)
  await level(lane, 3)
  server.commit(2)
  await level(lane, 5)
  expect(lane.row('tasks', 't')?.title).toBe('5')
  expect(server.asked.filter((name) => name === 'events')).toEqual([])
})

test('F75 a socket cut while events go on catches up to exactly the same state', async () => {
  const server = await laneLog()
  const { lane, connection } = openWindow(server.url)
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
  const server = await laneLog()
  const { lane } = openWindow(server.url)
  await expect.poll(() => server.asked.includes('watch')).toBe(true)
  server.commit(4, { tell: false })
  server.commit(1)
  await level(lane, 5)
  expect(server.asked).toContain('events')
})

test('the same batches twice change nothing', async () => {
  const server = await laneLog()
  const { lane } = openWindow(server.url)
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
  const server = await laneLog({ socketBackfill: 10 })
  const { lane } = openWindow(server.url)
  await expect.poll(() => server.asked.includes('watch')).toBe(true)
  server.cut()
  const missed = 2 * eventPage + 200
  server.commit(missed)
  await level(lane, missed)
  expect(server.asked.filter((name) => name === 'events').length).toBe(3)
  server.commit(1)
  await level(lane, missed + 1)
})

test('F76 ten days behind: one new snapshot instead of pages', async () => {
  const server = await laneLog()
  const { lane } = openWindow(server.url)
  await expect.poll(() => server.asked.includes('watch')).toBe(true)
  server.cut()
  const missed = snapshotGap + 1000
  server.commit(missed)
  await level(lane, missed)
  expect(server.asked.filter((name) => name === 'view')).toHaveLength(2)
  expect(server.asked.filter((name) => name === 'events')).toHaveLength(1)
})

test('F77 a broadcast lost on purpose is found by comparing cursors and repaired', async () => {
  const server = await laneLog()
  const { lane } = openWindow(server.url, { headEveryMs: 40 })
  await expect.poll(() => server.asked.includes('watch')).toBe(true)
  server.commit(3, { tell: false })
  await level(lane, 3)
})

test('resync makes the window catch up from its cursor', async () => {
  const server = await laneLog()
  const { lane } = openWindow(server.url)
  await expect.poll(() => server.asked.includes('watch')).toBe(true)
  server.commit(3, { tell: false })
  for (const socket of server.sockets) socket.emit('resync', { laneId })
  await level(lane, 3)
})

test('F80 a window that the server let go comes back by itself', async () => {
  const server = await laneLog()
  const { lane } = openWindow(server.url)
  await expect.poll(() => server.asked.includes('watch')).toBe(true)
  for (const socket of server.sockets) socket.disconnect()
  server.commit(2)
  await level(lane, 2)
})

test('F81 when access ends everything held of the room is dropped', async () => {
  const server = await laneLog()
  const { lane } = openWindow(server.url)
  server.commit(2)
  await level(lane, 2)
  for (const socket of server.sockets) socket.emit('revoked', { laneId })
  await expect.poll(() => lane.phase()).toBe('gone')
  expect(lane.list('tasks')).toEqual([])
  server.commit(1)
  expect(lane.take({ laneId, events: [] })).toBe('gap')
})

test('a room one may not read is gone at once, with nothing held', async () => {
  const server = await laneLog({ access: false })
  const { lane } = openWindow(server.url)
  await expect.poll(() => lane.phase()).toBe('gone')
})

test('a lane let go and held again at once keeps its watch', async () => {
  const server = await laneLog()
  const { connection, lane, release } = openWindow(server.url, { headEveryMs: 60_000, lingerMs: 60_000 })
  await expect.poll(() => server.asked.includes('watch')).toBe(true)
  release()
  connection.hold('rooms', lane)
  server.commit(3)
  await level(lane, 3)
  expect(server.asked).toEqual(['view', 'watch'])
})

test('a lane let go for good and held later continues from the cursor', async () => {
  const server = await laneLog()
  const { connection, lane, release } = openWindow(server.url)
  await expect.poll(() => server.asked.includes('watch')).toBe(true)
  release()
  await expect.poll(() => server.asked.includes('unwatch')).toBe(true)
  server.commit(3)
  connection.hold('rooms', lane)
  await level(lane, 3)
  expect(server.asked.filter((name) => name === 'view')).toHaveLength(1)
})

test('a watch that the socket refuses by mistake is tried again, and nothing is dropped', async () => {
  const server = await laneLog()
  server.commit(2)
  server.overtaken = 1
  const { lane } = openWindow(server.url)
  await level(lane, 2)
  await expect.poll(() => server.asked.filter((name) => name === 'watch').length).toBe(2)
  server.commit(1)
  await level(lane, 3)
  expect(lane.phase()).toBe('live')
})

test('a window that waits for its next try connects at once when the network is back', async () => {
  const server = await laneLog()
  const { lane, connection, socket } = openWindow(server.url)
  await expect.poll(() => server.asked.includes('watch')).toBe(true)
  // By itself it would come back in an hour.
  socket.io.reconnectionDelay(3_600_000)
  socket.io.reconnectionDelayMax(3_600_000)
  server.cut()
  await expect.poll(() => connection.state.getState().link).toBe('reconnecting')
  server.commit(2)
  connection.wake()
  await level(lane, 2)
})
