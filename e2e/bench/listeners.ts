import { type Line, openLine } from './frames.ts'
import { answer } from './talk.ts'

// Sockets in one process that read everything and keep nothing but counts.

let lines: Line[] = []
let packets = 0
let bytes = 0

const asks = {
  /** Opens so many sockets, fifty at a time. */
  async open({ url, path, count }: { url: string; path: string; count: number }) {
    const where = { port: Number(new URL(url).port), path: `${path}?EIO=4&transport=websocket`, headers: {} }
    const open = () =>
      openLine(
        where,
        (packet) => {
          packets += 1
          bytes += packet.length
        },
        () => undefined,
      )
    while (lines.length < count)
      lines.push(...(await Promise.all(Array.from({ length: Math.min(50, count - lines.length) }, open))))
  },
  /** What came since it was last asked. */
  count(_: undefined) {
    const counted = { packets, bytes }
    packets = 0
    bytes = 0
    return counted
  },
  close() {
    for (const line of lines) line.end()
    lines = []
  },
}
export type ListenersAsks = typeof asks
answer(asks)
