import { watch } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root, startCompanion, type Variables } from './children.ts'

/** A program of ours beside the launcher. `ended` is its exit code; it never comes when the program is started again. */
export type Supervised = { readonly ended: Promise<number>; stop(): Promise<void> }

const never = new Promise<number>(() => undefined)

/** Runs a program until it ends or is stopped; after the grace it is killed. */
export function runOnce(entry: string, env: Variables, graceMs: number): Supervised {
  const { ended, stop } = startCompanion(entry, env)
  return { ended, stop: () => stop(graceMs) }
}

/** Runs a program and starts it again when it ends: after 1 s, 2 s, up to 30 s, and after 1 s again once it lived ten minutes. */
export function keepRunning(entry: string, env: Variables, graceMs: number): Supervised {
  let pauseMs = 1_000
  return repeat(entry, env, graceMs, async (code, livedMs) => {
    if (livedMs > 600_000) pauseMs = 1_000
    console.error(`${entry} ended (exit code ${code}) and starts again in ${pauseMs / 1_000} s.`)
    await wait(pauseMs, undefined, { ref: false })
    pauseMs = Math.min(pauseMs * 2, 30_000)
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
    ended: never,
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
  pause: (code: number, livedMs: number) => Promise<void>,
): Repeated {
  let current = startCompanion(entry, env)
  let stopped = false
  const go = async () => {
    while (!stopped) {
      const since = performance.now()
      const code = await current.ended
      if (!stopped) await pause(code, performance.now() - since)
      if (!stopped) current = startCompanion(entry, env)
    }
  }
  void go()
  const end = () => current.stop(graceMs)
  return {
    ended: never,
    end,
    stop() {
      stopped = true
      return end()
    },
  }
}
