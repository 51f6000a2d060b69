import type pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { sharedPool } from '../store/pool.ts'
import { type FreshDatabase, freshDatabase } from './postgres.ts'

/** Gives a test file a database of its own, which is also the process's pool; call it once at the top of the file. */
export function testDatabase(): () => { db: pg.Pool; url: string } {
  let held: { fresh: FreshDatabase; db: pg.Pool } | undefined
  beforeAll(async () => {
    const fresh = await freshDatabase()
    held = { fresh, db: sharedPool(fresh.url) }
  })
  afterAll(async () => {
    await held?.db.end()
    await held?.fresh.drop()
  })
  return () => {
    if (!held) throw new Error('the database is there from beforeAll on')
    return { db: held.db, url: held.fresh.url }
  }
}
