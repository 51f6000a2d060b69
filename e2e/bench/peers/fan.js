import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'

// What it costs to send every event to every socket by itself: socket.io with one `emit` an event, or `ws` with one frame.
// `{kind, folder}` says which, and in whose folder its package lies.

const { kind, folder } = JSON.parse(process.argv[2] ?? '{}')
const from = createRequire(join(folder, 'package.json'))
const load = (name) => import(pathToFileURL(from.resolve(name)).href)
const http = createServer()
let publish

if (kind === 'socket.io') {
  const { Server } = await load('socket.io')
  const io = new Server(http, { serveClient: false })
  io.on('connection', (socket) => socket.join('room'))
  publish = (event) => io.to('room').emit('events', [event])
} else {
  const { default: ws } = await load('ws')
  const sockets = new ws.WebSocketServer({ server: http })
  // The same first words as socket.io's, so that the same listeners take it.
  sockets.on('connection', (socket) => socket.send('40{}'))
  publish = (event) => {
    const frame = Buffer.from(`42["events",${JSON.stringify([event])}]`)
    for (const socket of sockets.clients) socket.send(frame, { binary: false })
  }
}

const asks = {
  listen: () => new Promise((resolve) => http.listen(0, '127.0.0.1', 4096, () => resolve(http.address().port))),
  memory() {
    globalThis.gc?.()
    return Math.round(process.memoryUsage().rss / 2 ** 20)
  },
  /** Sends so many events of some 400 bytes at a steady pace, as far as it keeps up. */
  async send({ events, perSecond }) {
    const startedAt = performance.now()
    for (let seq = 0; seq < events; seq++) {
      const due = startedAt + (seq * 1000) / perSecond
      if (due > performance.now()) await wait(due - performance.now())
      publish({ seq, at: Date.now(), type: 'task.progress', actor: `agent-${seq % 300}`, text: 'p'.repeat(300) })
    }
  },
}
process.on('message', async ({ ask, id, input }) => {
  process.send({ id, value: await asks[ask](input) })
})
process.on('disconnect', () => process.exit(0))
