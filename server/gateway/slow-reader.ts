import type { LiveSocket } from './live-socket.ts'

/**
 * Cuts the line of a reader for whom more than `most` bytes wait: the library's own buffer has no bound. Its window
 * connects again by itself and catches up from its cursor.
 */
export function dropWhenSlow(socket: LiveSocket, most: number): void {
  const { conn } = socket
  let waiting = 0
  conn.on('packetCreate', ({ data }: { data?: string | Buffer }) => {
    waiting += data?.length ?? 0
    if (waiting <= most) return
    waiting = 0
    conn.close(true)
    // A closing handshake would wait behind what is not being read.
    if (conn.request.headers.upgrade) conn.request.socket.destroy()
  })
  conn.on('drain', () => {
    waiting = 0
  })
}
