import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Agent } from '../domain/workspace.ts'
import { putRow } from '../testing/insert.ts'
import { type FreshDatabase, freshDatabase } from '../testing/postgres.ts'
import { makeAgent, makeRoom, makeWorkspace } from '../testing/rows.ts'
import { openPool } from './pool.ts'
import { PostgresStore } from './postgres.ts'
import type { Wants } from './store.ts'

const nothing: Wants = { goals: new Set(), messages: new Set(), receipts: [] }
let database: FreshDatabase
let pool: ReturnType<typeof openPool>
beforeAll(async () => {
  database = await freshDatabase()
  pool = openPool(database.url, 12, true)
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

async function house() {
  const { id: workspaceId } = await makeWorkspace(pool)
  const rooms = await Promise.all([makeRoom(pool, { workspaceId }), makeRoom(pool, { workspaceId })])
  const agents: Agent[] = []
  for (const n of [1, 2, 3]) {
    const agent = await makeAgent(pool, { workspaceId, name: `Agent ${n} ${workspaceId}`, maxConcurrency: 500 })
    await putRow(pool, 'agent_slot', { agentId: agent.id })
    agents.push(agent)
  }
  const open = (process: string) => new PostgresStore({ pool, process, newId: randomUUID })
  const kept = async () => {
    const { rows } = await pool.query('SELECT "agentId", "inUse", tokens, "costUsd" FROM agent_slot')
    return new Map(rows.map((row) => [row.agentId, row]))
  }
  return { rooms, agents, open, kept }
}

test('what an agent used up is added over rooms and processes, and each process knows what it added itself', async () => {
  const { rooms, agents, open, kept } = await house()
  const agentId = agents[0]?.id ?? ''
  const [here, there] = [open('here'), open('there')]
  const spend = (store: PostgresStore, laneId: string, tokens: number) =>
    store.transact(laneId, nothing, (unit) => {
      unit.appends.spend.push({ agentId, tokens, costUsd: tokens / 1000 })
      return unit.spentBy(agentId)
    })
  expect(await spend(here, rooms[0].id, 1000)).toEqual({ tokens: 1000, costUsd: 1 })
  expect(await spend(here, rooms[1].id, 500)).toEqual({ tokens: 1500, costUsd: 1.5 })
  await spend(there, rooms[0].id, 250)
  expect((await kept()).get(agentId)).toMatchObject({ inUse: 0, tokens: 1750, costUsd: 1.75 })
  // What another process added is seen when its commit is in the way.
  expect(await spend(here, rooms[0].id, 0)).toEqual({ tokens: 1750, costUsd: 1.75 })
})

test('a batch that is taken back spends nothing', async () => {
  const { rooms, agents, open, kept } = await house()
  const agentId = agents[0]?.id ?? ''
  const store = open('here')
  await store.transact(rooms[0].id, nothing, (unit) => {
    const mark = unit.mark()
    unit.appends.spend.push({ agentId, tokens: 900, costUsd: 9 })
    unit.undo(mark)
    expect(unit.spentBy(agentId)).toEqual({ tokens: 0, costUsd: 0 })
  })
  expect((await kept()).get(agentId)).toMatchObject({ tokens: 0, costUsd: 0 })
})

test('lanes that claim places and spend at once, in any order, neither deadlock nor lose anything', async () => {
  const { rooms, agents, open, kept } = await house()
  const stores = [open('here'), open('there')]
  const rounds = Array.from({ length: 40 }, (_, i) => i)
  await Promise.all(
    rounds.map((i) =>
      (stores[i % 2] as PostgresStore).transact((rooms[i % 2] as { id: string }).id, nothing, (unit) => {
        const order = i % 4 < 2 ? agents : [...agents].reverse()
        for (const { id } of order) {
          unit.appends.spend.push({ agentId: id, tokens: 10, costUsd: 0 })
          unit.claimSlot(id)
        }
      }),
    ),
  )
  for (const { id } of agents) expect((await kept()).get(id)).toMatchObject({ inUse: 40, tokens: 400 })
})
