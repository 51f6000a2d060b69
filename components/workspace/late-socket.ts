import type { AnySocket, LiveSocket } from './connection.ts'

/**
 * A socket whose library is read when it is first asked to connect: a page is drawn without it. Until then it is a socket
 * that is not connected. A library that does not come is a connection that failed.
 */
export function lateSocket(load: () => Promise<LiveSocket>): AnySocket {
  let real: LiveSocket | null = null
  let wanted = false
  let loading = false
  const listeners: Parameters<LiveSocket['on']>[] = []
  const missing = (): never => {
    throw new Error('Nothing is sent before the socket is connected')
  }

  async function bring(): Promise<void> {
    loading = true
    try {
      real = await load()
      for (const [event, listener] of listeners) real.on(event, listener)
      if (wanted) real.connect()
    } catch (error) {
      wanted = false
      for (const [event, listener] of listeners)
        if (event === 'connect_error') (listener as (error: unknown) => void)(error)
    } finally {
      loading = false
    }
  }

  const socket: AnySocket = {
    get connected() {
      return real?.connected ?? false
    },
    get active() {
      return real ? real.active : wanted
    },
    get volatile() {
      return real?.volatile ?? missing()
    },
    on(event, listener) {
      const heard = [event, listener] as Parameters<LiveSocket['on']>
      if (real) real.on(...heard)
      else listeners.push(heard)
      return socket as LiveSocket
    },
    connect() {
      wanted = true
      if (real) real.connect()
      else if (!loading) void bring()
      return socket as LiveSocket
    },
    disconnect() {
      wanted = false
      real?.disconnect()
      return socket as LiveSocket
    },
    emit: (...sent) => real?.emit(...sent) ?? missing(),
    timeout: (ms) => real?.timeout(ms) ?? missing(),
  }
  return socket
}
