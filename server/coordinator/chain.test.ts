import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { postMessage } from '../commands/room/message.ts'
import { createRunner, type Runner } from '../commands/run.ts'
import { createRoom } from '../commands/workspace/create-room.ts'
import { commandInputs } from '../contract/commands.ts'
import { examineDatabase } from '../store/doctor/examine.ts'
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
  const say = (body: string) => runner.run(postMessage, { roomId, body }, asPerson(member))
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
])('I37 %s in the log of what people did is found', async (_, change) => {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
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
