import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../server/launch/kept.ts'

/** A whole Muster under test: its address, its data, what it has printed so far, and its end. */
export type Product = { readonly url: string; readonly dataDir: string; printed(): string; stop(): Promise<void> }

const launcher = fileURLToPath(new URL('../server/launch/start.mjs', import.meta.url))

/**
 * Starts what `npm start` starts, with data of its own on a free port, and waits until it is ready. `settings` are
 * variables as an operator would set them; the caller's environment does not count. The same `dataDir` again starts on
 * what an earlier one left, and is then the caller's to remove.
 */
export async function startProduct(settings: Record<string, string> = {}, dataDir?: string): Promise<Product> {
  const directory = dataDir ?? mkdtempSync(join(tmpdir(), 'muster-product-'))
  const port = await freePort()
  const own = { PORT: String(port), MUSTER_DATA_DIR: directory, ...settings }
  const child = fork(launcher, ['start'], {
    env: Object.assign(bare(), own),
    execArgv: [],
    silent: true,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
  }
  const url = `http://127.0.0.1:${port}`
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    if (dataDir === undefined) rmSync(directory, { recursive: true, force: true })
  }
  while (!(await isReady(url))) {
    if (child.exitCode !== null || child.signalCode !== null) {
      await stop()
      throw new Error(`Muster did not start:\n${output}`)
    }
    await wait(100)
  }
  return { url, dataDir: directory, printed: () => output, stop }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok
  } catch {
    return false
  }
}

function bare(): NodeJS.ProcessEnv {
  const ours = /^(npm_.*|MUSTER_.*|DATABASE_URL|PORT|HOST|NODE_ENV|NODE_OPTIONS)$/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name))) as NodeJS.ProcessEnv
}
