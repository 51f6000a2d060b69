import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

/** A migrated, empty database of one test's own: its address, and how to be rid of it. */
export type FreshDatabase = { readonly url: string; drop(): Promise<void> }

/** Copies the migrated database of this run (some 50 ms). Only in tests of the `postgres` project. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const cluster = inject('cluster')
  if (cluster === undefined)
    throw new Error('no database here: run the test by npm run unit, and keep it out of the pure folders')
  const url = (name: string) => cluster.url.replace(/database$/, name)
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer(url('postgres'), `CREATE DATABASE ${name} TEMPLATE ${cluster.template} STRATEGY FILE_COPY`)
  return { url: url(name), drop: () => administer(url('postgres'), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) }
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
