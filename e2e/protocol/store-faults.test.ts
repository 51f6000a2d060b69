import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { migrate } from '../../prisma/migrate.ts'
import { brokenPromises, connectTo, count, heldUp, openGround } from '../faults/ground.ts'
import { Scene } from './scene.ts'
import { pass, until } from './until.ts'

// The database in trouble: locks in a circle, a schema that moves on, clocks that disagree with it.

test.concurrent('F65 a deadlock with somebody else’s transaction is tried again inside the call, which succeeds once', async (finished) => {
  const { scene, looker, databaseUrl } = await openGround(finished)
  const { roomId, id, own } = await scene.atWork()
  const other = await connectTo(databaseUrl, finished)
  // Ours waits longer than the server's second, so it is the server that is told of the circle.
  await other.query(`set deadlock_timeout = '30s'`)
  await other.query('begin')
  await other.query('select 1 from attempt for update')
  const report = own.report(id, 'complete', { response: 'The bridge is old.' })
  await heldUp(looker, 'the callback')
  const crossed = other.query('select 1 from lane where id = $1 for update', [roomId])
  await until(
    async () =>
      (await looker.query('select deadlocks from pg_stat_database where datname = current_database()')).rows[0]
        ?.deadlocks > 0,
    {
      what: 'the database found the circle',
    },
  )
  await crossed
  await other.query('rollback')
  expect((await report).status).toBe(200)
  await scene.event(roomId, 'deliverable.ready')
  expect(await count(looker, 'version')).toBe(1)
  expect(await brokenPromises(databaseUrl)).toEqual([])
})

test.concurrent('F73 the schema moves on under a process of the version before: it works on where it can, refuses where it cannot, and no row is half written', async (finished) => {
  const { scene, looker, databaseUrl } = await openGround(finished)
  const { roomId, id: attemptId, own } = await scene.atWork()
  await looker.query(`
    alter table attempt add column "addedLater" text;
    alter table event add column "addedLater" int not null default 1;
    create table added_later (id text primary key);
    insert into _prisma_migrations (id, checksum, migration_name, finished_at, started_at, applied_steps_count)
      values ('later', 'later', '29990101000000_later', now(), now(), 1);`)
  const done = await own.report(attemptId, 'complete', { response: 'The bridge is old.' })
  expect(done.status).toBe(200)
  await scene.event(roomId, 'deliverable.ready')
  // What the old version cannot write is refused whole, and done once it can be written again.
  await looker.query('alter table message rename column body to words')
  const id = randomUUID()
  const say = () => scene.send('message.post', { roomId, body: 'in between' }, id)
  const head = (await scene.events(roomId)).at(-1).seq
  const refused = await say()
  expect([refused.status, refused.json.code]).toEqual([500, 'internal'])
  expect([
    await count(looker, 'message where words = $1', ['in between']),
    (await scene.events(roomId)).at(-1).seq,
  ]).toEqual([0, head])
  await looker.query('alter table message rename column words to body')
  const [one, again] = [await say(), await say()]
  expect([one.status, again.json]).toEqual([200, one.json])
  expect(await count(looker, `message where body = 'in between'`)).toBe(1)
  // One of the version before does not start on it anew.
  await expect(migrate(databaseUrl)).rejects.toThrow(/29990101000000_later/)
  expect(await brokenPromises(databaseUrl)).toEqual([])
})

/** A server process whose own clock stands an hour ahead after one SIGUSR2, an hour behind after two, and right after three. */
const steppingClock = `let shift = 0
const { now } = Date
Date.now = () => now() + shift
process.on('SIGUSR2', () => {
  shift = shift === 0 ? 3600000 : shift > 0 ? -3600000 : 0
  process.stdout.write('the clock is ' + shift + ' off; ')
})`

test.concurrent('F67 the clock of the process steps an hour forward, then back: leases go by the database’s clock, nobody is taken over early or late', async ({
  onTestFinished,
}) => {
  const scene = await Scene.open({
    NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(steppingClock)}`,
  })
  onTestFinished(() => scene.close())
  const step = () => process.kill(scene.server.pid, 'SIGUSR2')
  const roomId = await scene.room()
  const { calls } = await scene.pullAgent({ rooms: [roomId] })
  const claim = async () => {
    const { json } = await calls.post('/api/v1/claims', { claimId: randomUUID(), waitSeconds: 20 })
    return json.claims[0].attempt
  }
  await scene.goal(roomId, { clocks: { leaseSeconds: 6, attemptsPerAgent: 5, attemptsPerTask: 9 } })
  const kept = await claim()
  for (let beat = 0; beat < 14; beat += 1) {
    if (beat === 2 || beat === 6) step()
    await pass(500)
    const { status, json } = await calls.report(kept.id, 'heartbeat')
    expect(status).toBe(200)
    const left = Date.parse(json.leaseExpiresAt) - Date.now()
    expect(left).toBeGreaterThan(1000)
    expect(left).toBeLessThan(7000)
  }
  // An hour behind, silence still ends when the lease does, and the next attempt is the only one that counts.
  const [lost, since] = [kept.id, performance.now()]
  await scene.event(roomId, 'attempt.failed', ({ data }) => data.attemptId === lost && data.class === 'lost')
  expect(performance.now() - since).toBeLessThan(20_000)
  const next = await claim()
  expect((await calls.report(next.id, 'complete', { response: 'The bridge is old.' })).status).toBe(200)
  expect((await calls.report(lost, 'complete', { response: 'Too late.' })).json.code).toBe('superseded')
  step()
  await scene.event(roomId, 'deliverable.ready')
  const stepped = [3600000, -3600000, 0].map((off) => `the clock is ${off} off`)
  await until(() => stepped.every((words) => scene.server.output().includes(words)), {
    what: 'the clock stepped thrice',
  })
  expect((await scene.snapshot(roomId)).deliverables[0].versions).toHaveLength(1)
  expect(await brokenPromises(scene.database.url)).toEqual([])
})
