import { randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newSecret, signatureHeader } from '../adapters/webhook/signature.ts'
import { hashToken } from '../auth/tokens.ts'
import type { Runner } from '../commands/run.ts'
import { refuse } from '../contract/problems.ts'
import { testDatabase } from '../testing/database.ts'
import { makeHook } from '../testing/lane-rows.ts'
import { makeRoom } from '../testing/rows.ts'
import { createHookDoor } from './hooks.ts'
import { createDoors } from './http.ts'

const database = testDatabase()
const secret = newSecret()
const word = `mst_hook_${randomBytes(24).toString('base64url')}`
/** What the door asked of the database and of the commands, in order. */
const asked: string[] = []
const server = createServer()
let base = ''
beforeAll(async () => {
  const { db } = database()
  const room = await makeRoom(db)
  await makeHook(db, room, { tokenHash: hashToken(word), secret, createdBy: randomUUID() })
  const listening = new Proxy(db, {
    get: (pool, name: keyof pg.Pool) =>
      name === 'query'
        ? (...given: Parameters<pg.Pool['query']>) => {
            asked.push(JSON.stringify(given))
            return pool.query(...given)
          }
        : Reflect.get(pool, name),
  })
  // Whoever made the hook is gone: nothing is started, whatever is asked.
  const runner: Runner = { run: async () => refuse('internal', 'never'), idle: async () => undefined }
  const door = createHookDoor({ pool: listening, runner, unseal: (sealed) => sealed, now: Date.now })
  server.on('request', createDoors([door], { originAllowed: () => false, onError: console.error }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/hooks/`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** The status, and what was asked for it beyond the hook itself. */
async function call(body: string, secrets = [secret]) {
  asked.length = 0
  const [id, timestampSeconds] = [`msg_${randomUUID()}`, Math.floor(Date.now() / 1000)]
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': signatureHeader({ id, timestampSeconds, body, secrets }),
  }
  const { status } = await fetch(base + word, { method: 'POST', headers, body })
  const [first, ...rest] = asked
  expect(first).toContain(hashToken(word))
  return { status, rest: rest.length }
}

test('S65 a body is neither parsed nor looked up by before its signature was checked', async () => {
  const forged = [newSecret()]
  for (const body of ['{"inputs":[]}', '{', '{"inputs":7}', '\u0000', `{"parameters":{"id":"${randomUUID()}"}}`])
    expect([body, await call(body, forged)]).toEqual([body, { status: 401, rest: 0 }])
  // With the right one the same bodies are read: it is the signature that stood before them.
  expect(await call('{')).toEqual({ status: 422, rest: 0 })
  expect(await call('{"inputs":7}')).toEqual({ status: 422, rest: 0 })
  expect((await call('{"inputs":[]}')).rest).toBeGreaterThan(0)
})
