import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net'
import { expect, test } from 'vitest'
import { guardUpgrade } from './upgrade.ts'

async function upgrade(port: number, start: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(`${start} HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`)
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
  })
  socket.on('error', () => undefined)
  await once(socket, 'close')
  return answer
}

async function guarded(dev: boolean) {
  const server = createServer()
  guardUpgrade(server, { dev, live: (_req, socket) => socket.end('live') })
  // The web framework starts to listen at its first request.
  server.on('upgrade', (_req, socket) => socket.end('framework'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}

test('S25 an upgrade goes to the exact path of the socket and nowhere else', async () => {
  const inside = createTcpServer(() => {
    throw new Error('somebody was led to an internal address')
  })
  inside.listen(0, '127.0.0.1')
  await once(inside, 'listening')
  const internal = `http://127.0.0.1:${(inside.address() as AddressInfo).port}/latest/meta-data`
  const { server, port } = await guarded(false)
  expect(await upgrade(port, 'GET /live/?EIO=4')).toBe('live')
  const targets = [
    internal,
    'ws://169.254.169.254/live/',
    '//127.0.0.1/live/',
    '/',
    '/live',
    '/live/../x',
    '/live/x',
    '/LIVE/',
    '/_next/hmr',
    '/socket.io/',
    '*',
  ]
  for (const target of targets) expect(await upgrade(port, `GET ${target}`), target).toBe('')
  for (const method of ['POST', 'PUT', 'OPTIONS']) expect(await upgrade(port, `${method} /live/`), method).toBe('')
  server.close()
  inside.close()
})

test('in development the web framework gets its own paths and no others', async () => {
  const { server, port } = await guarded(true)
  expect(await upgrade(port, 'GET /_next/hmr?id=1')).toBe('framework')
  expect(await upgrade(port, 'GET /live/')).toBe('live')
  expect(await upgrade(port, 'GET http://127.0.0.1:1/_next/hmr')).toBe('')
  expect(await upgrade(port, 'GET /other')).toBe('')
  server.close()
})
