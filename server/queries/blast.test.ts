import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { claimWork } from '../commands/attempt/claim.ts'
import { completeAttempt } from '../commands/attempt/complete.ts'
import { createGoal } from '../commands/goal/create.ts'
import { approvePlan, editPlan } from '../commands/goal/plan.ts'
import type { Command } from '../commands/kit.ts'
import { createRunner, type Outcome } from '../commands/run.ts'
import { reopenTask } from '../commands/task/reopen.ts'
import { type CommandInput, type CommandName, commandInputs } from '../contract/commands.ts'
import { finish } from '../coordinator/finish.ts'
import { react } from '../coordinator/react.ts'
import type { Actor } from '../domain/permission.ts'
import { doneOnStale, weave } from '../domain/stale.ts'
import { openPool } from '../store/pool.ts'
import { PostgresStore } from '../store/postgres.ts'
import { readFabric } from '../store/reads/plan.ts'
import { asAgent, asPerson } from '../testing/actors.ts'
import { testDatabase } from '../testing/database.ts'
import { plainPorts } from '../testing/edge.ts'
import { join, makeAgent, makeMember, makeRoom, makeWorkspace } from '../testing/rows.ts'
import { blast } from './blast.ts'
import { inbox } from './inbox.ts'
import { goalPlans } from './plans.ts'

// The coordinator on a real PostgreSQL, two processes beside each other.

const database = testDatabase()
let db: pg.Pool
let pool: pg.Pool
const bugs: unknown[] = []

function open(name: string) {
  const store = new PostgresStore({ pool, process: name, newId: randomUUID })
  return createRunner({
    store,
    ports: plainPorts(),
    reactions: { react, finish },
    onBug: (error) => bugs.push(error),
  })
}
type House = Awaited<ReturnType<typeof house>>

async function house() {
  db = database().db
  const workspace = await makeWorkspace(db)
  const ana = await makeMember(db, { workspaceId: workspace.id, role: 'owner', name: 'Ana' })
  const eve = await makeMember(db, { workspaceId: workspace.id })
  const ada = await makeAgent(db, { workspaceId: workspace.id, channel: 'pull', url: null, maxConcurrency: 90 })
  await db.query('insert into agent_slot ("agentId", "inUse") values ($1, 0) on conflict do nothing', [ada.id])
  const room = await makeRoom(db, { workspaceId: workspace.id })
  await join(db, room, ada)
  const [one, other] = [open('one'), open('other')]
  const give = <N extends CommandName, R>(
    runner: typeof one,
    command: Command<never, R, never>,
    name: N,
    input: CommandInput<N>,
  ): Promise<Outcome<R>> =>
    runner.run(command as Command<unknown, R, never>, commandInputs[name].parse(input), asPerson(ana), randomUUID())
  const agent: Actor = asAgent(ada)
  /** Takes everything that is ready. */
  const claim = async () => {
    const input = { roomId: room.id, claimId: randomUUID(), max: 50, skills: null, again: false, goals: [] }
    const taken = await one.run(claimWork, input, agent)
    if (!taken.ok) throw new Error(taken.detail)
    return taken.result.claims.map(({ goal, task, attempt }) => ({ goalId: goal.id, key: task.key, id: attempt.id }))
  }
  const complete = (attemptId: string | undefined, text: string, runner = one) =>
    runner.run(
      completeAttempt,
      { attemptId: attemptId ?? '', completion: { response: '', artifacts: [{ parts: [{ text }] }] } },
      agent,
      randomUUID(),
    )
  return { ana, eve, room, one, other, give, claim, complete }
}

type Planned = { key: string; title: string; brief?: string; skills: string[]; needs: string[] }
const planned = (key: string, ...needs: string[]): Planned => ({
  key,
  title: `Task ${key}`,
  skills: ['writing'],
  needs,
})
const tasks = [planned('a'), planned('b', 'a'), planned('c', 'b')]
const words = (key: string) => `Sand of ${key}: twelve tonnes a year, by the harbour master’s book.`

async function begin({ one, room, give, claim, complete }: House, done: readonly string[]) {
  const fields = { roomId: room.id, title: 'Report', brief: 'Two pages.', autonomy: 'run' as const }
  const made = await give(one, createGoal as never, 'goal.create', {
    ...fields,
    plan: { tasks: [...tasks, { key: 'x', title: 'Aside', skills: ['writing'] }], deliverable: 'c' },
  })
  if (!made.ok) throw new Error(made.detail)
  const goalId = (made.result as { goalId: string }).goalId
  const open = new Map<string, string>()
  for (const key of [...done, '']) {
    for (const taken of await claim()) if (taken.goalId === goalId) open.set(taken.key, taken.id)
    if (key) await complete(open.get(key), words(key))
  }
  const { rows } = await db.query<{ id: string; key: string }>('select id, key from task where "goalId" = $1', [goalId])
  const ids = Object.fromEntries(rows.map((row) => [row.key, row.id]))
  return { goalId, ids, attempts: open }
}
async function statuses(goalId: string) {
  const { rows } = await db.query('select key, status from task where "goalId" = $1 order by number', [goalId])
  return Object.fromEntries(rows.map((row) => [row.key, row.status]))
}
async function sound(goalId: string) {
  const { task, version } = await readFabric(db, goalId)
  expect(doneOnStale(weave(task, version), task)).toEqual([])
  expect(bugs).toEqual([])
}

