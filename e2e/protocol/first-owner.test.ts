import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../server/testing/postgres.ts'
import { Browser } from '../../server/testing/site.ts'
import { type ServerProcess, startServer } from './server.ts'

let database: FreshDatabase
let server: ServerProcess
beforeAll(async () => {
  database = await freshDatabase()
  const nobody = { MUSTER_OWNER_EMAIL: '', MUSTER_OWNER_PASSWORD: '', MUSTER_OWNER_TOKEN: '' }
  server = await startServer(database.url, nobody)
})
afterAll(async () => {
  await server.stop()
  await database.drop()
})

test('S16 a fresh server in production has no account, key or example in it; only the printed link makes the first', async () => {
  const db = new pg.Client(database.url)
  await db.connect()
  const { rows: tables } = await db.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_name !~ '^_'`,
  )
  expect(tables.length).toBeGreaterThan(20)
  for (const { name } of tables) expect([name, (await db.query(`select * from "${name}"`)).rows]).toEqual([name, []])
  await db.end()

  for (const user of ['admin', 'root', 'test', 'demo', 'owner', 'ana'])
    for (const password of ['admin', 'password', 'muster', 'a bridge of paper']) {
      const answer = await new Browser(server).signIn(
        `${user}@${user === 'ana' ? 'northwind.example' : 'localhost'}`,
        password,
      )
      expect([401, 429], `${user} ${password}`).toContain(answer.status)
    }
  for (const token of ['admin', 'test', 'mst_pat_', `mst_pat_${'0'.repeat(40)}`, `mst_pat_${'t'.repeat(40)}`]) {
    const answer = await fetch(`${server.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })
    expect(answer.status, token).toBe(401)
  }
  const person = { workspaceName: 'W', name: 'Eve', email: 'eve@northwind.example', password: 'a kettle by the window' }
  const setUp = (setupToken: string) => new Browser(server).post('/api/v1/setup', { setupToken, ...person })
  for (const guess of ['', 'setup', 'admin', '0'.repeat(32)]) expect((await setUp(guess)).status, guess).toBe(403)
  const word = /\/setup\?token=(\S+)/.exec(server.output())?.[1] ?? ''
  expect(word.length).toBeGreaterThanOrEqual(32)
  expect((await setUp(word)).status).toBe(201)
  expect((await setUp(word)).status).toBeGreaterThanOrEqual(400)
})
