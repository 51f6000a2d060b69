import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type pg from 'pg'
import { openPool } from '../store/pool.ts'
import { Fault, wordsOf } from './fault.ts'
import { askedDatabase, checkedEnv } from './surroundings.ts'

/** The database that a command looks at: the one named, else the caller's, else the installation's own, as its last start left it. Throws a Fault when it never started. */
export function databaseFor(named: string | undefined): string {
  return named ?? askedDatabase() ?? ownDatabase()
}

function ownDatabase(): string {
  const { dataDir } = checkedEnv()
  const kept = (name: string) => readFileSync(resolve(join(dataDir, `postgres.${name}`)), 'utf8').trim()
  try {
    return `postgres://muster:${kept('password')}@127.0.0.1:${kept('port')}/muster`
  } catch {
    throw new Fault(
      `No Muster keeps its database in ${dataDir}. Start it first, set MUSTER_DATA_DIR to its folder, or name a database with --database postgres://… or DATABASE_URL.`,
    )
  }
}

/** Does something with a database and closes it. What the database itself says of not being there becomes a Fault. */
export async function withDatabase<T>(url: string, use: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = openPool(url, 1)
  try {
    await pool.query('SELECT 1').catch((error) => {
      throw new Fault(`The database does not answer (${wordsOf(error)}). Start Muster first, or name another database.`)
    })
    return await use(pool)
  } finally {
    await pool.end()
  }
}
