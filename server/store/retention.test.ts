import type pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../testing/database.ts'
import { putRow } from '../testing/insert.ts'
import { makeAgent, makeMember } from '../testing/rows.ts'
import { keptDays, trim } from './retention.ts'

const database = testDatabase()
let db: pg.Pool
let place: { agentId: string; workspaceId: string }
beforeAll(async () => {
  db = database().db
  const member = await makeMember(db)
  const agent = await makeAgent(db, { workspaceId: member.workspaceId, ownerId: member.id })
  place = { agentId: agent.id, workspaceId: member.workspaceId }
})

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
const receipt = (id: string, days: number) =>
  putRow(db, 'receipt', { actor: 'a', id, laneId: 'l', requestHash: '', answer: '{}', createdAt: daysAgo(days) })
const job = (id: string, days: number, endedAt: Date | null = daysAgo(days)) =>
  putRow(db, 'job', {
    ...{ id, laneId: 'l', kind: 'deliver', payload: '{}', endedAt },
    runAt: daysAgo(days),
    createdAt: daysAgo(days),
  })
const delivery = (id: string, jobId: string, days: number) =>
  putRow(db, 'delivery', {
    ...{ ...place, id, jobId, laneId: 'l', type: 'agent.ping', tryNumber: 1, durationMs: 1, requestHeaders: '{}' },
    sentAt: daysAgo(days),
  })
const ids = async (table: string) =>
  (await db.query<{ id: string }>(`SELECT id FROM "${table}" ORDER BY id`)).rows.map(({ id }) => id)

test('what is old enough goes, what is younger stays, and so does a job that is not done or whose try can be sent again', async () => {
  await receipt('old', keptDays.receipts + 1)
  await receipt('young', keptDays.receipts - 1)
  await job('done', keptDays.jobs + 5)
  await job('due', keptDays.jobs + 5, null)
  await job('tried', keptDays.jobs + 5)
  await job('tried-long-ago', keptDays.jobs + 5)
  await delivery('young', 'tried', keptDays.deliveries - 1)
  await delivery('old', 'tried-long-ago', keptDays.deliveries + 1)
  expect(await trim(db)).toEqual({ receipts: 1, deliveries: 1, jobs: 2, sessions: 0 })
  expect(await ids('receipt')).toEqual(['young'])
  expect(await ids('delivery')).toEqual(['young'])
  expect(await ids('job')).toEqual(['due', 'tried'])
  expect(await trim(db)).toEqual({ receipts: 0, deliveries: 0, jobs: 0, sessions: 0 })
})

test('however much is old, it goes in pieces until nothing is left', async () => {
  await db.query(
    `INSERT INTO receipt (actor, id, "laneId", "requestHash", answer, "createdAt")
     SELECT 'many', n::text, 'l', '', '{}', now() - interval '8 days' FROM generate_series(1, 4500) AS n`,
  )
  expect((await trim(db)).receipts).toBe(4500)
})
