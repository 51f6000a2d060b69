import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migrate } from '../../prisma/migrate.ts'
import { startPostgres } from '../../server/launch/postgres.ts'
import { Caller } from '../protocol/http.ts'
import { Scene } from '../protocol/scene.ts'
import { startServer } from '../protocol/server.ts'
import { pass, until } from '../protocol/until.ts'
import { brokenPromises, connectTo, count, kill, openGround } from './ground.ts'

const manyTasks = (count: number) => ({
  tasks: Array.from({ length: count }, (_, i) => ({ key: `t${i}`, title: `Task ${i}`, brief: 'Write.', skills: [] })),
})
/** A worker that is done after a moment. */
const quick = async ({ type, data }: { type: string; data: { task: { title: string } } }) => {
  if (type !== 'attempt.requested') return { status: 200 }
  await pass(40)
  return { status: 200, json: { status: 'completed', response: `Done: ${data.task.title}.` } }
}

test('F63 the database is restarted every few seconds for two minutes: calls fail clearly or succeed, none is half done, all tasks settle', async (finished) => {
  const directory = mkdtempSync(join(tmpdir(), 'muster-restarted-'))
  chmodSync(directory, 0o711)
  const start = () => startPostgres(join(directory, 'postgres'))
  let cluster = await start()
  finished.onTestFinished(async () => {
    await cluster.stop()
    rmSync(directory, { recursive: true, force: true })
  })
  const url = cluster.url('muster')
  await migrate(url, { create: true })
  const scene = new Scene({ url, drop: async () => undefined }, await startServer(url))
  finished.onTestFinished(() => scene.close())
  scene.workspaceId = (await scene.person.get('/api/v1/me')).json.workspaces[0].id
  const roomId = await scene.room()
  await Promise.all([1, 2, 3].map(() => scene.webhookAgent({ rooms: [roomId], maxConcurrency: 4, script: quick })))
  await scene.goal(roomId, { plan: manyTasks(400) })
  const said: { id: string; body: string; status: number }[] = []
  const end = Date.now() + 120_000
  for (let round = 0; Date.now() < end; round += 1) {
    await cluster.stop()
    const during = scene.send('message.post', { roomId, body: `word ${round}` }, `word-${round}-${roomId}`)
    cluster = await start()
    const { status } = await during
    expect([200, 422, 500, 503]).toContain(status)
    const [id, body] = [randomUUID(), `word after ${round}`]
    said.push({ id, body, status: (await scene.send('message.post', { roomId, body }, id)).status })
    await pass(3000 + (round % 5) * 1000)
  }
  const looker = await connectTo(url, finished)
  for (const { id, body, status } of said) {
    if (status === 200) expect(await count(looker, 'message where body = $1', [body])).toBe(1)
    expect((await scene.send('message.post', { roomId, body }, id)).status).toBe(200)
    expect(await count(looker, 'message where body = $1', [body])).toBe(1)
  }
  await until(async () => (await count(looker, `task where status in ('done', 'in_review')`)) === 400, {
    withinMs: 120_000,
    what: 'all four hundred settle',
  })
  expect(await brokenPromises(url)).toEqual([])
})

test('F62 a process is stopped for two minutes while another goes on, then wakes: nothing is doubled, nothing is lost', async (finished) => {
  const ground = await openGround(finished)
  const { scene, looker, databaseUrl } = ground
  const second = await startServer(databaseUrl)
  finished.onTestFinished(() => second.stop())
  const there = new Caller(second.url, scene.person.token)
  const roomId = await scene.room()
  await Promise.all([1, 2, 3].map(() => scene.webhookAgent({ rooms: [roomId], maxConcurrency: 4, script: quick })))
  await scene.goal(roomId, { plan: manyTasks(300) })
  await until(async () => (await count(looker, `task where status in ('done', 'in_review')`)) >= 20, {
    what: 'some are done',
  })
  scene.server.signal('SIGSTOP')
  const id = randomUUID()
  const sent = scene.send('message.post', { roomId, body: 'to the sleeper' }, id)
  await pass(120_000)
  const input = { roomId, body: 'to the sleeper' }
  const told = await there.post('/api/v1/commands', { id, name: 'message.post', input })
  expect(told.status).toBe(200)
  scene.server.signal('SIGCONT')
  expect((await sent).json).toEqual(told.json)
  await until(async () => (await count(looker, `task where status in ('done', 'in_review')`)) === 300, {
    withinMs: 120_000,
    what: 'all three hundred settle',
  })
  expect(await count(looker, `message where body = 'to the sleeper'`)).toBe(1)
  expect(await count(looker, `agent_slot where "inUse" <> 0`)).toBe(0)
  expect(await brokenPromises(databaseUrl)).toEqual([])
})

test('killed during a migration: the next start finishes it or says what to do, and never works on a schema half made', async (finished) => {
  const { looker, databaseUrl } = await openGround(finished)
  const name = `half_${randomUUID().slice(0, 8)}`
  const url = databaseUrl.replace(/[^/]+$/, name)
  await looker.query(`create database ${name}`)
  finished.onTestFinished(async () => {
    await looker.query(`drop database if exists ${name} with (force)`)
  })
  const held = await connectTo(url, finished)
  // A migration makes this table and has to wait for whoever makes it at the same time.
  await held.query('begin')
  await held.query('create table attempt (id text)')
  const child = spawn(process.execPath, ['--import', 'tsx', 'prisma/apply.ts'], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: 'ignore',
  })
  await until(() => count(looker, `pg_stat_activity where wait_event_type = 'Lock' and datname = $1`, [name]), {
    withinMs: 30_000,
    what: 'the migration waits',
  })
  child.kill('SIGKILL')
  await once(child, 'exit')
  await held.query('rollback')
  await pass(500)
  const again = await migrate(url).then(
    () => 'finished',
    (error: Error) => error.message,
  )
  if (again !== 'finished') expect(again).toMatch(/stopped halfway|put back a copy/)
  // One migration is one transaction: all of it is there, or nothing.
  const tables = await count(held, `information_schema.tables where table_name in ('attempt', 'event', 'job')`)
  expect(again === 'finished' ? [3] : [0, 3]).toContain(tables)
})

test('killed again and again under load with two processes, twenty times in all: nothing is lost and nothing doubled', async (finished) => {
  const ground = await openGround(finished)
  const { scene, looker, databaseUrl } = ground
  const roomId = await scene.room()
  let second = await startServer(databaseUrl)
  finished.onTestFinished(() => second.stop())
  await Promise.all([1, 2, 3].map(() => scene.webhookAgent({ rooms: [roomId], maxConcurrency: 4, script: quick })))
  await scene.goal(roomId, { plan: manyTasks(1000) })
  const settled = () => count(looker, `task where status in ('done', 'in_review')`)
  for (let round = 0; round < 20 && (await settled()) < 900; round += 1) {
    await pass(1000 + ((round * 397) % 1500))
    if (round % 2 === 0) {
      await kill(ground)
      await scene.restart()
    } else {
      await second.stop()
      second = await startServer(databaseUrl)
    }
  }
  await until(async () => (await settled()) === 1000, { withinMs: 150_000, what: 'all thousand settle' })
  expect(await count(looker, `version where status in ('in_review', 'approved')`)).toBe(1000)
  expect(await brokenPromises(databaseUrl)).toEqual([])
})
