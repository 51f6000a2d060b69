import { expect, test } from 'vitest'
import { asAgent, asPerson } from '../testing/actors.ts'
import { testDatabase } from '../testing/database.ts'
import { makeMessage } from '../testing/rows.ts'
import { makeScene } from '../testing/scene.ts'
import { roomMessages } from './room-messages.ts'

const database = testDatabase()

test('reading page by page to the beginning brings every message once and in order, those of one moment too', async () => {
  const { db } = database()
  const { room, member, agent } = await makeScene(db)
  const said: string[] = []
  for (let n = 0; n < 23; n++) {
    // Seven of them in one commit.
    const createdAt = 1_700_000_000_000 + (n > 6 && n < 14 ? 7 : n) * 1000
    said.push((await makeMessage(db, { roomId: room.id, body: `message ${n}`, createdAt })).id)
  }
  const heard: string[] = []
  for (let before: string | null = null; ; before = heard[0] ?? null) {
    const page = await roomMessages(asPerson(member), room.id, { before, limit: 5 })
    expect(page?.messages.length).toBe(heard.length < 20 ? 5 : 3)
    heard.unshift(...(page?.messages ?? []).map(({ id }) => id))
    if (!page?.more) break
  }
  expect([...heard].sort()).toEqual([...said].sort())
  expect(heard.slice(0, 7)).toEqual(said.slice(0, 7))
  expect(heard.slice(14)).toEqual(said.slice(14))
  expect((await roomMessages(asPerson(member), room.id, { before: heard[0] ?? '', limit: 5 }))?.messages).toEqual([])
  expect(
    (await roomMessages(asAgent(agent), room.id, { before: null, limit: 3 }))?.messages.map(({ id }) => id),
  ).toEqual(heard.slice(-3))
})

test('I34 S22 older messages are only for whoever is in the room at that moment', async () => {
  const { db } = database()
  const { room, member, viewer, outsider, agent } = await makeScene(db)
  const { id: before } = await makeMessage(db, { roomId: room.id })
  await makeMessage(db, { roomId: room.id })
  const may = async (actor: Parameters<typeof roomMessages>[0]) =>
    (await roomMessages(actor, room.id, { before, limit: 5 })) !== null
  expect(await Promise.all([asPerson(member), asPerson(viewer), asAgent(agent), asPerson(outsider)].map(may))).toEqual([
    true,
    true,
    true,
    false,
  ])
  await db.query(`update participant set status = 'out' where "roomId" = $1`, [room.id])
  expect(await Promise.all([asPerson(member), asPerson(viewer), asAgent(agent)].map(may))).toEqual([
    false,
    false,
    false,
  ])
})
