import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import * as z from 'zod'
import type { DrillOrder, Rehearse } from '../commands/drill/start.ts'

const entry = join(import.meta.dirname, '../drills/main.ts')
const ready = z.object({ port: z.number().int().min(1).max(65_535) })

export type DrillDeps = {
  url: string
  /** Lets deliveries reach a place until the answer is called. */
  mayReach: (place: string) => () => void
  onBug: (error: unknown, what: string) => void
}

/** The program that plays drills: started for each order, one after another; its port may be reached as long as it plays. */
export function openDrills({ url, mayReach, onBug }: DrillDeps) {
  let before: Promise<void> = Promise.resolve()
  let playing: ChildProcess | null = null
  let stopped = false
  const known = new Set<string>()
  const run = async (order: DrillOrder) => {
    if (stopped) return
    // It acts for a person from outside: of our settings and secrets it is told nothing.
    const child = fork(entry, {
      execArgv: ['--import', 'tsx'],
      env: { NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    playing = child
    let close = () => {}
    child.once('message', (message) => {
      close = mayReach(`127.0.0.1:${ready.parse(message).port}`)
      child.send({ ...order, url })
    })
    await once(child, 'exit').finally(() => close())
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
    rehearse,
    stop() {
      stopped = true
      playing?.kill()
    },
  }
}
