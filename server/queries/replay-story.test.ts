import type pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { asAgent, asPerson } from '../testing/actors.ts'
import { testDatabase } from '../testing/database.ts'
import { makeEvent } from '../testing/lane-rows.ts'
import { makeGoal, makeTask } from '../testing/rows.ts'
import { makeScene } from '../testing/scene.ts'
import { goalTimeline, roomStory } from './replay-story.ts'

const database = testDatabase()
let db: pg.Pool
beforeAll(() => {
  db = database().db
})

/** A room whose log speaks of two goals; the numbers of its events by what they are. */
async function told() {
  const scene = await makeScene(db)
  const { room, goal, task, attempt, deliverable } = scene
  const other = await makeGoal(db, { roomId: room.id })
  const elsewhere = await makeTask(db, { roomId: room.id, goalId: other.id })
  const note = async (type: string, data: Record<string, unknown>) => (await makeEvent(db, room.id, { type, data })).seq
  const seqs = {
    posted: await note('goal.created', { goalId: goal.id }),
    ready: await note('task.ready', { taskId: task.id }),
    offered: await note('attempt.offered', { attemptId: attempt.id, participantId: attempt.participantId }),
    progress: await note('attempt.progressed', { attemptId: attempt.id }),
    brought: await note('deliverable.ready', { deliverableId: deliverable.id }),
    other: await note('task.ready', { taskId: elsewhere.id }),
  }
  const read = async (asked: Parameters<typeof roomStory>[2]) =>
    (await roomStory(asPerson(scene.member), room.id, asked))?.events.map(({ seq }) => seq)
  return { ...scene, other, seqs, read }
}

describe('the story of a room', () => {
  test('of one goal holds what names the goal, its tasks, its tries and its deliverables, newest first', async () => {
    const { goal, other, seqs, read } = await told()
    const { brought, progress, offered, ready, posted } = seqs
    expect(await read({ goal: goal.id })).toEqual([brought, progress, offered, ready, posted])
    expect(await read({ goal: other.id })).toEqual([seqs.other])
  })

  test('of one task or one participant holds what its tries did, and types are taken in or left out', async () => {
    const { task, attempt, goal, seqs, read } = await told()
    expect(await read({ task: task.id })).toEqual([seqs.progress, seqs.offered, seqs.ready])
    expect(await read({ by: attempt.participantId })).toEqual([seqs.progress, seqs.offered])
    expect(await read({ types: ['task.ready'] })).toEqual([seqs.other, seqs.ready])
    expect(await read({ task: task.id, without: ['attempt.progressed'] })).toEqual([seqs.offered, seqs.ready])
    expect(await read({ goal: goal.id, kind: 'member' })).toEqual([])
    expect(await read({ goal: goal.id, kind: 'coordinator', types: ['goal.created'] })).toEqual([seqs.posted])
  })

  test('comes in pages without holes or repeats, with the tasks and tries that a page speaks of', async () => {
    const { member, room, task, attempt, seqs } = await told()
    const all: number[] = []
    let before: number | null = null
    do {
      const page: Awaited<ReturnType<typeof roomStory>> = await roomStory(asPerson(member), room.id, {
        before,
        limit: 4,
      })
      all.push(...(page?.events.map(({ seq }) => seq) ?? []))
      before = page?.nextBefore ?? null
    } while (before !== null)
    expect(all).toEqual(Object.values(seqs).reverse())
    const page = await roomStory(asPerson(member), room.id, { before: seqs.brought, limit: 1 })
    expect(page?.attempts).toEqual([
      expect.objectContaining({ id: attempt.id, taskId: task.id, number: attempt.number }),
    ])
    expect(page?.tasks.map(({ id, title }) => [id, title])).toEqual([[task.id, task.title]])
    expect(page?.events[0]).not.toHaveProperty('changes')
  })

  test('is closed to strangers and agents', async () => {
    const { outsider, agent, room } = await told()
    expect(await roomStory(asPerson(outsider), room.id)).toBeNull()
    expect(await roomStory(asAgent(agent), room.id)).toBeNull()
  })
})

test('the timeline of a goal has every try with its moments, for those who may read the room alone', async () => {
  const { member, outsider, goal, other, attempt } = await told()
  const { id, taskId, number, participantId, status, offeredAt, acceptedAt, endedAt, failure, hedge } = attempt
  expect(await goalTimeline(asPerson(member), goal.id)).toEqual({
    attempts: [{ id, taskId, number, participantId, status, offeredAt, acceptedAt, endedAt, failure, hedge }],
  })
  expect(await goalTimeline(asPerson(member), other.id)).toEqual({ attempts: [] })
  expect(await goalTimeline(asPerson(outsider), goal.id)).toBeNull()
})
