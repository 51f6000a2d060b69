import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examineDatabase } from '../store/doctor/examine.ts'
import { trim } from '../store/retention.ts'
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

const chained = async () => (await examineDatabase(pool)).find(({ number }) => number === 'I37')?.broken

test('the people chain: what people did is not linked to what they did before', { timeout: 300_000 }, async () => {
  await playOnBoth(2, pool)
  expect(await chained()).toBe(0)
  await pool.query(`CREATE FUNCTION unlink() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN NEW.chain := OLD.chain; RETURN NEW; END $$`)
  await pool.query('CREATE TRIGGER unlinking BEFORE UPDATE ON lane FOR EACH ROW EXECUTE FUNCTION unlink()')
  await playOnBoth(2, pool)
  await pool.query('DROP TRIGGER unlinking ON lane')
  expect(await chained()).toBeGreaterThan(0)
})

/** Deliveries that can no longer be sent again, because their job is gone. */
const lost = async () =>
  (await pool.query('SELECT 1 FROM delivery d WHERE NOT EXISTS (SELECT 1 FROM job j WHERE j.id = d."jobId")')).rowCount

/** Makes what a run left between nothing and sixty days old, in no order. */
const age = async () => {
  const days = (row: string) => `now() - 60 * interval '1 day' * (abs(hashtext(${row})) % 1000) / 1000.0`
  await pool.query(`UPDATE job SET "endedAt" = ${days('id::text')} WHERE "endedAt" IS NOT NULL`)
  await pool.query(`UPDATE delivery SET "sentAt" = ${days('id::text')}`)
}

test('the retention guard: a job goes although one of its tries is kept', { timeout: 300_000 }, async () => {
  const guard = / AND NOT EXISTS \(.*?\)(?= LIMIT)/s
  const careless = Object.assign(Object.create(pool), {
    query: (text: string, values: unknown[]) => pool.query(text.replace(guard, ''), values),
  })
  let caught = 0
  for (let seed = 1; seed <= 5; seed++) {
    await playOnBoth(seed, pool)
    await age()
    await trim(pool)
    expect(await lost()).toBe(0)
    await playOnBoth(seed, pool)
    await age()
    await trim(careless)
    caught += (await lost()) ?? 0
  }
  expect(caught).toBeGreaterThan(0)
})
