import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { putRow } from '../testing/insert.ts'
import { agentRow, attemptRow, goalRow, roomRow, taskRow } from '../testing/plain-rows.ts'
import { type FreshDatabase, freshDatabase } from '../testing/postgres.ts'
import { MemoryStore } from './memory.ts'
import { MemoryDisk } from './memory-disk.ts'
import { openPool } from './pool.ts'
import { PostgresStore } from './postgres.ts'
import { LaneMissing, receiptKey, type Store, type Wants } from './store.ts'
import type { Unit } from './unit.ts'

const now = Date.now()
const nothing: Wants = { goals: new Set(), messages: new Set(), receipts: [] }
const inGoal = (goalId: string): Wants => ({ ...nothing, goals: new Set([goalId]) })
const coordinator = { kind: 'coordinator', id: 'coordinator', name: 'Coordinator' } as const

type House = { workspaceId: string; open: (process: string) => Store; close: () => Promise<void> }

function memoryHouse(): Promise<House> {
  const disk = new MemoryDisk()
  const workspaceId = randomUUID()
  disk.openLane(workspaceId, 'workspace', workspaceId)
  const open = (process: string) => new MemoryStore({ disk, process, newId: randomUUID, now: Date.now })
  return Promise.resolve({ workspaceId, open, close: () => Promise.resolve() })
}

async function postgresHouse(): Promise<House> {
  const database: FreshDatabase = await freshDatabase()
  const pool = openPool(database.url, 4, true)
  const workspaceId = randomUUID()
  await putRow(pool, 'lane', { id: workspaceId, kind: 'workspace', workspaceId, seq: 0 })
  const close = async () => {
    await pool.end()
    await database.drop()
  }
  return { workspaceId, open: (process) => new PostgresStore({ pool, process, newId: randomUUID }), close }
}

/** A room with an agent of one place, a goal, a task and an open attempt. */
async function furnish(store: Store, workspaceId: string) {
  const [roomId, agentId, goalId, taskId, attemptId] = [1, 2, 3, 4, 5].map(() => randomUUID()) as [
    string,
    string,
    string,
    string,
    string,
  ]
  await store.transact(workspaceId, nothing, (unit) => {
    if (!unit.get('workspace', workspaceId))
      unit.insert('workspace', { id: workspaceId, name: 'Northwind', createdAt: now })
    unit.insert('agent', agentRow({ id: agentId, workspaceId, ownerId: randomUUID(), name: `Ada ${agentId}` }))
    unit.appends.slots.push(agentId)
    unit.insert('room', roomRow({ id: roomId, workspaceId }))
    unit.appends.lanes.push({ id: roomId, kind: 'room', workspaceId, events: [] })
    unit.emit('room.created', coordinator, { roomId })
  })
  await store.transact(roomId, inGoal(goalId), (unit) => {
    unit.insert('goal', goalRow({ id: goalId, roomId }))
    unit.insert('task', taskRow({ id: taskId, goalId, roomId, title: 'T', status: 'running' }))
    unit.insert('attempt', attemptRow({ id: attemptId, taskId, goalId, roomId, leaseUntil: now }))
    unit.emit('goal.created', coordinator, { goalId })
  })
  return { roomId, agentId, goalId, taskId, attemptId }
}

