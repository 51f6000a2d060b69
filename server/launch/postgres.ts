import { type ChildProcess, spawn } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { runToEnd } from './children.ts'
import { diskFault, Fault, wordsOf } from './fault.ts'
import { freePort, isCode, kept, portIsFree, randomSecret } from './kept.ts'
import { binaries, brings } from './postgres-binaries.ts'
import { type PostgresUser, postgresUser } from './postgres-user.ts'
import { isAlive, isGone, servesDirectory, signal } from './processes.ts'

/** A running PostgreSQL of our own. `url` is the address of one of its databases. */
export type Cluster = { url(database: string): string; stop(): Promise<void> }

// For 2 cores and 24 GiB shared with the server; queues want eager vacuuming, short statements no compiler and no helpers.
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '256MB',
  effective_cache_size: '4GB',
  max_connections: '100',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  autovacuum_naptime: '10s',
  autovacuum_vacuum_scale_factor: '0.02',
  autovacuum_analyze_scale_factor: '0.02',
  autovacuum_vacuum_cost_limit: '2000',
  // Its log says what it refused, without the row.
  log_error_verbosity: 'terse',
}

// What a database that dies with its test may leave out; a dozen servers may be at it.
const careless = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '400' }

/**
 * Starts PostgreSQL on a data directory, which is made when it is not there, on a loopback port that is kept between
 * starts. The caller must hold the directory alone: a server found running on it is an orphan and is stopped first.
 * Throws a Fault when the directory is of another major version, or the server does not come up.
 */
export async function startPostgres(
  directory: string,
  { durable = true, signal: stopped }: { readonly durable?: boolean; readonly signal?: AbortSignal } = {},
): Promise<Cluster> {
  const user = postgresUser(directory)
  const password = kept(`${directory}.password`, randomSecret)
  if (!existsSync(directory)) await initialise(directory, password, user, durable)
  refuseOtherVersion(directory)
  await stopOrphan(directory)
  const port = await keptPort(`${directory}.port`)
  const url = (database: string) => `postgres://muster:${password}@127.0.0.1:${port}/${database}`
  const server = await serve(directory, port, user, durable, (started) =>
    answering(started, url('postgres'), directory, stopped),
  )
  return { url, stop: () => stop(server) }
}

// What is left of a database that was killed holds its memory for a moment longer.
class StillHeld extends Error {}

async function serve(
  directory: string,
  port: number,
  user: PostgresUser,
  durable: boolean,
  isUp: (server: Server) => Promise<void>,
): Promise<Server> {
  for (let tries = 0; ; tries += 1) {
    const server = run(directory, port, user, durable)
    try {
      await isUp(server)
      return server
    } catch (error) {
      await stop(server)
      if (!(error instanceof StillHeld) || tries > 50) throw error
      await wait(200)
    }
  }
}

async function initialise(directory: string, password: string, user: PostgresUser, durable: boolean): Promise<void> {
  // Made beside its place and moved there when whole, so an interrupted start leaves nothing half made.
  const draft = `${directory}.draft`
  const passwordFile = `${directory}.password.initdb`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  try {
    writeFileSync(passwordFile, password, { mode: 0o600 })
    for (const path of [draft, passwordFile]) if (user.owner !== null) chownSync(path, user.owner.uid, user.owner.gid)
    const { initdb } = binaries()
    const line = [
      initdb,
      `--pgdata=${draft}`,
      '--username=muster',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(durable ? [] : ['--no-sync']),
    ]
    const { code, output } = await runToEnd(user.command(line, [draft, initdb]), { env: process.env })
    if (code !== 0)
      throw (
        diskFault(output, directory) ??
        new Fault(`PostgreSQL could not make its files in ${directory}: ${lastLine(output)}`)
      )
    renameSync(draft, directory)
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(draft, { recursive: true, force: true })
  }
}

function refuseOtherVersion(directory: string): void {
  const file = join(directory, 'PG_VERSION')
  const found = existsSync(file) ? readFileSync(file, 'utf8').trim() : null
  if (found === brings) return
  const wrong =
    found === null
      ? 'holds no PostgreSQL files'
      : `was written by PostgreSQL ${found}, and this Muster brings ${brings}`
  throw new Fault(
    `The directory ${directory} ${wrong}; move it away to start afresh, or run the version that wrote it and set DATABASE_URL.`,
  )
}