beforeAll(() => {
  pool = openPool(database().url, 4, true)
})
afterAll(() => pool.end())

describe('the blast radius', () => {
  test('names what a person is about to touch, and then exactly that is touched', async () => {
    const at = await house()
    const { goalId, ids } = await begin(at, ['a', 'b'])
    expect(await statuses(goalId)).toMatchObject({ a: 'done', b: 'done', c: 'running' })
    const seen = await blast(asPerson(at.ana), ids.a ?? '')
    expect(seen).toMatchObject({
      policy: 'ask',
      running: 1,
      deliverables: [],
      tasks: [
        { id: ids.b, status: 'done', what: 'redone' },
        { id: ids.c, status: 'running', what: 'stopped' },
      ],
    })
    expect(await blast(asPerson(at.ana), ids.a ?? '', 'keep')).toMatchObject({
      policy: 'keep',
      running: 0,
      tasks: [{ id: ids.b, what: 'redone' }],
    })
    await at.give(at.one, reopenTask as never, 'task.reopen', { taskId: ids.a ?? '', reason: 'A wrong year.' })
    expect(await statuses(goalId)).toEqual({ a: 'ready', b: 'stale', c: 'blocked', x: 'running' })
    expect(await inbox(asPerson(at.ana), at.room.workspaceId)).toMatchObject([
      { kind: 'stale', title: 'One result was built on something that changed', options: ['Redo all', 'Keep all'] },
    ])
    await sound(goalId)
  })

  test('names the deliverable that waits for review', async () => {
    const at = await house()
    const { ids } = await begin(at, ['a', 'b', 'c'])
    expect(await blast(asPerson(at.ana), ids.b ?? '')).toMatchObject({
      tasks: [{ id: ids.c, status: 'in_review', what: 'redone' }],
      deliverables: [{ name: 'Report', status: 'in_review' }],
    })
  })

  test('is for people of the room alone', async () => {
    const at = await house()
    const { goalId, ids } = await begin(at, ['a'])
    expect(await blast(asPerson(at.eve), ids.a ?? '')).toBeNull()
    expect(await goalPlans(asPerson(at.eve), goalId)).toBeNull()
  })
})

test('F53 a result and the opening of what it rests on in the same moment, in two processes: never done on what changed', async () => {
  const at = await house()
  for (let round = 0; round < 6; round++) {
    const { goalId, ids, attempts } = await begin(at, ['a'])
    const [result, opened] = await Promise.all([
      at.complete(attempts.get('b'), words('b'), round % 2 ? at.one : at.other),
      at.give(at.one, reopenTask as never, 'task.reopen', { taskId: ids.a ?? '', reason: 'A wrong year.' }),
    ])
    expect(opened).toMatchObject({ ok: true })
    const now = await statuses(goalId)
    expect(now.a).toBe('ready')
    expect(now.b).toBe(result.ok ? 'stale' : 'blocked')
    if (!result.ok) expect(result.code).toBe('superseded')
    await sound(goalId)
  }
})

test('the versions of a plan with what each changed come from the log alone', async () => {
  const at = await house()
  const fields = { roomId: at.room.id, title: 'Report', brief: 'Two pages.' }
  const made = await at.give(at.one, createGoal as never, 'goal.create', { ...fields, plan: { tasks } })
  const goalId = made.ok ? (made.result as { goalId: string }).goalId : ''
  const edit = (wanted: Planned[], reason = '') =>
    at.give(at.one, editPlan as never, 'plan.edit', { goalId, plan: { tasks: wanted }, reason })
  await edit([{ ...planned('a'), brief: 'Shorter.' }, planned('b', 'a'), planned('d')])
  await at.give(at.one, approvePlan as never, 'plan.approve', { goalId })
  await at.claim()
  const revised = await edit(
    [{ ...planned('a'), brief: 'Shorter.' }, { ...planned('b', 'a'), title: 'Other' }, planned('d')],
    'The board wants it so.',
  )
  expect(revised).toMatchObject({ ok: true, result: { planVersion: 3 } })
  await db.query('delete from task where "goalId" = $1 and key = $2', [goalId, 'd'])
  const found = await goalPlans(asPerson(at.ana), goalId)
  expect(found?.versions).toMatchObject([
    {
      version: 3,
      what: 'revised',
      reason: 'The board wants it so.',
      by: { name: 'Ana' },
      added: [],
      removed: [],
      changed: [{ key: 'b', title: 'Other', fields: ['title'] }],
    },
    {
      version: 2,
      what: 'proposed',
      tasks: 3,
      added: [{ key: 'd', title: 'Task d' }],
      removed: [{ key: 'c', title: 'Task c' }],
      changed: [{ key: 'a', fields: ['brief'] }],
    },
    { version: 1, what: 'proposed', added: [{ key: 'a' }, { key: 'b' }, { key: 'c' }], removed: [], changed: [] },
  ])
})
