import pg from 'pg'
import { expect, type TestContext } from 'vitest'
import { examineDatabase } from '../../server/store/doctor/examine.ts'
import { openPool } from '../../server/store/pool.ts'
import { freshDatabase } from '../../server/testing/postgres.ts'
import { Scene } from '../protocol/scene.ts'
import { startServer } from '../protocol/server.ts'
import { until } from '../protocol/until.ts'
import { Wire } from './wire.ts'

type Finished = Pick<TestContext, 'onTestFinished'>

/** A server of a test's own, with a connection beside it to look and to hold locks with. */
export type Ground = { scene: Scene; looker: pg.Client; databaseUrl: string }

/** Starts a server on a database of its own; everything is gone when the test ends. */
export async function openGround({ onTestFinished }: Finished): Promise<Ground> {
  const scene = await Scene.open()
  onTestFinished(() => scene.close())
  const looker = await connectTo(scene.database.url, { onTestFinished })
  return { scene, looker, databaseUrl: scene.database.url }
}

/** The same with a wire between server and database. `databaseUrl` is the database without it. */
export async function openWiredGround({ onTestFinished }: Finished): Promise<Ground & { wire: Wire }> {
  const database = await freshDatabase()
  const wire = await Wire.open(database.url)
  const scene = new Scene(
    { url: wire.url(database.url), drop: database.drop },
    await startServer(wire.url(database.url)),
  )
  onTestFinished(async () => {
    wire.heal()
    await scene.close()
    await wire.close()
  })
  scene.workspaceId = (await scene.person.get('/api/v1/me')).json.workspaces[0].id
  const looker = await connectTo(database.url, { onTestFinished })
  return { scene, wire, looker, databaseUrl: database.url }
}

/** One connection that ends with the test, at the latest with the database under it. */
export async function connectTo(databaseUrl: string, { onTestFinished }: Finished): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl })
  client.on('error', () => undefined)
  await client.connect()
  onTestFinished(() => client.end().catch(() => undefined))
  return client
}

export const count = async (client: pg.Client, sql: string, values: unknown[] = []): Promise<number> =>
  Number((await client.query<{ n: string }>(`select count(*) as n from ${sql}`, values)).rows[0]?.n)

/** Waits until a process of the scene waits for a lock in this database. */
export const heldUp = (looker: pg.Client, what: string) =>
  until(() => count(looker, `pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`), {
    what: `${what} waits for the lock`,
  })

/** Kills the server and waits until it is gone. */
export async function kill({ scene }: Pick<Ground, 'scene'>) {
  scene.server.signal('SIGKILL')
  await scene.server.ended
}

/** As if the half minute were over for which a dead process keeps its jobs. */
export const passClaims = (looker: pg.Client) =>
  looker.query(`update job set "claimedUntil" = clock_timestamp() where "endedAt" is null`)

/** What the doctor finds broken in a database: an empty list when all is well. */
export async function brokenPromises(databaseUrl: string) {
  const pool = openPool(databaseUrl, 1)
  const found = await examineDatabase(pool).finally(() => pool.end())
  return found.filter((one) => one.broken > 0)
}

/** A plan of so many tasks that need nothing of each other. */
export const manyTasks = (count: number) => ({
  tasks: Array.from({ length: count }, (_, i) => ({ key: `t${i}`, title: `Task ${i}`, brief: 'Write.', skills: [] })),
})

const commitsWait = `
  create function wait_at_commit() returns trigger language plpgsql as
    'begin perform pg_advisory_xact_lock_shared(7); return null; end';
  create constraint trigger wait_at_commit after insert on event deferrable initially deferred
    for each row execute function wait_at_commit();`

/** From here on commits of the database wait, inside COMMIT itself, until the answer is called. */
export async function holdCommits(
  { looker, databaseUrl }: Ground,
  finished: Finished,
): Promise<() => Promise<unknown>> {
  const holder = await connectTo(databaseUrl, finished)
  await looker.query(commitsWait)
  await holder.query('select pg_advisory_lock(7)')
  return () => holder.query('select pg_advisory_unlock(7)')
}

/** Calls, waits until `what` is held up, and kills the server; the call gets no answer. */
export async function cutOff(ground: Ground, what: string, call: () => Promise<unknown>) {
  const cut = call().catch(() => 'no answer' as const)
  await heldUp(ground.looker, what)
  await kill(ground)
  expect(await cut).toBe('no answer')
}

/** The same while `lock` is held, which goes with the process. */
export async function cutOffAt(ground: Ground, lock: string, what: string, call: () => Promise<unknown>) {
  await ground.looker.query('begin')
  await ground.looker.query(lock)
  await cutOff(ground, what, call)
  await ground.looker.query('rollback')
}

/** Calls twice, as a caller does who got no answer: it works, and the second answer is the first. */
export async function sameAnswerTwice(call: () => Promise<{ status: number; json: unknown }>) {
  const [one, again] = [await call(), await call()]
  expect([one.status, again.json]).toEqual([200, one.json])
}

/** What must hold after every kill: numbers without gaps, no place held by nobody, and the doctor has nothing to say. */
export async function allWell({ scene, looker, databaseUrl }: Ground, roomId: string) {
  const events = await scene.events(roomId)
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1))
  expect(
    await count(
      looker,
      `agent_slot s where "inUse" <> (select count(*) from attempt a where a."agentId" = s."agentId"
    and a.status in ('offered', 'accepted', 'working'))`,
    ),
  ).toBe(0)
  expect(await brokenPromises(databaseUrl)).toEqual([])
}
