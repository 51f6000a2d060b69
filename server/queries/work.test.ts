import type pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { asAgent, asPerson } from '../testing/actors.ts'
import { testDatabase } from '../testing/database.ts'
import { makeDelivery } from '../testing/lane-rows.ts'
import { makeVersion } from '../testing/result-rows.ts'
import { makeAgent, makeTask } from '../testing/rows.ts'
import { makeScene } from '../testing/scene.ts'
import { makeActivity, makeArtifact, makeAttempt, makeHandoff, makeLateReport } from '../testing/work-rows.ts'
import { agentDeliveries, deliveryDetail } from './deliveries.ts'
import { attemptDetail, taskDetail } from './work.ts'

const database = testDatabase()
let db: pg.Pool
beforeAll(() => {
  db = database().db
})

describe('an attempt', () => {
  test('comes with its clocks, deliveries, activities, drafts and late reports, and no one else’s', async () => {
    const { member, agent, task, attempt, room } = await makeScene(db)
    const other = await makeAttempt(db, { task, doer: agent, status: 'superseded' })
    for (const each of [attempt, other]) {
      await makeActivity(db, each, { body: `said on ${each.number}` })
      await makeArtifact(db, each)
      await makeLateReport(db, each, { kind: 'complete', payload: { response: 'late' } })
      await makeDelivery(db, agent, { attemptId: each.id, laneId: room.id, type: 'attempt.requested' })
    }
    const detail = await attemptDetail(asPerson(member), attempt.id)
    expect(detail).toMatchObject({ id: attempt.id, doerName: agent.name, roomId: room.id, status: 'submitted' })
    expect(detail?.clocks).toMatchObject({ offeredAt: attempt.offeredAt, endedAt: null })
    expect(detail?.activities).toMatchObject([{ type: 'thought', body: 'said on 1' }])
    expect(detail?.artifacts.map(({ attemptId }) => attemptId)).toEqual([attempt.id])
    expect(detail?.evidence).toMatchObject([{ kind: 'complete', payload: { response: 'late' } }])
    expect(detail?.deliveries).toMatchObject([{ attemptId: attempt.id, type: 'attempt.requested', status: 200 }])
  })
})

describe('a task', () => {
  test('comes with its whole story and the dossier for the next participant', async () => {
    const { member, room, goal, agent } = await makeScene(db)
    const guidance = [{ at: 1, from: 'person' as const, text: 'Shorter.' }]
    const task = await makeTask(db, {
      roomId: room.id,
      goalId: goal.id,
      guidance,
      fence: 2,
      output: { kind: 'document' },
    })
    const failed = await makeAttempt(db, {
      task,
      doer: agent,
      status: 'failed',
      failure: 'errored',
      reason: 'It broke.',
    })
    await makeArtifact(db, failed)
    const second = await makeAgent(db, { workspaceId: agent.workspaceId })
    const open = await makeAttempt(db, { task, doer: second })
    const version = await makeVersion(db, { attempt: failed, status: 'rejected' })
    await makeHandoff(db, { roomId: room.id, goalId: goal.id, taskId: task.id, status: 'answered', answer: '2025' })
    const detail = await taskDetail(asPerson(member), task.id)
    expect(detail?.task).toMatchObject({ id: task.id, guidance, fence: 2, output: { kind: 'document' } })
    expect(detail?.attempts.map(({ id, doerName }) => [id, doerName])).toEqual([
      [failed.id, agent.name],
      [open.id, second.name],
    ])
    expect(detail?.versions.map(({ id }) => id)).toEqual([version.id])
    expect(detail?.dossier).toMatchObject({
      brief: task.brief,
      guidance,
      tried: [{ attempt: 1, doer: agent.name, outcome: 'errored', reason: 'It broke.' }],
      partial: [{ attemptId: failed.id }],
      questions: [{ title: 'Which year?', answer: '2025' }],
    })
  })
})

