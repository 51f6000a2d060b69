import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { migrate } from '../../prisma/migrate.ts'
import { startPostgres } from '../../server/launch/postgres.ts'
import { now, pause } from './measure.ts'
import { type Commands, commandsOf } from './people.ts'
import type { ProbeAsks } from './probe.ts'
import { beside, type Helper, startHelper } from './talk.ts'

/** PostgreSQL as the product starts it, durable, in a folder that is gone afterwards; it notes when commits were. */
export async function openCluster() {
  const directory = mkdtempSync(join(tmpdir(), 'muster-bench-'))
  // Root lends the database to another user, who has to get in here.
  chmodSync(directory, 0o711)
  const place = join(directory, 'postgres')
  const first = await startPostgres(place)
  await once(first.url('postgres'), 'ALTER SYSTEM SET track_commit_timestamp = on')
  await first.stop()
  const cluster = await startPostgres(place)
  const made = new Map<string, number>()
  return {
    directory,
    pid: Number.parseInt(readFileSync(join(place, 'postmaster.pid'), 'utf8'), 10),
    /** A database that nobody wrote to, however often the same name is asked for. */
    async fresh(name: string): Promise<string> {
      const count = (made.get(name) ?? 0) + 1
      made.set(name, count)
      const database = count === 1 ? name : `${name}_${count}`
      await once(cluster.url('postgres'), `CREATE DATABASE ${database}`)
      return cluster.url(database)
    },
    async stop() {
      await cluster.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
export type Cluster = Awaited<ReturnType<typeof openCluster>>

async function once(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

/** The product's own server on a database of its own, as `npm start` runs it, with a probe inside. */
export type Stage = {
  url: string
  pool: pg.Pool
  server: Helper<ProbeAsks>
  command: Commands
  workspaceId: string
  databaseUrl: string
  /** Ends the server with SIGKILL and starts it again at the same address; answers for how many milliseconds it was away. */
  crash(): Promise<number>
  close(): Promise<void>
}

export async function openStage(cluster: Cluster, name: string, nodeFlags: string[] = []): Promise<Stage> {
  const databaseUrl = await cluster.fresh(name)
  await migrate(databaseUrl)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const token = `mst_pat_${randomBytes(32).toString('base64url')}`
  const env = {
    ...bare(),
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    MUSTER_SECRET: randomBytes(32).toString('base64url'),
    MUSTER_DATA_DIR: join(cluster.directory, name),
    MUSTER_EGRESS_ALLOW: '127.0.0.1',
    MUSTER_CREW: 'off',
    // One person writes for a crowd.
    MUSTER_PACE: '999999999',
    MUSTER_LOG: 'warn',
    MUSTER_OWNER_EMAIL: 'owner@bench.example',
    MUSTER_OWNER_TOKEN: token,
  } as const
  const start = () =>
    startHelper<ProbeAsks>('server/main.ts', { preload: [pathToFileURL(beside('preload.js')).href], nodeFlags, env })
  let server = start()
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  pool.on('error', () => undefined)
  try {
    await ready(url)
    const me = await fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })
    const { workspaces } = (await me.json()) as { workspaces: { id: string }[] }
    return {
      url,
      databaseUrl,
      pool,
      get server() {
        return server
      },
      command: commandsOf(url, token),
      workspaceId: workspaces[0]?.id ?? '',
      async crash() {
        const from = now()
        await server.kill()
        server = start()
        await ready(url)
        return Math.round(now() - from)
      },
      async close() {
        await server.stop()
        await pool.end()
      },
    }
  } catch (error) {
    await server.stop()
    await pool.end()
    throw error
  }
}

async function ready(url: string) {
  const end = now() + 60_000
  while (now() < end) {
    const response = await fetch(`${url}/readyz`).catch(() => null)
    if (response?.ok) return
    await pause(100)
  }
  throw new Error('the server did not become ready within a minute')
}

function bare(): NodeJS.ProcessEnv {
  const ours = /^(npm_.*|MUSTER_.*|DATABASE_URL|PORT|HOST|NODE_OPTIONS)$/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name))) as NodeJS.ProcessEnv
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
