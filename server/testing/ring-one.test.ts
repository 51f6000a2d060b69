import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStopped } from './mirror-database.ts'
import { type FreshDatabase, freshDatabase } from './postgres.ts'
import { playOnBoth } from './ring-one.ts'

const seeds = 24

let database: FreshDatabase
let pool: pg.Pool
beforeAll(async () => {
  database = await freshDatabase()
  pool = await openStopped(database.url)
})
afterAll(async () => {
  await pool?.end()
  await database?.drop()
})

test('what a seed comes to in memory it comes to on Postgres, row by row', { timeout: 900_000 }, async () => {
  let commits = 0
  for (let seed = 1; seed <= seeds; seed++) {
    const run = await playOnBoth(seed, pool)
    expect(run.failures, `npm run simulate -- --postgres --seed ${seed}`).toEqual([])
    commits += run.commits
  }
  expect(commits).toBeGreaterThan(10 * seeds)
})

test('a store that writes otherwise than memory is found out', { timeout: 300_000 }, async () => {
  await pool.query(`CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN NEW.type := NEW.type || '!'; RETURN NEW; END $$`)
  await pool.query('CREATE TRIGGER shouting BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION shout()')
  const { failures } = await playOnBoth(1, pool)
  await pool.query('DROP TRIGGER shouting ON event')
  expect(failures.join()).toContain('.type is "room.created!" instead of "room.created"')
})
