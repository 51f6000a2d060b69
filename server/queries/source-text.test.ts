import type pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { asAgent, asPerson } from '../testing/actors.ts'
import { testDatabase } from '../testing/database.ts'
import { makeContent, makeFile, makeGoal, makeTask } from '../testing/rows.ts'
import { makeScene } from '../testing/scene.ts'
import { makeAttempt } from '../testing/work-rows.ts'
import { roomFileBytes, sourceText, versionBytes } from './source-text.ts'

const database = testDatabase()
let db: pg.Pool
beforeAll(() => {
  db = database().db
})

describe('a source', () => {
  test('is the text of a room file, of a goal’s input or of a version, in that room alone', async () => {
    const [one, other] = [await makeScene(db), await makeScene(db)]
    const bytes = 'År,Antal\n2025,3\n'
    const [sha256, size] = [await makeContent(db, bytes), Buffer.byteLength(bytes)]
    const file = await makeFile(db, {
      roomId: one.room.id,
      name: 'table.csv',
      mediaType: 'text/csv',
      text: null,
      sha256,
      size,
    })
    const binary = await makeFile(db, { roomId: one.room.id, mediaType: 'image/png', text: null, sha256, size })
    const input = { name: 'ask.md', mediaType: 'text/markdown', sha256, size, text: 'Ask.' }
    await makeGoal(db, { roomId: one.room.id, inputs: [{ ...input, id: one.goal.id }] })
    const read = (roomId: string, id: string) => sourceText(asPerson(one.member), roomId, id)
    expect(await read(one.room.id, file.id)).toEqual({
      id: file.id,
      name: 'table.csv',
      mediaType: 'text/csv',
      text: bytes,
    })
    expect(await read(one.room.id, binary.id)).toMatchObject({ text: null })
    expect(await read(one.room.id, one.goal.id)).toMatchObject({ name: 'ask.md', text: 'Ask.' })
    expect(await read(one.room.id, one.version.id)).toMatchObject({ name: 'brief.md', text: 'Words.\n' })
    expect(await read(one.room.id, other.version.id)).toBeNull()
    expect(await read(other.room.id, other.version.id)).toBeNull()
    const whole = await roomFileBytes(asPerson(one.member), one.room.id, file.id)
    expect(Buffer.from(whole?.bytes ?? []).toString()).toBe(bytes)
  })

  test('S37 an agent reads the inputs of its own open work and nothing else; S38 nothing once the work is over', async () => {
    const { agent, room, goal, version: upstream, task: before } = await makeScene(db)
    await db.query('update task set "acceptedVersionId" = $2 where id = $1', [before.id, upstream.id])
    await db.query(`update attempt set status = 'approved' where "taskId" = $1`, [before.id])
    const [mine, others] = [await makeFile(db, { roomId: room.id }), await makeFile(db, { roomId: room.id })]
    const task = await makeTask(db, { roomId: room.id, goalId: goal.id, needs: [before.id], inputs: [mine.id] })
    const attempt = await makeAttempt(db, { task, doer: agent })
    const elsewhere = await makeAttempt(db, {
      task: await makeTask(db, { roomId: room.id, goalId: goal.id }),
      doer: agent,
    })
    const reads = async (attemptId: string | null) => {
      const actor = asAgent(agent, attemptId)
      const given = [await sourceText(actor, room.id, mine.id), await versionBytes(actor, upstream.id, null)]
      expect(await sourceText(actor, room.id, others.id)).toBeNull()
      return given.map((each) => each !== null)
    }
    expect(await reads(attempt.id)).toEqual([true, true])
    expect(await reads(null)).toEqual([true, true])
    expect(await reads(elsewhere.id)).toEqual([false, false])
    await db.query(`update attempt set status = 'superseded' where id = $1`, [attempt.id])
    expect(await reads(attempt.id)).toEqual([false, false])
    expect(await reads(null)).toEqual([false, false])
  })
})