describe.each([
  ['Postgres', postgresHouse],
  ['memory', memoryHouse],
])('lanes on %s', (_name, build) => {
  let house: House
  let store: Store
  beforeAll(async () => {
    house = await build()
    store = house.open('one')
  })
  afterAll(() => house.close())
  const read = <T>(from: Store, laneId: string, goalId: string, look: (unit: Unit) => T) =>
    from.transact(laneId, inGoal(goalId), look)

  test('what one process wrote without an event, such as a lease, another process sees', async () => {
    const other = house.open('two')
    const { roomId, goalId, attemptId } = await furnish(store, house.workspaceId)
    const lease = (unit: Unit) => unit.get('attempt', attemptId)?.leaseUntil
    expect(await read(other, roomId, goalId, lease)).toBe(now)
    await store.transact(roomId, inGoal(goalId), (unit) =>
      unit.update('attempt', attemptId, { leaseUntil: now + 90_000 }),
    )
    expect(await read(other, roomId, goalId, lease)).toBe(now + 90_000)
    expect(await read(store, roomId, goalId, lease)).toBe(now + 90_000)
  })

  test('a body that throws leaves nothing behind, in the rows and in the log', async () => {
    const { roomId, goalId, taskId } = await furnish(store, house.workspaceId)
    const seq = await read(store, roomId, goalId, (unit) => unit.seq)
    const broken = store.transact(roomId, inGoal(goalId), (unit) => {
      unit.update('task', taskId, { title: 'Half written' })
      unit.emit('task.renamed', coordinator)
      throw new Error('a bug')
    })
    await expect(broken).rejects.toThrow('a bug')
    expect(await read(store, roomId, goalId, (unit) => [unit.get('task', taskId)?.title, unit.seq])).toEqual(['T', seq])
  })

  test('a receipt answers from the moment of its commit, in every process', async () => {
    const { roomId } = await furnish(store, house.workspaceId)
    const key = { actor: 'member:x', id: randomUUID() }
    await store.transact(roomId, nothing, (unit) => {
      const receipt = { ...key, laneId: roomId, requestHash: 'h', answer: { ok: true }, createdAt: unit.now }
      unit.appends.receipts.push(receipt)
    })
    const found = await house
      .open('two')
      .transact(roomId, { ...nothing, receipts: [key] }, (_unit, receipts) => receipts)
    expect(found.get(receiptKey(key.actor, key.id))).toMatchObject({ requestHash: 'h', answer: { ok: true } })
  })

  test('I01 a second open attempt on a task is refused by the store itself', async () => {
    const { roomId, goalId, taskId } = await furnish(store, house.workspaceId)
    const second = store.transact(roomId, inGoal(goalId), (unit) =>
      unit.insert('attempt', attemptRow({ taskId, goalId, roomId, number: 2 })),
    )
    await expect(second).rejects.toThrow(/duplicate key/)
  })

  test('I17 the last place of an agent goes to one of two processes', async () => {
    const other = house.open('two')
    const here = await furnish(store, house.workspaceId)
    const there = await furnish(other, house.workspaceId)
    const claim = (by: Store, laneId: string) =>
      by.transact(laneId, nothing, (unit) => {
        const agent = unit.agent(here.agentId)
        if (!agent || unit.freeSlots(agent) < 1) return false
        unit.claimSlot(agent.id)
        unit.emit('place.taken', coordinator)
        return true
      })
    const taken = await Promise.all([claim(store, here.roomId), claim(other, there.roomId)])
    expect(taken.sort()).toEqual([false, true])
  })

  test('a new job is its maker’s for half a minute, and ended when told', async () => {
    const { roomId } = await furnish(store, house.workspaceId)
    let heard: string[] = []
    const quiet = store.onCommit(({ jobs }) => {
      heard = jobs.map((job) => job.id)
    })
    const job = await store.transact(roomId, nothing, (unit) => unit.addJob('lane', { command: 'room.refresh' }))
    quiet()
    expect(heard).toEqual([job.id])
    expect((await house.open('two').claimJobs(100)).map((one) => one.id)).not.toContain(job.id)
    await store.endJob(job.id, 'done')
  })

  test('a lane whose clock ran out is due, and one whose clock did not is not', async () => {
    const { roomId } = await furnish(store, house.workspaceId)
    const due = async (wakeAt: number | null) => {
      await store.transact(roomId, nothing, (unit) => {
        unit.wakeAt = wakeAt
      })
      return (await store.dueLanes(1000)).includes(roomId)
    }
    expect(await due(Date.now() - 1000)).toBe(true)
    expect(await due(Date.now() + 60_000)).toBe(false)
    expect(await due(null)).toBe(false)
  })

  test('things are found in their lane, and what is nowhere is said to be nowhere', async () => {
    const { roomId, goalId, taskId } = await furnish(store, house.workspaceId)
    expect(await store.locate('task', taskId)).toEqual({ laneId: roomId, goalId })
    expect(await store.locate('task', randomUUID())).toBeNull()
    await expect(store.transact(randomUUID(), nothing, () => 0)).rejects.toThrow(LaneMissing)
  })
})
