import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { count, openGround, openWiredGround } from '../faults/ground.ts'
import { until } from './until.ts'

// A program whose server has lost its database: told so soon, told when to ask again, and never told a lie.

// Three servers start at once, on whatever machine this is.
vi.setConfig({ testTimeout: 180_000 })

const soonMs = 20_000

test.concurrent('a write on a half-open database is answered 503 with Retry-After after some 5 s, and the same id does it once afterwards', async (finished) => {
  const { scene, wire, looker } = await openWiredGround(finished)
  const roomId = await scene.room()
  const pulled = await scene.pullAgent({ rooms: [roomId] })
  wire.silence()
  const since = performance.now()
  const id = randomUUID()
  const calls = [
    scene.send('message.post', { roomId, body: 'into the silence' }, id),
    pulled.calls.post('/api/v1/claims', { claimId: 'c', waitSeconds: 25 }),
    scene.person.get(`/api/v1/rooms/${roomId}/snapshot`),
  ]
  for (const { status, headers, json } of await Promise.all(calls)) {
    expect(status).toBe(503)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(json).toMatchObject({ code: 'internal', status: 503 })
  }
  expect(performance.now() - since).toBeLessThan(soonMs)
  wire.heal()
  await until(async () => (await scene.send('message.post', { roomId, body: 'into the silence' }, id)).status === 200, {
    what: 'it is taken',
  })
  expect(await count(looker, `message where body = 'into the silence'`)).toBe(1)
})

test.concurrent('a write on a database that takes none, or is away, is answered 503 with Retry-After at once; reading goes on while it can', async (finished) => {
  const { scene, looker, wire } = await openWiredGround(finished)
  const roomId = await scene.room()
  const name = (await looker.query('select current_database() as name')).rows[0].name
  const others = `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'muster' and datname = current_database()`
  await looker.query(`alter database ${name} set default_transaction_read_only = on`)
  await looker.query(others)
  const refused = async () => {
    const since = performance.now()
    const { status, headers, json } = await scene.send('message.post', { roomId, body: 'lost' })
    expect([status, headers.get('retry-after'), json.code]).toEqual([503, '2', 'internal'])
    expect(JSON.stringify(json)).not.toMatch(/read-only|relation|25006|ECONN/i)
    expect(performance.now() - since).toBeLessThan(soonMs)
  }
  await refused()
  expect((await scene.person.get(`/api/v1/rooms/${roomId}/snapshot`)).status).toBe(200)
  await looker.query(`alter database ${name} reset default_transaction_read_only`)
  await looker.query(others)
  await until(async () => (await scene.send('message.post', { roomId, body: 'back' })).status === 200, {
    what: 'writing goes on',
  })
  await wire.close()
  await refused()
  expect(await count(looker, `message where body = 'lost'`)).toBe(0)
})

test.concurrent('a call that waits long for a living database is waited for', async (finished) => {
  const { scene, looker } = await openGround(finished)
  const roomId = await scene.room()
  await looker.query('begin')
  await looker.query('select from lane where id = $1 for update', [roomId])
  const said = scene.send('message.post', { roomId, body: 'patient' })
  await looker.query('select pg_sleep(7)')
  await looker.query('commit')
  expect((await said).status).toBe(200)
})