describe('deliveries', () => {
  test('are told newest first, by outcome and type, page after page', async () => {
    const { member, agent } = await makeScene(db)
    const ids = []
    for (let n = 0; n < 53; n++)
      ids.unshift(await makeDelivery(db, agent, n % 2 ? { status: 500 } : { type: 'room.mentioned' }))
    const none = { status: null, type: null, before: null }
    const page = await agentDeliveries(asPerson(member), agent.id, none)
    expect(page?.map(({ id }) => id)).toEqual(ids.slice(0, 50))
    const rest = await agentDeliveries(asPerson(member), agent.id, { ...none, before: page?.at(-1)?.id ?? null })
    expect(rest?.map(({ id }) => id)).toEqual(ids.slice(50))
    expect(await agentDeliveries(asPerson(member), agent.id, { ...none, status: 'failed' })).toHaveLength(26)
    expect(await agentDeliveries(asPerson(member), agent.id, { ...none, status: 'delivered' })).toHaveLength(27)
    expect(await agentDeliveries(asPerson(member), agent.id, { ...none, type: 'room.mentioned' })).toHaveLength(27)
  })

  test('S36 about a room are for those who may read that room', async () => {
    const { member, outsider, owner, viewer, agent, room } = await makeScene(db)
    const [about, ping] = [await makeDelivery(db, agent, { laneId: room.id }), await makeDelivery(db, agent)]
    const seenBy = async (person: typeof member) =>
      (await agentDeliveries(asPerson(person), agent.id, { status: null, type: null, before: null }))?.map(
        ({ id }) => id,
      )
    expect(await seenBy(member)).toEqual([ping, about])
    expect(await seenBy(owner)).toEqual([ping, about])
    expect(await seenBy(outsider)).toEqual([ping])
    expect(await seenBy(viewer)).toBeUndefined()
    expect(await deliveryDetail(asPerson(outsider), about)).toBeNull()
    expect(await deliveryDetail(asPerson(outsider), ping)).not.toBeNull()
    expect(await deliveryDetail(asPerson(viewer), ping)).toBeNull()
    expect(await deliveryDetail(asAgent(agent), ping)).toBeNull()
  })

  test('S35 show what was sent and answered without the tokens in it, and what the agent did afterwards', async () => {
    const { member, agent, room, attempt } = await makeScene(db)
    await makeActivity(db, attempt, { body: 'before' })
    const token = `mst_att_${attempt.id}_${'k'.repeat(43)}`
    const link = `/api/v1/content/${'e'.repeat(80)}.${'m'.repeat(43)}`
    const body = JSON.stringify({ data: { attempt: { token }, inputs: [{ url: `https://muster.example${link}` }] } })
    const id = await makeDelivery(db, agent, {
      ...{
        laneId: room.id,
        attemptId: attempt.id,
        type: 'attempt.requested',
        body,
        responseBody: `{"echo":"${token}"}`,
      },
      requestHeaders: { 'webhook-id': 'evt_1', authorization: 'Bearer abc' },
      status: 503,
    })
    await makeActivity(db, attempt, { body: 'after' })
    const detail = await deliveryDetail(asPerson(member), id)
    const shown = JSON.stringify(detail)
    for (const secret of ['kkkk', 'eeee', 'mmmm', 'Bearer abc']) expect(shown).not.toContain(secret)
    expect(detail?.requestBody).toContain('"token":"mst_att_•••"')
    expect(detail?.requestHeaders).toMatchObject({ 'webhook-id': 'evt_1' })
    expect(detail?.later.map(({ body }) => body)).toEqual(['after'])
    expect(detail?.pointless).toBeNull()
  })

  test('say why sending again is pointless', async () => {
    const { member, agent, room, task } = await makeScene(db)
    const over = await makeAttempt(db, { task, doer: agent, status: 'superseded' })
    const id = await makeDelivery(db, agent, { laneId: room.id, attemptId: over.id, status: 503 })
    expect((await deliveryDetail(asPerson(member), id))?.pointless).toContain('superseded')
    const received = await makeDelivery(db, agent)
    expect((await deliveryDetail(asPerson(member), received))?.pointless).toContain('received')
    await db.query(`update agent set status = 'removed' where id = $1`, [agent.id])
    expect((await deliveryDetail(asPerson(member), id))?.pointless).toContain('no longer in the workspace')
  })
})
