import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrate } from '../../prisma/migrate.ts'
import { type FreshDatabase, freshDatabase } from '../testing/postgres.ts'

let database: FreshDatabase
let directory = ''

beforeEach(async () => {
  database = await freshDatabase()
  await run('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  directory = mkdtempSync(join(tmpdir(), 'muster-migrations-'))
  writeFileSync(join(directory, 'migration_lock.toml'), 'provider = "postgresql"\n')
  write('20260101000000_first', 'CREATE TABLE note (id int PRIMARY KEY);')
})

afterEach(async () => {
  await database.drop()
  rmSync(directory, { recursive: true })
})

async function run(statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

function write(name: string, sql: string) {
  mkdirSync(join(directory, name))
  writeFileSync(join(directory, name, 'migration.sql'), sql)
}

const applied = () =>
  run(
    'SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS done FROM _prisma_migrations ORDER BY started_at',
  )

test('migrations are applied once each, in order, and recorded as Prisma records them', async () => {
  expect(await migrate(database.url, { directory })).toEqual(['20260101000000_first'])
  write('20260102000000_second', 'ALTER TABLE note ADD words text;')
  expect(await migrate(database.url, { directory })).toEqual(['20260102000000_second'])
  expect(await migrate(database.url, { directory })).toEqual([])
  await run("INSERT INTO note VALUES (1, 'kept')")
  const rows = await applied()
  expect(rows.map(({ name, done }) => ({ name, done }))).toEqual([
    { name: '20260101000000_first', done: true },
    { name: '20260102000000_second', done: true },
  ])
  expect(rows.map(({ checksum }) => String(checksum))).toEqual([
    expect.stringMatching(/^[0-9a-f]{64}$/),
    expect.stringMatching(/^[0-9a-f]{64}$/),
  ])
})

test('two processes that start at once apply each migration once', async () => {
  const both = await Promise.all([migrate(database.url, { directory }), migrate(database.url, { directory })])
  expect(both.flat()).toEqual(['20260101000000_first'])
  expect(await applied()).toHaveLength(1)
})

test('a database of a newer Muster is refused, and nothing in it changes', async () => {
  write('20990101000000_future', 'CREATE TABLE future (id int);')
  await migrate(database.url, { directory })
  rmSync(join(directory, '20990101000000_future'), { recursive: true })
  write('20260102000000_second', 'CREATE TABLE second (id int);')
  await expect(migrate(database.url, { directory })).rejects.toThrow(
    /migrated by a newer Muster \(20990101000000_future\); start that/,
  )
  expect(await run("SELECT to_regclass('second') AS second")).toEqual([{ second: null }])
})

test('a migration that stopped halfway is named at the next start', async () => {
  write('20260102000000_broken', 'SELECT 1/0;')
  await expect(migrate(database.url, { directory })).rejects.toThrow(/A migration failed; .*division by zero/s)
  await expect(migrate(database.url, { directory })).rejects.toThrow(/20260102000000_broken stopped halfway/)
})

test('a database that cannot be reached is named with the variable to correct', async () => {
  await expect(migrate('postgres://muster:secret@127.0.0.1:1/absent')).rejects.toThrow(
    /^The database at 127\.0\.0\.1:1\/absent cannot be used .*DATABASE_URL/,
  )
})

test('the database is made when it lacks and that was asked for', async () => {
  const url = database.url.replace(/\/[^/]+$/, '/made_by_test')
  expect(await migrate(url, { directory, create: true })).toHaveLength(1)
  await run('DROP DATABASE made_by_test WITH (FORCE)')
})
