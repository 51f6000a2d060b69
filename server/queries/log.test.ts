import type pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { asAgent, asPerson, asToken } from '../testing/actors.ts'
import { testDatabase } from '../testing/database.ts'
import { makeEvent, makeHook, makeSchedule, makeToken } from '../testing/lane-rows.ts'
import { makeRoom } from '../testing/rows.ts'
import { makeScene } from '../testing/scene.ts'
import { eventsAfter } from './log.ts'
import { mayFollow } from './standing.ts'
import { workspaceSnapshot } from './workspace-snapshot.ts'

const database = testDatabase()
let db: pg.Pool
beforeAll(() => {
  db = database().db
})

describe('the log', () => {
  test('gives what comes after a number, in order, with the newest number there is', async () => {
    const { room, member, agent } = await makeScene(db)
    const changes = [{ in: 'room' as const, id: room.id, set: { name: 'Kitchen' } }]
    const first = await makeEvent(db, room.id, {
      type: 'room.updated',
      changes,
      commandId: 'c1',
      data: { name: 'Kitchen' },
    })
    for (let n = 0; n < 4; n++) await makeEvent(db, room.id)
    expect(await eventsAfter(asPerson(member), { roomId: room.id }, 0, 1)).toEqual({ events: [first], head: 5 })
    const page = await eventsAfter(asAgent(agent), { roomId: room.id }, 3)
    expect(page?.events.map(({ seq }) => seq)).toEqual([4, 5])
    expect(await eventsAfter(asPerson(member), { roomId: room.id }, 5)).toEqual({ events: [], head: 5 })
  })

  test('is closed to strangers, and a lane may be followed by exactly those who may read it', async () => {
    const [one, other] = [await makeScene(db), await makeScene(db)]
    const { room, workspace, agent, attempt, member, outsider } = one
    expect(await eventsAfter(asPerson(outsider), { roomId: room.id }, 0)).toBeNull()
    expect(await eventsAfter(asAgent(agent, attempt.id), { roomId: room.id }, 0)).toBeNull()
    expect(await eventsAfter(asPerson(other.owner), { workspaceId: workspace.id }, 0)).toBeNull()
    expect(await mayFollow(asPerson(member), room.id)).toBe(true)
    expect(await mayFollow(asPerson(outsider), workspace.id)).toBe(true)
    expect(await mayFollow(asPerson(outsider), room.id)).toBe(false)
    expect(await mayFollow(asAgent(agent), workspace.id)).toBe(false)
  })

  test('S36 a workspace event about a room or a token that is not the reader’s is there without what it says', async () => {
    const { workspace, member, owner, room } = await makeScene(db)
    const hidden = await makeRoom(db, { workspaceId: workspace.id })
    const token = await makeToken(db, { workspaceId: workspace.id, memberId: owner.id })
    for (const each of [room, hidden]) {
      const changes = [{ in: 'rooms' as const, id: each.id, set: { name: each.name } }]
      await makeEvent(db, workspace.id, { type: 'room.created', data: { name: each.name }, changes })
    }
    const changes = [{ in: 'tokens' as const, id: token.id, set: { name: token.name } }]
    await makeEvent(db, workspace.id, { type: 'token.created', data: { name: token.name }, changes })
    const seen = await eventsAfter(asPerson(member), { workspaceId: workspace.id }, 0)
    expect(seen?.events.map(({ seq, data, changes }) => ({ seq, data, changes: changes.length }))).toEqual([
      { seq: 1, data: { name: room.name }, changes: 1 },
      { seq: 2, data: {}, changes: 0 },
      { seq: 3, data: {}, changes: 0 },
    ])
    const all = await eventsAfter(asPerson(owner), { workspaceId: workspace.id }, 0)
    expect(all?.events.map(({ changes }) => changes.length)).toEqual([1, 1, 1])
  })

  test('S36 of a schedule or a hook nobody sees anything who is not in its room', async () => {
    const { workspace, member, outsider, owner, room } = await makeScene(db)
    const papers = { schedules: await makeSchedule(db, room), hooks: await makeHook(db, room) }
    for (const name of ['schedules', 'hooks'] as const)
      await makeEvent(db, workspace.id, {
        data: { name: papers[name].name },
        changes: [{ in: name, id: papers[name].id, set: { goal: papers[name].goal } }],
      })
    const seen = async (person: typeof member) =>
      (await eventsAfter(asPerson(person), { workspaceId: workspace.id }, 0))?.events.map(
        ({ data, changes }) => Object.keys(data).length + changes.length,
      )
    expect(await seen(member)).toEqual([2, 2])
    expect(await seen(owner)).toEqual([2, 2])
    expect(await seen(outsider)).toEqual([0, 0])
    expect(await workspaceSnapshot(asPerson(outsider), workspace.id)).toMatchObject({ schedules: [], hooks: [] })
    expect((await workspaceSnapshot(asPerson(member), workspace.id))?.hooks).toHaveLength(1)
    const text = JSON.stringify(await workspaceSnapshot(asPerson(owner), workspace.id))
    for (const secret of [papers.hooks.tokenHash, papers.hooks.secret]) expect(text).not.toContain(secret)
  })

  test('S30 a token reads what its scopes reach, and a lane only with them', async () => {
    const { workspace, member, room } = await makeScene(db)
    for (const scope of ['read', 'work', 'review', 'admin', 'room.read'] as const)
      expect(await mayFollow(asToken(member, scope), room.id), scope).toBe(true)
    for (const scope of ['goal.create', 'workspace.read'] as const) {
      expect(await mayFollow(asToken(member, scope), room.id), scope).toBe(false)
      expect(await eventsAfter(asToken(member, scope), { roomId: room.id }, 0), scope).toBeNull()
    }
    expect(await mayFollow(asToken(member, 'room.read'), workspace.id)).toBe(false)
  })
})
