import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { DrillOrder, Rehearse } from '../commands/drill/start.ts'

const entry = join(import.meta.dirname, '../drills/main.ts')

/** The program that plays drills: started for each order, one after another, at a port of loopback that is settled here. */
export async function openDrills(url: string, onBug: (error: unknown, what: string) => void) {
  const port = await freePort()
  let before: Promise<void> = Promise.resolve()
  let playing: ChildProcess | null = null
  let stopped = false
  const known = new Set<string>()
  const run = async (order: DrillOrder) => {
    if (stopped) return
    playing = fork(entry, {
      execArgv: ['--import', 'tsx'],
      env: { NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    // It acts for a person from outside: of our settings and secrets it is told nothing.
    playing.send({ ...order, url, port })
    await once(playing, 'exit')
    playing = null
  }
  const rehearse: Rehearse = (order) => {
    // The same command again has the first answer again, and plays nothing twice.
    if (known.has(order.drillId)) return before
    known.add(order.drillId)
    before = before.then(() => run(order)).catch((error: unknown) => onBug(error, 'drill'))
    return before
  }
  return {
    at: `127.0.0.1:${port}`,
    rehearse,
    stop() {
      stopped = true
      playing?.kill()
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('loopback gave no port')
  return address.port
}
