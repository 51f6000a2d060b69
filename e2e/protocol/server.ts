import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../server/launch/kept.ts'
import { until } from './until.ts'

export { freePort }

/** The credentials every server of these tests is started with. */
export const owner = {
  email: 'ana@northwind.example',
  password: 'a bridge of paper',
  token: `mst_pat_${'t'.repeat(40)}`,
} as const
export const serverSecret = 'a secret that only the servers of these tests know'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A real server process on loopback. `pid` is what signals go to. */
export type ServerProcess = {
  readonly url: string
  readonly pid: number
  /** Everything it wrote so far. */
  output(): string
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): void
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

/** Starts `server/main.ts` on a database and waits until it is ready. */
export async function startServer(
  databaseUrl: string,
  { port, ...env }: { port?: number } & Record<string, string | number | undefined> = {},
): Promise<ServerProcess> {
  const at = port ?? (await freePort())
  const url = `http://127.0.0.1:${at}`
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      PORT: String(at),
      MUSTER_SECRET: serverSecret,
      MUSTER_PAGES: 'off',
      MUSTER_CREW: 'off',
      MUSTER_EGRESS_ALLOW: '127.0.0.1',
      MUSTER_OWNER_EMAIL: owner.email,
      MUSTER_OWNER_PASSWORD: owner.password,
      MUSTER_OWNER_TOKEN: owner.token,
      MUSTER_LOG: 'error',
      ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)])),
    },
  })
  const output = gather(child)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const { pid } = child
  if (pid === undefined) throw new Error('the server did not start')
  const signal = (name: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) process.kill(pid, name)
  }
  try {
    await until(
      async () => {
        if (child.exitCode !== null) throw new Error(`the server ended at start:\n${output()}`)
        return (await fetch(`${url}/readyz`).catch(() => null))?.status === 200
      },
      { withinMs: 120_000, what: 'the server is ready' },
    )
  } catch (error) {
    signal('SIGKILL')
    throw error
  }
  return {
    url,
    pid,
    output,
    signal,
    ended,
    async stop() {
      signal('SIGCONT')
      signal('SIGKILL')
      await ended
    },
  }
}

function gather(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return () => text
}

export const randomName = (prefix: string): string => `${prefix}-${randomBytes(4).toString('hex')}`
