import type { LiveSocket } from './live-socket.ts'

/** A burst may go over the limit for a moment; eight times the limit is never kept. */
const hardFactor = 8

/**
 * Cuts the line of a reader for whom more than `unsentBytes` wait while nothing was taken for `unsentMs`: the library's own
 * buffer has no bound. The window connects again by itself and catches up from its cursor.
 */
export function dropWhenSlow(socket: LiveSocket, limits: { unsentBytes: number; unsentMs: number }): void {
  const { conn } = socket
  let waiting = 0
  let since = 0
  conn.on('packetCreate', ({ data }: { data?: string | Buffer }) => {
    const now = performance.now()
    if (waiting === 0) since = now
    waiting += data?.length ?? 0
    const tooLong = waiting > limits.unsentBytes && now - since > limits.unsentMs
    if (!tooLong && waiting <= limits.unsentBytes * hardFactor) return
    waiting = 0
    conn.close(true)
    // A closing handshake would wait behind what is not being read.
    if (conn.request.headers.upgrade) conn.request.socket.destroy()
  })
  conn.on('drain', () => {
    waiting = 0
  })
}
