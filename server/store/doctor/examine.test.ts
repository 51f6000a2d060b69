import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../testing/database.ts'
import { makeDelivery, makeEvent } from '../../testing/lane-rows.ts'
import { makeReview } from '../../testing/result-rows.ts'
import { makeContent, makeTask } from '../../testing/rows.ts'
import { makeScene, type Scene } from '../../testing/scene.ts'
import { makeAttempt } from '../../testing/work-rows.ts'
import { examineDatabase, invariants } from './examine.ts'

const database = testDatabase()
let db: pg.Pool
let scene: Scene
beforeAll(async () => {
  db = database().db
  await db.query('alter table event disable trigger log_kept')
})
beforeEach(async () => {
  await db.query(
    'truncate lane, event, receipt, job, delivery, content, task, attempt, version, goal, review, handoff, agent_slot, room, participant, agent cascade',
  )
  scene = await makeScene(db)
  await db.query(`update attempt set status = 'approved'`)
  await db.query(`update task set fence = 1, "versionCount" = 1`)
})

const set = (table: string, id: string, change: string) => db.query(`update ${table} set ${change} where id = '${id}'`)
const another = () => makeTask(db, { roomId: scene.room.id, goalId: scene.goal.id, status: 'done' })

/** For each promise a way to break it that the running product has no way to take. */
const broken: Record<string, () => Promise<unknown>> = {
  I01: async () => {
    await db.query('drop index attempt_open_key')
    await makeAttempt(db, { task: scene.task, doer: scene.agent })
    await db.query(`update attempt set status = 'working'`)
  },
  I02: () => set('task', scene.task.id, `status = 'running', fence = 0`),
  I03: () => set('attempt', scene.attempt.id, `status = 'working'`),
  I04: () => set('task', scene.task.id, 'fence = 0'),
  I09: () => set('task', scene.task.id, '"attemptCount" = 9'),
  I10: () => set('task', scene.task.id, `status = 'needs_human'`),
  I11: () => set('task', scene.task.id, `status = 'done', "wakeAt" = now()`),
  I12: async () => {
    await db.query('alter table receipt drop constraint receipt_pkey')
    const row = `insert into receipt values ('a', 'b', 'c', 'd', '{}', now())`
    await db.query(`${row}; ${row}`)
  },
  I14: () => set('task', scene.task.id, '"versionCount" = 4'),
  I16: async () => {
    await set('attempt', scene.attempt.id, `status = 'working'`)
    await set('agent', scene.agent.id, `status = 'removed'`)
  },
  I17: () => db.query('insert into agent_slot values ($1, 7)', [scene.agent.id]),
  I18: async () => {
    const need = await another()
    await set('task', need.id, `status = 'ready'`)
    await set('task', scene.task.id, `status = 'ready', needs = '["${need.id}"]'`)
  },
  I19: async () => {
    const [need, built] = [await another(), randomUUID()]
    await set('task', need.id, `"acceptedVersionId" = '${randomUUID()}'`)
    const from = JSON.stringify([{ taskId: need.id, versionId: built, sha256: 'x' }])
    await set('version', scene.version.id, `"builtFrom" = '${from}'`)
    await set('task', scene.task.id, `status = 'done', "acceptedVersionId" = '${scene.version.id}'`)
  },
  I21: () => set('task', scene.task.id, `"parentId" = 'x', depth = 40`),
  I22: async () => {
    const sha256 = await makeContent(db, 'as it was')
    await db.query(`update content set bytes = 'as it is' where sha256 = $1`, [sha256])
  },
  I23: async () => {
    const review = await makeReview(db, scene.version, {
      deliverableId: scene.deliverable.id,
      memberId: scene.member.id,
    })
    await set('review', review.id, `sha256 = 'another'`)
  },
  I24: another,
  I26: () => set('attempt', scene.attempt.id, `status = 'superseded'`),
  I27: async () => {
    await makeDelivery(db, scene.agent)
    await db.query('delete from job')
  },
  I31: async () => {
    await makeEvent(db, scene.room.id)
    await makeEvent(db, scene.room.id)
    await db.query('delete from event where seq = 1')
  },
  I32: () => set('task', scene.task.id, `title = 'written past the log'`),
  I35: () => set('attempt', scene.attempt.id, `"roomId" = 'elsewhere'`),
  I37: async () => {
    await makeEvent(db, scene.room.id, { actor: { kind: 'member', id: scene.member.id, name: 'Ada' } })
    await db.query(`update event set data = '{"verdict": "approved"}'`)
  },
  I40: () => set('goal', scene.goal.id, `limits = '{"steps": 2}', spent = '{"steps": 400}'`),
  I45: () =>
    db.query(`insert into job (id, "laneId", kind, payload, "runAt", tries, "createdAt")
      values ('j', 'l', 'deliver', '{}', now() - interval '1 hour', 0, now())`),
}

test('every promise that the doctor looks at has a way to be broken here', () => {
  expect(Object.keys(broken).sort()).toEqual([...invariants.map(({ number }) => number), 'I32'].sort())
})

test('an empty database keeps every promise', async () => {
  await db.query('truncate lane, event, room, goal, task, attempt, version, participant cascade')
  expect((await examineDatabase(db)).filter((one) => one.broken > 0)).toEqual([])
})

test.each(Object.keys(broken))('the doctor notices when %s is broken', async (number) => {
  const look = async () => (await examineDatabase(db)).find((one) => one.number === number)
  // The rows of a test have no log behind them.
  const before = await look()
  await broken[number]?.()
  const found = await look()
  expect(found?.broken).toBeGreaterThan(number === 'I32' ? 0 : (before?.broken ?? 0))
  expect(found?.offenders[0]).toBeTruthy()
})
