import type pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { asAgent, asPerson } from '../testing/actors.ts'
import { testDatabase } from '../testing/database.ts'
import { makeInvite, makeToken } from '../testing/lane-rows.ts'
import { makeRoom } from '../testing/rows.ts'
import { makeScene } from '../testing/scene.ts'
import { roomSnapshot } from './room-snapshot.ts'
import { workspaceSnapshot } from './workspace-snapshot.ts'

const database = testDatabase()
let db: pg.Pool
beforeAll(() => {
  db = database().db
})

async function makePapers() {
  const scene = await makeScene(db)
  const workspaceId = scene.workspace.id
  const hidden = await makeRoom(db, { workspaceId, name: 'Hidden' })
  const invite = await makeInvite(db, { workspaceId })
  const mine = await makeToken(db, { workspaceId, memberId: scene.member.id })
  const owners = await makeToken(db, { workspaceId, memberId: scene.owner.id })
  return { ...scene, hidden, invite, mine, owners }
}

describe('a workspace snapshot', () => {
  test('shows a member the rooms it is in, its own tokens and no invites', async () => {
    const { workspace, member, room, mine, agent } = await makePapers()
    const snapshot = await workspaceSnapshot(asPerson(member), workspace.id)
    expect(snapshot?.rooms.map(({ id }) => id)).toEqual([room.id])
    expect(snapshot?.tokens.map(({ id }) => id)).toEqual([mine.id])
    expect(snapshot?.invites).toEqual([])
    expect(snapshot?.agents.map(({ id }) => id)).toEqual([agent.id])
    expect(snapshot).toMatchObject({ seq: 0, workspace: { id: workspace.id, name: workspace.name } })
  })

  test('shows those who run the workspace every room and every invite, but only their own tokens', async () => {
    const { workspace, owner, room, hidden, invite, owners } = await makePapers()
    const snapshot = await workspaceSnapshot(asPerson(owner), workspace.id)
    expect(snapshot?.rooms.map(({ id }) => id)).toEqual([room.id, hidden.id])
    expect(snapshot?.invites.map(({ id }) => id)).toEqual([invite.id])
    expect(snapshot?.tokens.map(({ id }) => id)).toEqual([owners.id])
  })

  test('is not for agents, nor for people of another workspace', async () => {
    const [one, other] = [await makeScene(db), await makeScene(db)]
    expect(await workspaceSnapshot(asAgent(one.agent), one.workspace.id)).toBeNull()
    expect(await workspaceSnapshot(asPerson(other.owner), one.workspace.id)).toBeNull()
  })

  test('S35 no snapshot holds a hash, a secret or a password, for no role', async () => {
    const { workspace, room, owner, member, viewer, agent, invite, mine } = await makePapers()
    await db.query(`update agent set "previousSecret" = 'sealed-before' where id = $1`, [agent.id])
    for (const person of [owner, member, viewer]) {
      const seen = JSON.stringify([
        await workspaceSnapshot(asPerson(person), workspace.id),
        await roomSnapshot(asPerson(person), room.id),
      ])
      expect(seen).toContain(agent.id)
      for (const secret of [
        agent.tokenHash,
        'sealed-secret',
        'sealed-before',
        invite.tokenHash,
        mine.tokenHash,
        'hash-of-a-password',
      ])
        expect(seen).not.toContain(secret)
      for (const name of ['tokenHash', 'secret', 'previousSecret', 'passwordHash'])
        expect(seen).not.toContain(`"${name}"`)
    }
  })
})
