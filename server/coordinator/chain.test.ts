import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { postMessage } from '../commands/room/message.ts'
import { createRunner, type Runner } from '../commands/run.ts'
import { createRoom } from '../commands/workspace/create-room.ts'
import { commandInputs } from '../contract/commands.ts'
import { examineDatabase } from '../store/doctor/examine.ts'
import { readHeads, strayed } from '../store/doctor/heads.ts'
import { openPool } from '../store/pool.ts'
import { PostgresStore } from '../store/postgres.ts'
import { asPerson } from '../testing/actors.ts'
import { plainPorts } from '../testing/edge.ts'
import { type FreshDatabase, freshDatabase } from '../testing/postgres.ts'
import { makeMember } from '../testing/rows.ts'
import { finish } from './finish.ts'
import { react } from './react.ts'

let database: FreshDatabase
let pool: ReturnType<typeof openPool>
let runner: Runner
let roomId = ''
let say: (body: string) => Promise<unknown>

beforeAll(async () => {
  database = await freshDatabase()
  pool = openPool(database.url, 4, true)
  const store = new PostgresStore({ pool, process: 'here', newId: randomUUID })
  runner = createRunner({
    ...{ store, ports: plainPorts(), reactions: { react, finish } },
    onBug: (error) => {
      throw error
    },
  })
  const member = await makeMember(pool, { role: 'owner' })
  const { workspaceId } = member
  const made = await runner.run(
    createRoom,
    commandInputs['room.create'].parse({ workspaceId, name: 'Room' }),
    asPerson(member),
  )
  if (!made.ok) throw new Error(JSON.stringify(made))
  roomId = made.result.roomId
  say = (body) => runner.run(postMessage, { roomId, body }, asPerson(member))
  await say('First.')
  await Promise.all(['Second.', 'Third.', 'Fourth.'].map(say))
})
afterAll(async () => {
  await runner.idle()
  await pool.end()
  await database.drop()
})

const broken = async () => {
  const found = (await examineDatabase(pool)).find(({ number }) => number === 'I37')
  expect(found?.looked).toBeGreaterThanOrEqual(4)
  return found?.broken
}
const guardAside = 'ALTER TABLE event DISABLE TRIGGER log_kept'
const last = `(SELECT max(seq) FROM event WHERE "laneId" = $1)`

test('I37 what people do is chained in the commit that does it, over several batches and in a room made by the way', async () => {
  const { rows } = await pool.query<{ chain: string }>('SELECT chain FROM lane WHERE id = $1', [roomId])
  expect(rows[0]?.chain).toMatch(/^[0-9a-f]{64}$/)
  expect(await broken()).toBe(0)
})

test.each([
  ['other words', `UPDATE event SET data = data || '{"messageId": "another"}' WHERE "laneId" = $1 AND seq = ${last}`],
  ['another person', `UPDATE event SET actor = actor || '{"name": "Bea"}' WHERE "laneId" = $1 AND seq = ${last}`],
  ['nobody', `UPDATE event SET actor = actor || '{"kind": "coordinator"}' WHERE "laneId" = $1 AND seq = ${last}`],
  ['another moment', `UPDATE event SET at = at - interval '1 day' WHERE "laneId" = $1 AND seq = ${last}`],
  ['an end that is cut off', `DELETE FROM event WHERE "laneId" = $1 AND seq = ${last}`],
  [
    'something added',
    `INSERT INTO event SELECT "laneId", seq + 1, at, type, actor, "commandId", data, changes FROM event WHERE "laneId" = $1 AND seq = ${last}`,
  ],
])('I37 S84 %s in the log of what people did is found, though the database’s owner did it', async (_, change) => {
  const client = await pool.connect()
  try {
    await client.query(`BEGIN; ${guardAside}`)
    expect((await client.query(change, [roomId])).rowCount).toBe(1)
    const { rows } = await client.query(`SELECT chain <> people_chain(id, 0, '') AS broken FROM lane WHERE id = $1`, [
      roomId,
    ])
    expect(rows[0]?.broken).toBe(true)
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
  expect(await broken()).toBe(0)
})

test.each(['UPDATE event SET at = now()', 'DELETE FROM event WHERE seq = 1', 'TRUNCATE event'])(
  'S84 %s is refused to whoever has not put the guard of the log aside',
  async (change) => {
    const before = await pool.query('SELECT count(*) FROM event')
    await expect(pool.query(change)).rejects.toThrow('the log is only ever added to')
    expect((await pool.query('SELECT count(*) FROM event')).rows).toEqual(before.rows)
  },
)

test('S85 an end that is cut off and chained anew is found by the links that were noted before, and growth is not', async () => {
  const noted = await readHeads(pool)
  const client = await pool.connect()
  const link = `SELECT chain <> people_chain(id, 0, '') AS broken FROM lane WHERE id = $1`
  try {
    await client.query(`BEGIN; ${guardAside}`)
    const { rowCount } = await client.query(`DELETE FROM event WHERE "laneId" = $1 AND seq > ${last} - 2`, [roomId])
    expect(rowCount).toBe(2)
    await client.query(
      `UPDATE lane SET chain = people_chain(id, 0, ''), seq = (SELECT max(seq) FROM event WHERE "laneId" = id) WHERE id = $1`,
      [roomId],
    )
    expect((await client.query(link, [roomId])).rows).toEqual([{ broken: false }])
    expect(await strayed(client, noted)).toEqual([expect.stringContaining(roomId)])
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
  await say('Fifth.')
  expect(await strayed(pool, noted)).toEqual([])
  expect(await readHeads(pool)).not.toEqual(noted)
})
