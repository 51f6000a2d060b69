import { watch } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root, startCompanion, type Variables } from './children.ts'

/** A program of ours beside the launcher. `ended` is the exit code that ended it for good. */
export type Supervised = { readonly ended: Promise<number>; stop(): Promise<void> }

/**
 * Runs a program until it is stopped; after the grace it is killed. When it ends by itself it is started again: after 1 s, 2 s,
 * up to 30 s, and after 1 s again once it lived ten minutes. One that ends before it has lived `provedMs` for the first time
 * cannot run here, and is not tried again.
 */
export function keepRunning(
  entry: string,
  env: Variables,
  graceMs: number,
  { provedMs = 0 }: { readonly provedMs?: number } = {},
): Supervised {
  let pauseMs = 1_000
  let proved = provedMs === 0
  return repeat(entry, env, graceMs, async (code, livedMs) => {
    proved ||= livedMs >= provedMs
    if (!proved) return 'over'
    if (livedMs > 600_000) pauseMs = 1_000
    console.error(`${entry} ended (exit code ${code}) and starts again in ${pauseMs / 1_000} s.`)
    await wait(pauseMs, undefined, { ref: false })
    pauseMs = Math.min(pauseMs * 2, 30_000)
    return 'again'
  })
}

/** Runs a program and starts it again whenever a source file in one of these folders changes. */
export function runWatched(entry: string, env: Variables, graceMs: number, folders: readonly string[]): Supervised {
  let changed = false
  let wake = () => {}
  const running = repeat(entry, env, graceMs, async (code) => {
    if (!changed) {
      console.error(`${entry} ended (exit code ${code}) and starts again when a file changes.`)
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    // Editors save in bursts.
    await wait(100)
    changed = false
    return 'again'
  })
  const watchers = folders.map((folder) =>
    watch(join(root, folder), { recursive: true }, (_, file) => {
      if (file === null || !/[.]ts$/.test(file) || /[.]test[.]ts$/.test(file)) return
      changed = true
      wake()
      void running.end()
    }),
  )
  return {
    ended: running.ended,
    async stop() {
      for (const watcher of watchers) watcher.close()
      await running.stop()
    },
  }
}

type Repeated = Supervised & { end(): Promise<void> }

function repeat(
  entry: string,
  env: Variables,
  graceMs: number,
  after: (code: number, livedMs: number) => Promise<'again' | 'over'>,
): Repeated {
  let current = startCompanion(entry, env)
  let stopped = false
  const go = async (): Promise<number> => {
    for (;;) {
      const since = performance.now()
      const code = await current.ended
      const next = stopped ? 'over' : await after(code, performance.now() - since)
      if (stopped || next === 'over') return code
      current = startCompanion(entry, env)
    }
  }
  const end = () => current.stop(graceMs)
  return {
    ended: go(),
    end,
    stop() {
      stopped = true
      return end()
    },
  }
}
