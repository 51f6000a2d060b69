import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { isGone, signal } from './processes.ts'

/** The checkout: every program of ours is started from here. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

export type Variables = Readonly<Record<string, string | undefined>>

// Next's types promise NODE_ENV everywhere; a child may well start without.
const spawnable = (env: Variables) => env as NodeJS.ProcessEnv

const passing = new Set<ChildProcess>()

/** Runs a program to its end. With `show` its output goes to the terminal, otherwise it comes back, errors included. */
export async function runToEnd(
  [command = '', ...rest]: readonly string[],
  { env, show = false }: { readonly env: Variables; readonly show?: boolean },
): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn(command, rest, { cwd: root, env: spawnable(env), stdio: ['ignore', ...(show ? shown : caught)] })
  passing.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
  }
  try {
    const [code] = await once(child, 'close')
    return { code: typeof code === 'number' ? code : 1, output }
  } finally {
    passing.delete(child)
  }
}

const shown = ['inherit', 'inherit'] as const
const caught = ['pipe', 'pipe'] as const

/** Ends whatever `runToEnd` still runs. */
export function stopPassing(): void {
  for (const child of passing) child.kill('SIGTERM')
}

/** A program of ours that runs beside the launcher. `ended` gives its exit code, 1 when a signal ended it. */
export type Companion = { readonly ended: Promise<number>; stop(graceMs: number): Promise<void> }

/**
 * Starts a TypeScript entry as a process of its own, in its own group so that Ctrl-C reaches it once, through us; the
 * leash ends it should the launcher die without a word.
 */
export function startCompanion(entry: string, env: Variables): Companion {
  const leash = pathToFileURL(fileURLToPath(new URL('leash.mjs', import.meta.url))).href
  const child = spawn(process.execPath, ['--import', 'tsx', '--import', leash, entry], {
    cwd: root,
    env: spawnable(env),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  })
  const ended = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : 1))
  return {
    ended,
    async stop(graceMs) {
      const { pid } = child
      if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return
      signal(pid, 'SIGTERM')
      if (!(await isGone(pid, graceMs))) signal(pid, 'SIGKILL')
      await ended
    },
  }
}
