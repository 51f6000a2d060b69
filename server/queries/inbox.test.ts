import type pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import type { CheckResult } from '../domain/checks/check.ts'
import { asAgent, asPerson } from '../testing/actors.ts'
import { testDatabase } from '../testing/database.ts'
import { makeReview, makeVersion } from '../testing/result-rows.ts'
import { join, makeAgent, makeGoal, makeMessage, makeTask } from '../testing/rows.ts'
import { makeScene } from '../testing/scene.ts'
import { makeAction, makeAttempt, makeHandoff } from '../testing/work-rows.ts'
import { inbox } from './inbox.ts'

const database = testDatabase()
let db: pg.Pool
beforeAll(() => {
  db = database().db
})

const check = (name: CheckResult['name'], status: CheckResult['status']): CheckResult => ({
  ...{ name, status, required: true, summary: '', evidence: [] },
})

describe('the inbox', () => {
  test('has one item of each kind with what its buttons need', async () => {
    const { workspace, member, room, goal, task, attempt, deliverable, version } = await makeScene(db)
    const place = { roomId: room.id, goalId: goal.id }
    await db.query('update version set status = $2 where id = $1', [version.id, 'changes_requested'])
    const second = await makeVersion(db, {
      attempt,
      deliverableId: deliverable.id,
      checks: [check('non_empty', 'passed'), check('quotes', 'failed'), check('sections', 'passed')],
    })
    const question = await makeHandoff(db, { ...place, taskId: task.id, options: ['2024', '2025'] })
    const stuck = await makeHandoff(db, { ...place, taskId: task.id, kind: 'needs_human', memberId: member.id })
    const plan = await makeGoal(db, { roomId: room.id, status: 'awaiting_plan_approval' })
    const action = await makeAction(db, attempt)
    const mine = await makeTask(db, place)
    const own = await makeAttempt(db, { task: mine, doer: member, status: 'accepted' })
    const items = await inbox(asPerson(member), workspace.id)
    const where = { roomId: room.id, roomName: room.name, goalId: goal.id, goalTitle: goal.title }
    expect(items).toMatchObject([
      { kind: 'review', ...where, taskId: task.id, taskNumber: task.number, title: deliverable.name },
      {
        kind: 'question',
        id: question.id,
        handoffId: question.id,
        options: ['2024', '2025'],
        detail: question.body,
        at: question.createdAt,
      },
      { kind: 'needs_human', handoffId: stuck.id },
      { kind: 'work', attemptId: own.id, taskId: mine.id, title: mine.title },
      { kind: 'plan', id: plan.id, goalId: plan.id, taskId: null },
      { kind: 'action', actionId: action.id, attemptId: attempt.id, title: action.command },
    ])
    expect(items?.[0]?.deliverable).toEqual({
      id: deliverable.id,
      number: deliverable.number,
      versionId: second.id,
      versionNumber: 2,
      sha256: second.sha256,
      checksPassed: 2,
      checksTotal: 3,
      required: 1,
      approvals: 0,
    })
  })

  test('tells a budget, results in question, answers that contradict and a goal to be explained apart, and names the agent that used up its own budget, whatever it is called by now', async () => {
    const { workspace, member, room, goal, task } = await makeScene(db)
    await db.query('update deliverable set status = $2 where "roomId" = $1', [room.id, 'approved'])
    const place = { roomId: room.id, goalId: goal.id }
    const kinds = ['goal_question', 'conflict', 'stale', 'budget'] as const
    for (const kind of kinds) await makeHandoff(db, { ...place, kind, taskId: kind === 'conflict' ? task.id : null })
    const scout = await makeAgent(db, { workspaceId: workspace.id, ownerId: member.id, name: 'scout' })
    await makeHandoff(db, {
      ...{ roomId: room.id, kind: 'budget', memberId: member.id, agentId: scout.id, options: [] },
      title: 'scout: its budget is used up',
    })
    await db.query(`update agent set name = 'ranger' where id = $1`, [scout.id])
    const items = await inbox(asPerson(member), workspace.id)
    expect(items?.map(({ kind, agentId }) => [kind, agentId ?? null])).toEqual([
      ...kinds.map((kind) => [kind, null]),
      ['budget', scout.id],
    ])
  })

  test('counts approvals of exactly these bytes, and lets the one who gave one go', async () => {
    const { workspace, member, owner, deliverable, version } = await makeScene(db)
    const by = (memberId: string, fields = {}) =>
      makeReview(db, version, { deliverableId: deliverable.id, memberId, ...fields })
    await by(owner.id)
    await by(member.id, { sha256: 'f'.repeat(64), versionId: deliverable.id })
    await by(member.id, { verdict: 'changes_requested' })
    const [review] = (await inbox(asPerson(member), workspace.id)) ?? []
    expect(review?.deliverable?.approvals).toBe(1)
    expect(await inbox(asPerson(owner), workspace.id)).toEqual([])
  })

  test('leaves out what waits for somebody else, in other rooms, in archived rooms, of goals that are over', async () => {
    const { workspace, member, owner, outsider, viewer, room, goal, attempt } = await makeScene(db)
    await db.query('update deliverable set status = $2 where "roomId" = $1', [room.id, 'approved'])
    await makeHandoff(db, { roomId: room.id, memberId: owner.id })
    await makeHandoff(db, { roomId: room.id, status: 'answered' })
    await makeAction(db, attempt, { decision: 'denied' })
    expect(await inbox(asPerson(member), workspace.id)).toEqual([])
    expect(await inbox(asPerson(owner), workspace.id)).toHaveLength(1)
    await makeHandoff(db, { roomId: room.id })
    expect(await inbox(asPerson(member), workspace.id)).toHaveLength(1)
    expect(await inbox(asPerson(outsider), workspace.id)).toEqual([])
    expect(await inbox(asPerson(viewer), workspace.id)).toEqual([])
    await makeAction(db, attempt)
    await db.query(`update goal set status = 'cancelled' where id = $1`, [goal.id])
    expect(await inbox(asPerson(member), workspace.id)).toHaveLength(1)
    await db.query(`update room set status = 'archived' where id = $1`, [room.id])
    expect(await inbox(asPerson(member), workspace.id)).toEqual([])
  })

  test('shows work once, also when a handoff tells of it', async () => {
    const { workspace, member, room, goal } = await makeScene(db)
    const task = await makeTask(db, { roomId: room.id, goalId: goal.id })
    const attempt = await makeAttempt(db, { task, doer: member, status: 'offered' })
    const told = await makeHandoff(db, {
      roomId: room.id,
      goalId: goal.id,
      taskId: task.id,
      attemptId: attempt.id,
      kind: 'work',
    })
    const items = await inbox(asPerson(member), workspace.id)
    expect(items?.filter(({ kind }) => kind === 'work')).toMatchObject([{ handoffId: told.id, attemptId: attempt.id }])
  })

  test('asks what a goal means before its plan is to be signed, and never both at once', async () => {
    const { workspace, member, owner, room } = await makeScene(db)
    await db.query('update deliverable set status = $2 where "roomId" = $1', [room.id, 'approved'])
    const goal = await makeGoal(db, { roomId: room.id, status: 'awaiting_plan_approval' })
    const place = { roomId: room.id, goalId: goal.id, memberId: member.id }
    await makeHandoff(db, { ...place, kind: 'goal_question' })
    const kinds = async (who: typeof member) => (await inbox(asPerson(who), workspace.id))?.map(({ kind }) => kind)
    expect(await kinds(member)).toEqual(['goal_question'])
    expect(await kinds(owner)).toEqual(['plan'])
    await db.query(`update handoff set status = 'answered' where "goalId" = $1`, [goal.id])
    expect(await kinds(member)).toEqual(['plan'])
  })

  test('says first why a plan cannot start, and offers to start only what can', async () => {
    const { workspace, member, room } = await makeScene(db)
    await db.query('update deliverable set status = $2 where "roomId" = $1', [room.id, 'approved'])
    const waiting = { roomId: room.id, status: 'awaiting_plan_approval' as const }
    await makeGoal(db, { ...waiting, planProblems: ['nobody here can do slides'] })
    await makeGoal(db, { ...waiting, planProblems: [], brief: 'A brief on Bergen.' })
    const items = await inbox(asPerson(member), workspace.id)
    expect(items?.map(({ detail, options }) => [detail, options])).toEqual([
      ['nobody here can do slides', []],
      ['A brief on Bergen.', ['start']],
    ])
  })

  test('puts the oldest first within a kind, over all rooms of the reader', async () => {
    const { workspace, member, room, outsider } = await makeScene(db)
    const other = await makeScene(db)
    await makeHandoff(db, { roomId: other.room.id })
    const first = await makeHandoff(db, { roomId: room.id })
    const second = await makeHandoff(db, { roomId: room.id })
    await join(db, room, outsider)
    const items = await inbox(asPerson(outsider), workspace.id)
    expect(items?.map(({ kind, handoffId }) => handoffId ?? kind)).toEqual(['review', first.id, second.id])
    expect(await inbox(asPerson(member), other.workspace.id)).toBeNull()
    expect(await inbox(asAgent(other.agent), other.workspace.id)).toBeNull()
  })

  test('a room in which somebody is mentioned is one row, with the first message that they have not been at', async () => {
    const { workspace, member, owner, viewer, outsider, room } = await makeScene(db)
    await db.query('update deliverable set status = $2 where "roomId" = $1', [room.id, 'approved'])
    const [first, second] = [
      await makeMessage(db, { roomId: room.id, authorName: 'Olu', body: '@Mia, which year?' }),
      await makeMessage(db, { roomId: room.id, authorName: 'Olu', body: '@Mia, once more.' }),
    ]
    const waits = [
      { messageId: first.id, threadId: second.id },
      { messageId: second.id, threadId: second.id },
    ]
    await db.query('update participant set mentions = $2 where "roomId" = $1 and "subjectId" = any($3)', [
      ...[room.id, JSON.stringify(waits)],
      [member.id, viewer.id],
    ])
    const row = {
      ...{ kind: 'mention', id: first.id, title: 'Olu', detail: '@Mia, which year?', at: first.createdAt },
      ...{ roomId: room.id, roomName: room.name, goalId: null, taskId: null },
      mention: { messageId: first.id, threadId: second.id, count: 2 },
    }
    expect(await inbox(asPerson(member), workspace.id)).toMatchObject([row])
    // Who may decide nothing may be called all the same.
    expect(await inbox(asPerson(viewer), workspace.id)).toMatchObject([row])
    expect(await inbox(asPerson(owner), workspace.id)).toEqual([])
    expect(await inbox(asPerson(outsider), workspace.id)).toEqual([])
    await db.query(`update participant set status = 'left' where "subjectId" = $1`, [member.id])
    expect(await inbox(asPerson(member), workspace.id)).toEqual([])
  })
})
