import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGoal } from '../commands/goal/create.ts'
import { postMessage } from '../commands/room/message.ts'
import { createRunner, type Runner } from '../commands/run.ts'
import { commandInputs } from '../contract/commands.ts'
import type { FailureClass } from '../domain/attempt.ts'
import { openPool } from '../store/pool.ts'
import { PostgresStore } from '../store/postgres.ts'
import { asPerson } from '../testing/actors.ts'
import { plainPorts } from '../testing/edge.ts'
import { putRow } from '../testing/insert.ts'
import { type FreshDatabase, freshDatabase } from '../testing/postgres.ts'
import { plainRecord } from '../testing/read-back.ts'
import { join, makeAgent, makeMember, makeRoom } from '../testing/rows.ts'
import { createDeliverer, type Send } from './deliver-job.ts'
import { finish } from './finish.ts'
import { createJobWorker, type JobWorker } from './jobs.ts'
import { react } from './react.ts'

// How long after its clock ran out a failure is noticed: the real store, worker and coordinator on a real database, with
// other commands in the same room all the while. Only what the agents answer is played.

let database: FreshDatabase
let pool: ReturnType<typeof openPool>
let runner: Runner
let worker: JobWorker
let store: PostgresStore
const bugs: unknown[] = []
/** Agents whose name says so take the work up and are silent after that; the others never take it up. */
const send: Send = async ({ url }) => ({
  ...plainRecord(Date.now()),
  verdict: { kind: url.includes('takes') ? 'accepted' : 'delivered' },
})

beforeAll(async () => {
  database = await freshDatabase()
  pool = openPool(database.url, 6, true)
  const ports = plainPorts()
  store = new PostgresStore({ pool, process: 'here', newId: randomUUID })
  runner = createRunner({ store, ports, reactions: { react, finish }, onBug: (error) => bugs.push(error) })
  const again: JobWorker['runAgainAt'] = (job, at) => worker.runAgainAt(job, at)
  const seal = { unseal: ports.unseal, complete: (assignment: object) => assignment }
  const deliver = createDeliverer({ store, runner, send, again, now: Date.now, random: () => 0, ...seal })
  const drop = (job: { id: string }) => store.endJob(job.id, 'not here')
  worker = createJobWorker({
    store,
    runner,
    onBug: (error) => bugs.push(error),
    handlers: { deliver, judge: drop, plan: drop, expand: drop, reconcile: drop, enrol: drop },
  })
  worker.start()
})
afterAll(async () => {
  await worker.stop()
  await runner.idle()
  await pool.end()
  await database.drop()
})

/** One class of failure each, by the clocks of its goal: these run out in a second or two. */
const goals: [FailureClass, string, Record<string, number>][] = [
  ['no_ack', 'ignores', { acceptSeconds: 1 }],
  ['lost', 'takes', { leaseSeconds: 1 }],
  ['stalled', 'takes', { leaseSeconds: 60, progressSeconds: 1 }],
  ['timed_out', 'takes', { leaseSeconds: 60, attemptSeconds: 2 }],
]
const each = 25

test('a failure of any class is noticed soon after its clock, with a hundred attempts and a busy room', async () => {
  const member = await makeMember(pool, { role: 'owner' })
  const { workspaceId } = member
  const room = await makeRoom(pool, { workspaceId })
  await join(pool, room, member)
  for (const [failure, way] of goals) {
    const url = `https://${way}.example/${failure}`
    const agent = await makeAgent(pool, {
      workspaceId,
      ownerId: member.id,
      url,
      skills: [failure],
      maxConcurrency: each,
    })
    await putRow(pool, 'agent_slot', { agentId: agent.id })
    await join(pool, room, agent)
  }
  const delays = new Map<string, number[]>()
  let talking = true
  const noticed = new Promise<void>((resolve) => {
    let count = 0
    store.onCommit(({ events }) => {
      for (const { type, at, data } of events) {
        if (type !== 'attempt.failed') continue
        const list = delays.get(String(data.class)) ?? []
        delays.set(String(data.class), [...list, at - Number(data.dueAt)])
        count += 1
      }
      if (count >= each * goals.length) resolve()
    })
  })
  const talk = async (name: string) => {
    while (talking) await runner.run(postMessage, { roomId: room.id, body: `${name} says something` }, asPerson(member))
  }
  const talkers = ['Ana', 'Ben', 'Cem', 'Dora'].map(talk)
  for (const [failure, , clocks] of goals) {
    const tasks = Array.from({ length: each }, (_, i) => ({ key: `t${i}`, title: `Task ${i}`, skills: [failure] }))
    const input = commandInputs['goal.create'].parse({
      ...{ roomId: room.id, title: failure, brief: 'Do it.', autonomy: 'run', plan: { tasks } },
      clocks: { ...clocks, attemptsPerTask: 1 },
    })
    expect(await runner.run(createGoal, input, asPerson(member))).toMatchObject({
      ok: true,
      result: { status: 'running' },
    })
  }
  await noticed
  talking = false
  await Promise.all(talkers)
  expect([...delays.keys()].sort()).toEqual(goals.map(([failure]) => failure).sort())
  const all = [...delays.values()].flat().sort((a, b) => a - b)
  expect(all).toHaveLength(each * goals.length)
  expect(all[0]).toBeGreaterThanOrEqual(0)
  // The bench measures how soon; here a machine that stops for a second must not fail it, and a clock that is not watched must.
  expect(all[all.length / 2]).toBeLessThanOrEqual(3000)
  expect(all.at(-1)).toBeLessThanOrEqual(10_000)
  expect(bugs).toEqual([])
})
