import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

/** A text frame as a client must send it; a mask of zeros leaves the words readable. At most 65,535 bytes. */
function frame(text: string): Buffer {
  const body = Buffer.from(text)
  const long = body.length > 125
  const head = Buffer.alloc(long ? 8 : 6)
  head[0] = 0x81
  head[1] = 0x80 | (long ? 126 : body.length)
  if (long) head.writeUInt16BE(body.length, 2)
  return Buffer.concat([head, body])
}

/** Sizes of head and payload of the frame that the data begins with; null when not all of it is there yet. */
function frameIn(data: Buffer): { head: number; size: number } | null {
  if (data.length < 2) return null
  const short = (data[1] ?? 0) & 0x7f
  const head = short === 126 ? 4 : short === 127 ? 10 : 2
  if (data.length < head) return null
  const size = short === 126 ? data.readUInt16BE(2) : short === 127 ? Number(data.readBigUInt64BE(2)) : short
  return data.length < head + size ? null : { head, size }
}

/** The status of a handshake's answer and where its head ends; null when not all of it is there yet. */
function answerIn(data: Buffer): { status: string; end: number } | null {
  const end = data.indexOf('\r\n\r\n')
  return end < 0 ? null : { status: data.toString('latin1', 9, 12), end: end + 4 }
}

const is = (packet: Buffer, start: string) => packet.toString('latin1', 0, start.length) === start

export type Line = {
  send(packet: string): void
  end(): void
  /** Reads no more: what is sent waits in the kernel, then at the sender. */
  stall(): void
  /** The port at this end. */
  port(): number
}

/**
 * A socket.io connection straight on TCP, so that hundreds of them cost this machine little: whole packets come out
 * unparsed. Rejects when the handshake is refused.
 */
export function openLine(
  where: { port: number; path: string; headers: Record<string, string> },
  onPacket: (packet: Buffer) => void,
  onClose: () => void,
): Promise<Line> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(where.port, '127.0.0.1')
    socket.setNoDelay(true)
    const lines = Object.entries({
      host: `127.0.0.1:${where.port}`,
      upgrade: 'websocket',
      connection: 'Upgrade',
      'sec-websocket-key': randomBytes(16).toString('base64'),
      'sec-websocket-version': '13',
      ...where.headers,
    }).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`GET ${where.path} HTTP/1.1\r\n${lines.join('')}\r\n`)
    const line: Line = {
      send: (packet) => void socket.write(frame(packet)),
      end: () => void socket.destroy(),
      stall: () => void socket.pause(),
      port: () => socket.localPort ?? 0,
    }

    // Engine.io's letter first: 0 open, 2 ping, 4 message; then socket.io's: 0 connected, 4 refused.
    const take = (packet: Buffer) => {
      if (is(packet, '2')) line.send('3')
      else if (is(packet, '0')) line.send('40')
      else if (is(packet, '40')) resolve(line)
      else if (is(packet, '44')) reject(new Error(`refused: ${packet.toString('utf8')}`))
      else onPacket(packet)
    }
    let open = false
    let kept: Buffer = Buffer.alloc(0)
    socket.on('error', reject)
    socket.on('close', onClose)
    socket.on('data', (chunk: Buffer) => {
      let data = kept.length > 0 ? Buffer.concat([kept, chunk]) : chunk
      kept = data
      if (!open) {
        const answered = answerIn(data)
        if (!answered) return
        if (answered.status !== '101') {
          socket.destroy()
          return reject(
            new Error(`the socket was refused: ${answered.status} ${data.toString('latin1', answered.end)}`),
          )
        }
        open = true
        data = data.subarray(answered.end)
      }
      for (let found = frameIn(data); found; found = frameIn(data)) {
        take(data.subarray(found.head, found.head + found.size))
        data = data.subarray(found.head + found.size)
      }
      kept = data.length > 0 ? Buffer.from(data) : data
    })
  })
}
