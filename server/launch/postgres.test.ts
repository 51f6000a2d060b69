import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startPostgres } from './postgres.ts'
import { isAlive, isGone, signal } from './processes.ts'

let folder = ''
const place = () => join(folder, 'postgres')
const postmaster = () => Number.parseInt(readFileSync(join(place(), 'postmaster.pid'), 'utf8'), 10)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-launch-'))
  chmodSync(folder, 0o711)
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

const sum = 'SELECT sum(n)::int AS sum FROM kept'

test('a second start finds what the first one left, on the same port with the same password', async () => {
  const first = await startPostgres(place())
  await ask(first.url('postgres'), 'CREATE TABLE kept AS SELECT generate_series(1, 4) AS n')
  await first.stop()
  const second = await startPostgres(place())
  expect(second.url('postgres')).toBe(first.url('postgres'))
  expect(await ask(second.url('postgres'), sum)).toEqual([{ sum: 10 }])
  await second.stop()
})

test('what was committed survives kill -9 of the database, and its stale lock is no obstacle', async () => {
  const first = await startPostgres(place())
  await ask(first.url('postgres'), 'CREATE TABLE kept AS SELECT generate_series(1, 4) AS n')
  const pid = postmaster()
  signal(pid, 'SIGKILL')
  expect(await isGone(pid, 30_000)).toBe(true)
  const second = await startPostgres(place())
  expect(await ask(second.url('postgres'), sum)).toEqual([{ sum: 10 }])
  await Promise.all([first.stop(), second.stop()])
})

test('a lock whose process id now belongs to another program is no obstacle', async () => {
  const first = await startPostgres(place())
  await first.stop()
  writeFileSync(join(place(), 'postmaster.pid'), `${process.pid}\n${place()}\n1\n5432\n\n127.0.0.1\n`)
  const second = await startPostgres(place())
  expect(await ask(second.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  await second.stop()
})

test('a database that outlived its launcher is stopped, and another takes its place', async () => {
  const orphan = await startPostgres(place())
  const pid = postmaster()
  const next = await startPostgres(place())
  expect(isAlive(pid)).toBe(false)
  expect(await ask(next.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  await Promise.all([orphan.stop(), next.stop()])
})

test('nobody but this machine may connect, only with the password, and commits reach the disk', async () => {
  const cluster = await startPostgres(place())
  const shown =
    'SELECT name, setting FROM pg_settings WHERE name IN ($$fsync$$, $$listen_addresses$$, $$synchronous_commit$$) ORDER BY 1'
  expect((await ask(cluster.url('postgres'), shown)).map((row) => row.setting)).toEqual(['on', '127.0.0.1', 'on'])
  const wrong = cluster.url('postgres').replace(/muster:[^@]+@/, 'muster:wrong@')
  await expect(ask(wrong, 'SELECT 1')).rejects.toThrow('password authentication failed')
  expect(statSync(`${place()}.password`).mode & 0o777).toBe(0o600)
  await cluster.stop()
})

test('S82 the log of the database tells what was refused, and nothing of the row', async () => {
  const cluster = await startPostgres(place())
  await ask(cluster.url('postgres'), 'CREATE TABLE kept (words text CHECK (length(words) < 5))')
  await expect(ask(cluster.url('postgres'), `INSERT INTO kept SELECT 'my ' || 'password'`)).rejects.toThrow('check')
  await cluster.stop()
  const log = readFileSync(`${place()}.log`, 'utf8')
  expect(log).toContain('violates check constraint')
  expect(log).not.toContain('my password')
})

test('files of another major version are refused in one sentence that names both', async () => {
  mkdirSync(place())
  writeFileSync(join(place(), 'PG_VERSION'), '16\n')
  await expect(startPostgres(place())).rejects.toThrow(
    /written by PostgreSQL 16, and this Muster brings 18; move it away/,
  )
})

test('a folder of something else is not touched', async () => {
  mkdirSync(place())
  writeFileSync(join(place(), 'thesis.txt'), 'mine')
  await expect(startPostgres(place())).rejects.toThrow(/holds no PostgreSQL files/)
  expect(readFileSync(join(place(), 'thesis.txt'), 'utf8')).toBe('mine')
})

test('an interrupted first start leaves nothing that hinders the next', async () => {
  mkdirSync(`${place()}.draft`)
  writeFileSync(join(`${place()}.draft`, 'PG_VERSION'), '18\n')
  const cluster = await startPostgres(place())
  expect(await ask(cluster.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  await cluster.stop()
})

test('a start that is told to stop leaves no database behind', async () => {
  const stop = new AbortController()
  const starting = startPostgres(place(), { signal: stop.signal })
  stop.abort()
  await expect(starting).rejects.toThrow()
  const { stdout } = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
  expect(stdout).not.toContain(`-D ${place()}`)
})