// After kill -9 of the launcher its database lives on; with its parent gone nobody else would ever stop it.
async function stopOrphan(directory: string): Promise<void> {
  const mark = join(directory, 'postmaster.pid')
  const pid = existsSync(mark) ? Number.parseInt(readFileSync(mark, 'utf8'), 10) : Number.NaN
  if (Number.isNaN(pid)) return
  if (!isAlive(pid) || !servesDirectory(pid, realpathSync(directory))) return rmSync(mark, { force: true })
  signal(pid, 'SIGINT')
  if (await isGone(pid, 10_000)) return
  signal(pid, 'SIGQUIT')
  if (await isGone(pid, 5_000)) return
  throw new Fault(
    `PostgreSQL (process ${pid}) of an earlier start does not stop; end it with "kill -9 ${pid}" and start again.`,
  )
}

async function keptPort(file: string): Promise<number> {
  const port = Number(kept(file, () => '0'))
  if (port > 0 && (await portIsFree(port, '127.0.0.1'))) return port
  const other = await freePort()
  writeFileSync(file, String(other), { mode: 0o600 })
  return other
}

type Server = {
  readonly child: ChildProcess
  readonly guard: ChildProcess
  readonly log: string
  readonly logStart: number
}

function run(directory: string, port: number, user: PostgresUser, durable: boolean): Server {
  const { postgres } = binaries()
  const flags = Object.entries({ ...settings, ...(durable ? {} : careless) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  const [command = '', ...rest] = user.command(
    [postgres, '-D', directory, '-p', String(port), ...flags],
    [directory, postgres],
  )
  const log = `${directory}.log`
  if (existsSync(log) && statSync(log).size > 8 * 1024 * 1024) renameSync(log, `${log}.1`)
  const file = openSync(log, 'a', 0o600)
  try {
    // A group of its own: Ctrl-C in the terminal must not reach the database before the server has finished with it.
    const child = spawn(command, rest, { cwd: dirname(directory), stdio: ['ignore', file, file], detached: true })
    return { child, guard: guard(child, durable ? '' : directory), log, logStart: statSync(log).size }
  } finally {
    closeSync(file)
  }
}

async function answering(
  { child, log, logStart }: Server,
  url: string,
  directory: string,
  stopped?: AbortSignal,
): Promise<void> {
  let spawnError: unknown = null
  child.once('error', (error) => {
    spawnError = error
  })
  // Replaying the log of a crash may take minutes; only its own end means failure.
  for (;;) {
    stopped?.throwIfAborted()
    if (spawnError !== null || child.exitCode !== null || child.signalCode !== null) {
      const said = spawnError === null ? readFileSync(log, 'utf8').slice(logStart) : wordsOf(spawnError)
      if (/shared memory block .* still in use/.test(said)) throw new StillHeld(lastLine(said))
      throw diskFault(said, directory) ?? new Fault(`PostgreSQL did not start: ${lastLine(said)} (more in ${log}).`)
    }
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (isCode(error, '28P01'))
        throw new Fault(`The password in ${directory}.password is not that of the database; put the right one back.`)
      await wait(40)
    }
  }
}

// A shell that waits for a word from us. Should we be killed it hears the pipe close, gives the server a moment to
// finish, and stops the database; one that was to be thrown away it removes.
function guard(child: ChildProcess, remove: string): ChildProcess {
  const script = 'read -r word; sleep 2; kill -INT "$0"; [ -z "$1" ] || { sleep 2; rm -rf "$1"*; }'
  const words = ['-c', script, String(child.pid), remove]
  const shell = spawn('sh', words, { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  shell.on('error', () => undefined)
  return shell
}

// Fast shutdown first; the immediate one loses nothing either, it only makes the next start replay its log.
async function stop({ child, guard: shell }: Server): Promise<void> {
  const { pid } = child
  if (pid !== undefined && child.exitCode === null && child.signalCode === null) {
    signal(pid, 'SIGINT')
    if (!(await isGone(pid, 2_500))) signal(pid, 'SIGQUIT')
    if (!(await isGone(pid, 500))) signal(pid, 'SIGKILL')
  }
  shell.kill('SIGKILL')
}

const lastLine = (text: string) => text.trim().split('\n').at(-1) ?? ''
