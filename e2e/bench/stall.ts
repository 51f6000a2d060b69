import { readFileSync } from 'node:fs'
import { now, pause } from './measure.ts'

/** How long a stalled line was kept, and the most bytes that waited for it in the server's own memory; null when it was never cut. */
export type Cut = { afterMs: number; bufferedBytes: number } | null

type Row = { local: number; remote: number; state: string; unsent: number; unread: number }

// The kernel's table of connections tells what waits in its own buffers, at both ends.
function connections(): Row[] {
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(1))
  return rows.flatMap((line) => {
    const [, local = '', remote = '', state = '', queues = ''] = line.trim().split(/\s+/)
    const [unsent = '0', unread = '0'] = queues.split(':')
    const port = (address: string) => Number.parseInt(address.split(':')[1] ?? '0', 16)
    return line.trim() === ''
      ? []
      : [
          {
            local: port(local),
            remote: port(remote),
            state,
            unsent: Number.parseInt(unsent, 16),
            unread: Number.parseInt(unread, 16),
          },
        ]
  })
}
const established = '01'

/**
 * Watches a line whose reader stopped until the server cuts it: what others were sent meanwhile and the kernel does not
 * hold waits in the server. `at` is the reader's port, `by` the server's, `sent` the bytes sent to somebody who reads.
 */
export async function stallOf(asked: { at: number; by: number; sent: () => number; limitMs: number }): Promise<Cut> {
  const { at, by, sent, limitMs } = asked
  const [from, before] = [now(), sent()]
  let most = 0
  while (now() - from < limitMs) {
    const rows = connections()
    const server = rows.find(({ local, remote }) => local === by && remote === at)
    if (server?.state !== established) return { afterMs: Math.round(now() - from), bufferedBytes: most }
    const reader = rows.find(({ local, remote }) => local === at && remote === by)
    most = Math.max(most, sent() - before - server.unsent - (reader?.unread ?? 0))
    await pause(20)
  }
  return null
}
