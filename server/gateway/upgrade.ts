import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

export type UpgradeHandler = (req: IncomingMessage, socket: Duplex, head: Buffer) => void
type Listener = Parameters<Server['on']>[1]

export const livePath = '/live/'

/**
 * Takes over every upgrade request of a server: our own path goes to `live`, and in development the web framework's own
 * paths to whoever listens for them; everything else is destroyed, absolute targets first of all. Others who start to
 * listen later are taken off too: the web framework would forward an absolute target to another server.
 */
export function guardUpgrade(server: Server, rule: { dev: boolean; live: UpgradeHandler }): void {
  const others: Listener[] = server.listeners('upgrade').map((listener) => listener as Listener)
  server.removeAllListeners('upgrade')
  const guard: UpgradeHandler = (req, socket, head) => {
    socket.on('error', () => socket.destroy())
    const path = (req.url ?? '').split('?', 1)[0] ?? ''
    if (req.method !== 'GET') socket.destroy()
    else if (path === livePath) rule.live(req, socket, head)
    else if (rule.dev && path.startsWith('/_next/')) {
      for (const listener of others) Reflect.apply(listener, server, [req, socket, head])
    } else socket.destroy()
  }
  server.on('upgrade', guard)
  server.on('newListener', (name: string, listener: Listener) => {
    if (name !== 'upgrade') return
    others.push(listener)
    // It is added right after this event.
    process.nextTick(() => server.removeListener('upgrade', listener))
  })
}
