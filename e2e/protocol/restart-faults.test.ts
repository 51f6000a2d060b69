import { io } from 'socket.io-client'
import { expect, test } from 'vitest'
import { type Connection, createConnection, type LiveSocket, type Read } from '../../components/workspace/connection.ts'
import { createLaneStore, type LaneStore } from '../../components/workspace/store.ts'
import { type Colleague, testServer } from './scene.ts'
import { until } from './until.ts'

// The windows' own connection and store, without a browser around them.

const scene = testServer()

type Window = { store: LaneStore; connection: Connection; tries: number[]; paths: string[] }

/** A window of a colleague's that holds a room: when it tried to reach the server again, and what it read of it. */
function openWindow({ browser }: Colleague, roomId: string): Window {
  const { url } = scene().server
  const headers = { cookie: browser.cookie, origin: url }
  const paths: string[] = []
  const read: Read = async (path) => {
    paths.push(path)
    const answer = await fetch(url + path, { headers }).catch(() => null)
    if (!answer) return { ok: false, code: 'offline', detail: 'no answer' }
    const value = await answer.json()
    return answer.ok ? { ok: true, value } : { ok: false, code: value.code, detail: value.detail }
  }
  // As components/workspace/live.ts has it.
  const socket: LiveSocket = io(url, {
    path: '/live',
    autoConnect: false,
    forceNew: true,
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 8000,
    randomizationFactor: 0.5,
    extraHeaders: headers,
  })
  const tries: number[] = []
  socket.io.on('reconnect_attempt', () => tries.push(performance.now()))
  const connection = createConnection(socket, read)
  const store = createLaneStore(roomId, (task) => setTimeout(task, 100))
  connection.hold('rooms', store)
  return { store, connection, tries, paths }
}
const linked = ({ connection }: Window) => connection.state.getState().link === 'connected'

test('F79 a server that starts again while five hundred windows look on has all of them level again, none by a new snapshot', async () => {
  const roomId = await scene().room()
  const people = await Promise.all(Array.from({ length: 5 }, () => scene().colleague()))
  for (const { memberId } of people) await scene().must('room.add_participant', { roomId, memberId })
  const windows = Array.from({ length: 500 }, (_, i) => openWindow(people[i % 5] as Colleague, roomId))
  const head = async () => (await scene().snapshot(roomId)).seq
  const level = async () => {
    const seq = await head()
    return windows.every((one) => linked(one) && one.store.seq() === seq)
  }
  try {
    await until(level, { withinMs: 180_000, what: 'five hundred windows are level' })
    await scene().must('message.post', { roomId, body: 'before' })
    await until(level, { withinMs: 120_000, what: 'all have heard it' })
    for (const one of windows) one.paths.length = 0
    await scene().restart()
    for (let i = 0; i < 10; i++) await scene().must('message.post', { roomId, body: `after ${i}` })
    await until(level, { withinMs: 180_000, what: 'all are level again' })
    for (const { store } of windows) expect(store.list('messages').at(-1)).toMatchObject({ body: 'after 9' })
    // Whoever was there before the restart needs only what came since.
    expect(windows.flatMap(({ paths }) => paths).filter((path) => path.endsWith('/snapshot'))).toEqual([])
    // They come back one by one over seconds, whatever pauses this machine makes.
    const moments = new Set(windows.flatMap(({ tries }) => tries.map((at) => Math.floor(at / 50))))
    expect(moments.size).toBeGreaterThanOrEqual(8)
  } finally {
    for (const { connection } of windows) connection.close()
  }
}, 700_000)

test('F81 who is removed while typing: the message is refused, and their window holds nothing of the room any more', async () => {
  const roomId = await scene().room()
  const person = await scene().colleague()
  const { participantId } = await scene().must('room.add_participant', { roomId, memberId: person.memberId })
  await scene().must('message.post', { roomId, body: 'between us' })
  const { store, connection } = openWindow(person, roomId)
  try {
    await until(() => store.list('messages').length > 0, { what: 'the window shows the room' })
    connection.typing(roomId)
    await scene().must('room.remove_participant', { roomId, participantId })
    const said = await person.calls.post('/api/v1/commands', {
      id: crypto.randomUUID(),
      name: 'message.post',
      input: { roomId, body: 'one more thing' },
    })
    expect([said.status, said.json.code]).toEqual([404, 'not_found'])
    await until(() => store.phase() === 'gone', { what: 'the room is gone from the window' })
    expect([store.list('messages'), store.seq()]).toEqual([[], 0])
    expect((await scene().snapshot(roomId)).messages.map(({ body }: { body: string }) => body)).not.toContain(
      'one more thing',
    )
  } finally {
    connection.close()
  }
})
