import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool } from '../store/pool.ts'
import { type FreshDatabase, freshDatabase } from '../testing/postgres.ts'
import { createFirstOwner } from './first-owner.ts'
import { hashesInFlight } from './password.ts'
import { createSignIn } from './sign-in.ts'

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

const attempt = { email, password, address: '192.0.2.1', deviceUserId: null }
const ownerId = async () => (await pool.query<{ id: string }>('SELECT id FROM "user"')).rows[0]?.id ?? ''

test('S01 wrong passwords for one account from many addresses are slowed and then refused; a known device still gets in', async () => {
  const pauses: number[] = []
  const signIn = createSignIn({ pool, pause: async (ms) => void pauses.push(ms) })
  const codes: string[] = []
  for (let n = 1; n <= 20; n++) {
    const outcome = await signIn({ ...attempt, password: `wrong number ${n}`, address: `192.0.2.${n}` })
    codes.push(outcome.ok ? 'ok' : outcome.code)
  }
  expect(codes.slice(0, 10)).toEqual(Array(10).fill('unauthenticated'))
  expect(codes.slice(10)).toEqual(Array(10).fill('throttled'))
  expect(pauses.length).toBeGreaterThanOrEqual(4)
  expect(pauses).toEqual([...pauses].sort((a, b) => a - b))
  expect((await signIn({ ...attempt, address: '198.51.100.7' })).ok).toBe(false)
  expect((await signIn({ ...attempt, address: '198.51.100.7', deviceUserId: await ownerId() })).ok).toBe(true)
})

test('S02 one password tried on a thousand accounts from one address is refused by address', async () => {
  const signIn = createSignIn({ pool })
  const outcomes: string[] = []
  for (let n = 0; n < 1000; n++) {
    const outcome = await signIn({ ...attempt, email: `user${n}@northwind.example`, password: 'x'.repeat(2000) })
    outcomes.push(outcome.ok ? 'ok' : outcome.code)
  }
  expect(outcomes.filter((code) => code === 'throttled').length).toBe(900)
  expect((await signIn({ ...attempt, address: '198.51.100.9' })).ok).toBe(true)
})

test('S03 a known and an unknown e-mail get the same words after the same time', async () => {
  const signIn = createSignIn({ pool, pause: async () => undefined })
  const timed = async (who: string, n: number) => {
    const startedAt = performance.now()
    const outcome = await signIn({ ...attempt, email: who, password: 'not the password', address: `203.0.113.${n}` })
    return { ms: performance.now() - startedAt, outcome }
  }
  const known = []
  const unknown = []
  for (let n = 0; n < 8; n++) {
    known.push(await timed(email, n))
    unknown.push(await timed('nobody@northwind.example', n))
  }
  expect(known[0]?.outcome).toEqual(unknown[0]?.outcome)
  const median = (list: { ms: number }[]) => list.map(({ ms }) => ms).sort((a, b) => a - b)[4] ?? 0
  // Without the hash for nobody this is some thirty times.
  expect(median(known) / median(unknown)).toBeGreaterThan(0.2)
  expect(median(known) / median(unknown)).toBeLessThan(5)
})

test('S10 one mailbox has one spelling, and look-alike or listed addresses are nobody', async () => {
  const signIn = createSignIn({ pool })
  expect((await signIn({ ...attempt, email: ' ANA@Northwind.Example ' })).ok).toBe(true)
  const others = ['"ana"@northwind.example', 'ana@northwind.example,eve@evil.example', 'ana＠northwind.example', 'ana']
  for (const other of others) expect((await signIn({ ...attempt, email: other })).ok, other).toBe(false)
})

test('S13 of fifty sign-ins at once at most four are hashed at a time, and all succeed', async () => {
  const signIn = createSignIn({ pool })
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, hashesInFlight())
  }, 1)
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => signIn(attempt)))
  clearInterval(watch)
  expect(outcomes.every(({ ok }) => ok)).toBe(true)
  expect(most).toBeGreaterThan(1)
  expect(most).toBeLessThanOrEqual(4)
  expect(hashesInFlight()).toBe(0)
})
