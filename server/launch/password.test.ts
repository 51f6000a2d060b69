import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFirstOwner } from '../auth/first-owner.ts'
import { createSignIn } from '../auth/sign-in.ts'
import { insertSession, listSessions } from '../store/account.ts'
import { openPool } from '../store/pool.ts'
import { type FreshDatabase, freshDatabase } from '../testing/postgres.ts'

let database: FreshDatabase
let pool: pg.Pool
const email = 'ana@northwind.example'
const password = 'a bridge of paper'
beforeAll(async () => {
  database = await freshDatabase()
  pool = openPool(database.url)
  await createFirstOwner(pool, { email, password, name: 'Ana', workspaceName: 'Northwind', token: null })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const command = (...words: string[]) =>
  promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    new URL('password.ts', import.meta.url).pathname,
    ...words,
  ]).then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    (error: { code: number; stderr: string }) => ({ code: error.code, text: error.stderr }),
  )
const signsIn = async (word: string) => {
  const attempt = { email, password: word, address: '192.0.2.1', deviceUserId: null }
  return (await createSignIn({ pool, pause: async () => undefined })(attempt)).ok
}

test('who runs the server gives a new password to somebody who forgot theirs, and their sessions end', async () => {
  const userId = (await pool.query<{ id: string }>('SELECT id FROM "user"')).rows[0]?.id ?? ''
  const now = Date.now()
  const times = { createdAt: now, lastSeenAt: now, expiresAt: now + 60_000 }
  await insertSession(pool, { id: randomUUID(), userId, userAgent: null, ...times })
  const { code, text } = await command('--email', 'Ana@Northwind.example', '--database', database.url)
  expect(code).toBe(0)
  expect(text).toContain('Signed out: 1 session.')
  const given = /^ {2}(\S{20})$/m.exec(text)?.[1] ?? ''
  expect(await signsIn(given)).toBe(true)
  expect(await signsIn(password)).toBe(false)
  expect(await listSessions(pool, userId, now)).toEqual([])
})

test('an unknown e-mail, a missing one and an unknown option are told as such, and nothing changes', async () => {
  const hashes = () => pool.query('SELECT "passwordHash" FROM "user"').then(({ rows }) => rows)
  const before = await hashes()
  expect(await command('--email', 'bo@northwind.example', '--database', database.url)).toEqual({
    code: 1,
    text: 'No account here has the e-mail bo@northwind.example. Nothing was changed.\n',
  })
  expect(await command()).toMatchObject({ code: 1, text: expect.stringContaining('Say whose it is') })
  expect(await command('--mail', email)).toMatchObject({
    code: 1,
    text: expect.stringContaining('--mail is not an option: did you mean --email?'),
  })
  expect(await command('--email', email, '--database', 'postgres://127.0.0.1:1/none')).toMatchObject({
    code: 1,
    text: expect.stringContaining('The database does not answer'),
  })
  expect(await hashes()).toEqual(before)
})
