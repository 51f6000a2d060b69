import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { pass, until } from '../protocol/until.ts'
import { brokenPromises, count, manyTasks, openGround, openWiredGround, passClaims } from './ground.ts'

// The line to the database is cut, silent, or takes no writes.

test.concurrent('F63 the line to the database is torn again and again: a call succeeds or fails clearly, none is half done, and all settles', async (finished) => {
  const { scene, wire, looker, databaseUrl } = await openWiredGround(finished)
  const roomId = await scene.room()
  await scene.webhookAgent({
    rooms: [roomId],
    maxConcurrency: 4,
    script: async ({ type, data }) => {
      if (type !== 'attempt.requested') return { status: 200 }
      await pass(40)
      return { status: 200, json: { status: 'completed', response: `Done: ${data.task.title}.` } }
    },
  })
  await scene.goal(roomId, { plan: manyTasks(40) })
  const said: { id: string; body: string; status: number }[] = []
  for (let round = 0; round < 30; round += 1) {
    if (round % 3 === 0) wire.cut()
    const [id, body] = [randomUUID(), `word ${round}`]
    const { status } = await scene.send('message.post', { roomId, body }, id)
    expect([200, 500, 503]).toContain(status)
    said.push({ id, body, status })
    await pass(60)
  }
  for (const { id, body, status } of said) {
    if (status === 200) expect(await count(looker, 'message where body = $1', [body])).toBe(1)
    expect((await scene.send('message.post', { roomId, body }, id)).status).toBe(200)
    expect(await count(looker, 'message where body = $1', [body])).toBe(1)
  }
  await passClaims(looker)
  await until(async () => (await count(looker, `task where status in ('done', 'in_review')`)) === 40, {
    withinMs: 40_000,
    what: 'all forty settle',
  })
  expect((await fetch(`${scene.server.url}/readyz`)).status).toBe(200)
  expect(await brokenPromises(databaseUrl)).toEqual([])
})

test.concurrent('F64 the database takes connections and stays silent: calls end, health turns red, and the pool recovers', async (finished) => {
  const { scene, wire, looker, databaseUrl } = await openWiredGround(finished)
  const roomId = await scene.room()
  wire.silence()
  const since = performance.now()
  const [ready, alive] = await Promise.all([fetch(`${scene.server.url}/readyz`), fetch(`${scene.server.url}/healthz`)])
  expect(alive.status).toBe(200)
  expect(ready.status).toBe(503)
  expect(performance.now() - since).toBeLessThan(7000)
  // A call that changes something ends too, and says that it failed.
  const mute = await scene.send('message.post', { roomId, body: 'into the silence' })
  expect([500, 503]).toContain(mute.status)
  wire.heal()
  await until(async () => (await fetch(`${scene.server.url}/readyz`)).status === 200, { what: 'health is green again' })
  expect((await scene.send('message.post', { roomId, body: 'after the silence' })).status).toBe(200)
  expect(await count(looker, `message where body = 'after the silence'`)).toBe(1)
  expect(await brokenPromises(databaseUrl)).toEqual([])
})

test.concurrent('F66 a database that takes no writes: every change is refused, nothing is claimed to be done, reading goes on, and work resumes by itself', async (finished) => {
  const { scene, looker, databaseUrl } = await openGround(finished)
  const { roomId, id, own } = await scene.atWork()
  const before = await scene.events(roomId)
  const name = (await looker.query('select current_database() as name')).rows[0].name
  const others = `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'muster' and datname = current_database()`
  await looker.query(`alter database ${name} set default_transaction_read_only = on`)
  await looker.query(others)
  const report = () => own.report(id, 'complete', { response: 'The bridge is old.' })
  const [said, done] = await Promise.all([scene.send('message.post', { roomId, body: 'lost' }), report()])
  for (const { status, json } of [said, done]) {
    expect([500, 503]).toContain(status)
    expect(json).toMatchObject({ code: 'internal' })
    expect(JSON.stringify(json)).not.toMatch(/read-only|relation|25006/i)
  }
  expect(await scene.events(roomId)).toEqual(before)
  expect((await fetch(`${scene.server.url}/readyz`)).status).toBe(503)
  await looker.query(`alter database ${name} reset default_transaction_read_only`)
  await looker.query(others)
  await until(async () => (await report()).status === 200, { what: 'the result is taken' })
  await scene.event(roomId, 'deliverable.ready')
  expect(await count(looker, `message where body = 'lost'`)).toBe(0)
  expect(await brokenPromises(databaseUrl)).toEqual([])
})
