import type pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../domain/permission.ts'
import { asAgent, asPerson } from '../testing/actors.ts'
import { testDatabase } from '../testing/database.ts'
import { makeDeliverable } from '../testing/result-rows.ts'
import { makeAgent, makeGoal, makeMember, makeRoom, makeTask } from '../testing/rows.ts'
import { makeScene } from '../testing/scene.ts'
import { findInWorkspace } from './find.ts'

const database = testDatabase()
let db: pg.Pool
beforeAll(() => {
  db = database().db
})

/** Two rooms, the second of which the member is not in; one thing of each kind in either is about a harbour. */
async function harbours() {
  const scene = await makeScene(db)
  const { workspace, room } = scene
  await db.query(`update room set name = 'The harbour' where id = $1`, [room.id])
  const closed = await makeRoom(db, { workspaceId: workspace.id, name: 'Harbour, behind closed doors' })
  for (const roomId of [room.id, closed.id]) {
    const goal = await makeGoal(db, { roomId, title: 'A report on the Harbour', number: 7 })
    const task = await makeTask(db, { roomId, goalId: goal.id, title: 'Count ships in the harbour', number: 21 })
    await makeDeliverable(db, { task, name: 'Harbour report', number: 7 })
  }
  const agent = await makeAgent(db, { workspaceId: workspace.id, name: 'harbour-master' })
  const person = await makeMember(db, { workspaceId: workspace.id, name: 'Hal Harbourne' })
  return { ...scene, closed, agent, person }
}
const look = async (actor: Actor, workspaceId: string, q: string, limit = 8) =>
  (await findInWorkspace(actor, workspaceId, { q, limit }))?.found

describe('a search over a workspace', () => {
  test('finds rooms, goals, tasks, deliverables, agents and people by words of their names, in any case', async () => {
    const { workspace, member, room, agent, person } = await harbours()
    const found = await look(asPerson(member), workspace.id, ' HARBOUR ')
    const here = { id: room.id, name: 'The harbour' }
    expect(found?.map(({ kind, title, number, room }) => [kind, title, number, room])).toEqual([
      ['room', 'The harbour', null, null],
      ['goal', 'A report on the Harbour', 7, here],
      ['task', 'Count ships in the harbour', 21, here],
      ['deliverable', 'Harbour report', 7, here],
      ['agent', agent.name, null, null],
      ['person', person.name, null, null],
    ])
    expect((await look(asPerson(member), workspace.id, 'ships count'))?.map(({ kind }) => kind)).toEqual(['task'])
    expect(await look(asPerson(member), workspace.id, 'harbour nonsense')).toEqual([])
    expect(await look(asPerson(member), workspace.id, '  ')).toEqual([])
  })

  test('of rooms that the caller may not read it finds nothing, and strangers get nothing at all', async () => {
    const { workspace, member, owner, outsider, viewer, agent } = await harbours()
    const other = await makeScene(db)
    const tasks = async (actor: Actor) =>
      (await look(actor, workspace.id, 'harbour'))?.filter(({ kind }) => kind === 'task').length
    expect([await tasks(asPerson(owner)), await tasks(asPerson(member)), await tasks(asPerson(viewer))]).toEqual([
      2, 1, 1,
    ])
    expect((await look(asPerson(outsider), workspace.id, 'harbour'))?.map(({ kind }) => kind)).toEqual([
      'agent',
      'person',
    ])
    expect(await look(asPerson(other.owner), workspace.id, 'harbour')).toBeUndefined()
    expect(await look(asAgent(agent), workspace.id, 'harbour')).toBeUndefined()
    // A token for the workspace alone sees no room's content.
    const narrow = { ...asPerson(member), scopes: ['workspace.read'] } as Actor
    expect((await look(narrow, workspace.id, 'harbour'))?.map(({ kind }) => kind)).toEqual(['person'])
    expect(await look(narrow, workspace.id, 'T-21')).toEqual([])
  })

  test('looks numbers up, each in every room that may be read', async () => {
    const { workspace, member, owner } = await harbours()
    const named = async (actor: Actor, q: string) =>
      (await look(actor, workspace.id, q))?.map(({ kind, number }) => `${kind} ${number}`)
    expect(await named(asPerson(owner), 't-21')).toEqual(['task 21', 'task 21'])
    expect(await named(asPerson(member), ' D-7 ')).toEqual(['deliverable 7'])
    expect(await named(asPerson(member), 'G-7')).toEqual(['goal 7'])
    expect(await named(asPerson(member), 'G-8')).toEqual([])
  })

  test('answers no more than is asked for: what begins so first, then the newest, what is over last', async () => {
    const { workspace, member, room, goal } = await makeScene(db)
    const place = { roomId: room.id, goalId: goal.id }
    const titles = ['Old quay', 'Quay one', 'Quay two', 'Quay three']
    for (const [i, title] of titles.entries())
      await makeTask(db, { ...place, title, status: title === 'Quay three' ? 'cancelled' : 'ready', number: 100 + i })
    const found = await look(asPerson(member), workspace.id, 'quay', 3)
    expect(found?.map(({ title, over }) => [title, over])).toEqual([
      ['Quay two', false],
      ['Quay one', false],
      ['Quay three', true],
    ])
    // Signs that patterns are made of are letters like others.
    for (const q of ['%', '_', '\\', "'; drop table task; --"])
      expect(await look(asPerson(member), workspace.id, q)).toEqual([])
  })
})
