import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { mirrorOf } from '../contract/apply.ts'
import { createFill } from '../contract/fill.ts'
import type { AttemptStatus } from '../domain/attempt.ts'
import type { Actor } from '../domain/permission.ts'
import type { TaskStatus } from '../domain/task.ts'
import { asPerson } from '../testing/actors.ts'
import { testDatabase } from '../testing/database.ts'
import { makeGoal, makeTask } from '../testing/rows.ts'
import { makeScene, type Scene } from '../testing/scene.ts'
import { makeAttempt, makeHandoff } from '../testing/work-rows.ts'
import { firstTasks, goalTaskPage, roomFirstView, roomSnapshot } from './room-snapshot.ts'

const database = testDatabase()
let db: pg.Pool
beforeAll(() => {
  db = database().db
})

describe('the first view of a room', () => {
  test('holds small goals whole, and of large ones what is at work or waits for somebody', async () => {
    const scene = await makeScene(db)
    const place = { roomId: scene.room.id, goalId: scene.goal.id }
    await copies(scene, 400, 'blocked')
    const asking = await makeTask(db, { ...place, status: 'waiting_input' })
    await makeHandoff(db, { ...place, taskId: asking.id })
    const working = await makeTask(db, { ...place, status: 'running', doerId: scene.attempt.participantId })
    const attempt = await makeAttempt(db, { task: working, doer: scene.agent })
    const small = await makeGoal(db, { roomId: scene.room.id, status: 'completed', endedAt: 1 })
    const done = await makeTask(db, { roomId: scene.room.id, goalId: small.id, status: 'done' })
    const { lacking, tasks, attempts, ...view } = await firstViewOf(scene)
    const whole = await snapshotOf(scene)
    expect(new Set(tasks.map(({ id }) => id))).toEqual(new Set([scene.task.id, asking.id, working.id, done.id]))
    expect(attempts.map(({ id }) => id)).toContain(attempt.id)
    expect(lacking).toEqual([scene.goal.id])
    expect({ ...view, tasks: whole.tasks, attempts: whole.attempts }).toEqual(whole)
  })

  test('holds so many tasks and no more, however many are at work and whatever goals there were', async () => {
    const scene = await makeScene(db)
    await copies(scene, 300, 'running', 'working')
    for (let n = 1; n <= 5; n++) {
      const ended = await makeGoal(db, { roomId: scene.room.id, status: 'completed', endedAt: n })
      for (let i = 0; i < 60; i++) await makeTask(db, { roomId: scene.room.id, goalId: ended.id, status: 'done' })
    }
    const { lacking, tasks, goals } = await firstViewOf(scene)
    expect(tasks).toHaveLength(firstTasks.atWork + 180)
    expect(lacking).toHaveLength(3)
    expect(goals.find(({ id }) => id === scene.goal.id)?.counts).toEqual({ in_review: 1, running: 300 })
  })

  test('is the whole snapshot of a room with few tasks', async () => {
    const scene = await makeScene(db)
    await copies(scene, firstTasks.whole - 1)
    expect(await firstViewOf(scene)).toEqual({ ...(await snapshotOf(scene)), lacking: [] })
  })

  test('and the pages of what it leaves out are what the snapshot holds', async () => {
    const scene = await makeScene(db)
    await copies(scene, 450)
    const actor = asPerson(scene.member)
    const view = await firstViewOf(scene)
    const window = mirrorOf(view)
    const fill = createFill(window, view.lacking)
    expect(fill.wanted()).toEqual([scene.goal.id])
    let pages = 0
    for (; fill.lacks(scene.goal.id); pages++) {
      const asked = fill.ask(scene.goal.id)
      const page = await goalTaskPage(actor, scene.goal.id, asked.after, 200)
      expect(page && asked.take(page)).toBe(true)
    }
    expect(pages).toBe(3)
    const fresh = mirrorOf(await snapshotOf(scene))
    for (const name of ['tasks', 'attempts'] as const) expect(window.rows[name]).toEqual(fresh.rows[name])
    expect(window.counts).toEqual(fresh.counts)
  })

  test('and its pages are for those who may read the room', async () => {
    const [scene, other] = [await makeScene(db), await makeScene(db)]
    expect(await goalTaskPage(asPerson(scene.member), scene.goal.id, 0)).toMatchObject({ next: null })
    for (const actor of [asPerson(other.member), asPerson(scene.outsider)]) {
      expect(await roomFirstView(actor, scene.room.id)).toBeNull()
      expect(await goalTaskPage(actor, scene.goal.id, 0)).toBeNull()
    }
    expect(await goalTaskPage(asPerson(scene.member), randomUUID(), 0)).toBeNull()
    expect(await goalTaskPage(asPerson(scene.member), 'no id', 0)).toBeNull()
  })
})

const firstViewOf = (scene: Scene) => asMember(scene, roomFirstView)
const snapshotOf = (scene: Scene) => asMember(scene, roomSnapshot)
async function asMember<S>({ room, member }: Scene, read: (actor: Actor, roomId: string) => Promise<S | null>) {
  const seen = await read(asPerson(member), room.id)
  if (!seen) throw new Error('the member may read the room')
  return seen
}

/** So many more tasks like the scene's own but for their status, each with an attempt like its, which ended so. */
async function copies(
  { task, attempt }: Scene,
  count: number,
  status: TaskStatus = 'done',
  ended: AttemptStatus = 'approved',
) {
  await db.query(
    `insert into task select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid()::text,
       'number', n, 'key', 'copy-' || n, 'status', $3::text))).*
     from task t cross join generate_series(10001, 10000 + $2::int) n where t.id = $1`,
    [task.id, count, status],
  )
  await db.query(
    `insert into attempt select (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid()::text,
       'taskId', t.id, 'status', $2::text))).*
     from attempt a join task t on t."goalId" = a."goalId" and t.id <> a."taskId" where a.id = $1`,
    [attempt.id, ended],
  )
}
