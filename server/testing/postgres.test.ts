import pg from 'pg'
import { expect, test } from 'vitest'
import { freshDatabase } from './postgres.ts'

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(statement)
  await client.end()
  return rows
}

test('each test database is migrated, its own, and gone when dropped', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()])
  await ask(one.url, 'CREATE TABLE mine (id int)')
  const present =
    "SELECT to_regclass('mine') IS NOT NULL AS mine, to_regclass('_prisma_migrations') IS NOT NULL AS migrated"
  expect(await ask(one.url, present)).toEqual([{ mine: true, migrated: true }])
  expect(await ask(other.url, present)).toEqual([{ mine: false, migrated: true }])
  await one.drop()
  await expect(ask(one.url, 'SELECT 1')).rejects.toThrow('does not exist')
  await other.drop()
})
