import { expect, test } from 'vitest'
import type { AttemptStatus } from '../domain/attempt.ts'
import { asPerson } from '../testing/actors.ts'
import { testDatabase } from '../testing/database.ts'
import { join, makeAgent, makeGoal, makeRoom, makeTask } from '../testing/rows.ts'
import { makeScene } from '../testing/scene.ts'
import { makeAttempt } from '../testing/work-rows.ts'
import { agentDetail } from './agent-detail.ts'

const database = testDatabase()
const offeredAt = 1_700_000_000_000

test('an agent that pulls shows its rooms, its record and its runs with how they ended and how long they took', async () => {
  const { db } = database()
  const { workspace, room, member, task } = await makeScene(db)
  const agent = await makeAgent(db, { workspaceId: workspace.id, channel: 'pull' })
  await join(db, room, agent)
  await makeAttempt(db, {
    task,
    doer: agent,
    ...{ number: 2, status: 'approved', offeredAt, acceptedAt: offeredAt + 1000, endedAt: offeredAt + 61_000 },
  })
  await makeAttempt(db, {
    task,
    doer: agent,
    ...{ number: 3, status: 'lost', failure: 'no_ack', reason: 'silent', offeredAt: offeredAt + 5000 },
    ...{ acceptedAt: null, endedAt: offeredAt + 65_000 },
  })
  await db.query(
    `insert into track_record ("agentId", skill, accepted, failed, "totalMs") values ($1, 'research', 2, 1, 90000)`,
    [agent.id],
  )
  const detail = await agentDetail(asPerson(member), agent.id, null)
  expect(detail).toMatchObject({
    agent: { id: agent.id, channel: 'pull' },
    rooms: [{ id: room.id, name: room.name }],
    record: [{ skill: 'research', accepted: 2, failed: 1, meanMs: 45_000 }],
    runs: [
      { number: 3, status: 'lost', failure: 'no_ack', reason: 'silent', durationMs: 60_000, taskTitle: task.title },
      { number: 2, status: 'approved', durationMs: 60_000, roomName: room.name, taskNumber: task.number },
    ],
    more: false,
  })
})

test('runs come fifty at a time, none twice, and only from rooms that the caller may read', async () => {
  const { db } = database()
  const { workspace, room, goal, agent, member, owner } = await makeScene(db)
  const elsewhere = await makeRoom(db, { workspaceId: workspace.id })
  const hidden = await makeTask(db, { roomId: elsewhere.id, goalId: (await makeGoal(db, { roomId: elsewhere.id })).id })
  await join(db, elsewhere, agent)
  await makeAttempt(db, { task: hidden, doer: agent, offeredAt: offeredAt + 1000 })
  for (let n = 0; n < 60; n++) {
    const task = await makeTask(db, { roomId: room.id, goalId: goal.id })
    await makeAttempt(db, { task, doer: agent, offeredAt: offeredAt + Math.floor(n / 3) })
  }
  const runsOf = async (who: typeof member) => {
    const first = await agentDetail(asPerson(who), agent.id, null)
    const rest = await agentDetail(asPerson(who), agent.id, first?.runs.at(-1)?.attemptId ?? null)
    expect([first?.runs.length, first?.more, rest?.more]).toEqual([50, true, false])
    return [...(first?.runs ?? []), ...(rest?.runs ?? [])]
  }
  // One attempt is the scene's own.
  const mine = await runsOf(member)
  expect(new Set(mine.map(({ attemptId }) => attemptId)).size).toBe(61)
  expect(mine.map(({ roomId }) => roomId)).not.toContain(elsewhere.id)
  expect(await runsOf(owner)).toHaveLength(62)
  expect((await agentDetail(asPerson(member), agent.id, null))?.rooms.map(({ id }) => id)).toEqual([room.id])
})

test('an agent tells how its hand-outs of thirty days ended, how many places are taken, what it used up and how it judges', async () => {
  const { db } = database()
  const { room, goal, agent, member } = await makeScene(db)
  const now = Date.now()
  const ended = async (status: AttemptStatus, took: number, at = now - 60_000, atOnce = false) => {
    const task = await makeTask(db, { roomId: room.id, goalId: goal.id })
    const usage = { tokens: 700, costUsd: 0.5 }
    return makeAttempt(db, {
      task,
      doer: agent,
      status,
      offeredAt: at,
      acceptedAt: atOnce ? at + took : at,
      endedAt: at + took,
      usage,
    })
  }
  for (const took of [1000, 9000]) await ended('approved', took)
  await ended('approved', 5000, now - 50_000, true)
  await ended('rejected', 10)
  await ended('lost', 10)
  await ended('timed_out', 10)
  await ended('superseded', 10)
  await ended('failed', 10, now - 40 * 86_400_000)
  await db.query('delete from agent_slot where "agentId" = $1', [agent.id])
  await db.query('insert into agent_slot ("agentId", "inUse", tokens, "costUsd") values ($1, 2, 5600, 1.25)', [
    agent.id,
  ])
  const detail = await agentDetail(asPerson(member), agent.id, null)
  expect(detail).toMatchObject({
    lately: { accepted: 3, sentBack: 1, failed: 2, other: 1, medianMs: 5000 },
    inUse: 2,
    spent: { tokens: 5600, costUsd: 1.25 },
    judging: { given: 0, agreed: 0, warning: null },
  })
  expect(detail?.runs).toContainEqual(
    expect.objectContaining({ durationMs: 5000, progress: null, usage: { tokens: 700, costUsd: 0.5 } }),
  )
})
