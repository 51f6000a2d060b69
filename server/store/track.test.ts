import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { addToTrack, halfLifeMs, type Track } from '../domain/matching/record.ts'
import { testDatabase } from '../testing/database.ts'
import { appendStatements } from './appends.ts'
import { makeDirectory } from './directory.ts'
import { emptyTables } from './rows.ts'
import { Unit } from './unit.ts'

const database = testDatabase()
let db: pg.Pool
beforeAll(() => {
  db = database().db
})

const workspace = { id: 'w', name: 'Northwind', createdAt: 0 }
const slots = { inUse: () => 0, stage: () => undefined, spent: () => ({ tokens: 0, costUsd: 0 }) }

/** Writes notes of one batch as the store does. */
async function write(agentId: string, now: number, notes: readonly { good: boolean }[]) {
  const directory = makeDirectory(0, workspace, [], [], new Map())
  const unit = new Unit('lane', 'room', 'w', now, 0, emptyTables(), directory, slots, randomUUID)
  for (const { good } of notes) {
    const [accepted, bad] = good ? [1, 0] : [0, 1]
    unit.appends.track.push({ agentId, skill: 'writing', accepted, failed: bad, ms: accepted * 1000, bad })
  }
  for (const statement of appendStatements(unit, 'process')) await db.query(statement)
}
async function kept(agentId: string): Promise<Track | undefined> {
  const { rows } = await db.query<Track>('select * from track_record where "agentId" = $1', [agentId])
  return rows[0]
}

test('the database keeps weights as the domain adds them up, in whatever batches they come', async () => {
  const batch = fc.record({
    after: fc.integer({ min: -60_000, max: 3 * halfLifeMs }),
    notes: fc.array(fc.record({ good: fc.boolean() }), { minLength: 1, maxLength: 4 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 6 }), async (batches) => {
      const agentId = randomUUID()
      let now = Date.parse('2026-03-01')
      let track: Track | undefined
      for (const { after, notes } of batches) {
        now += after
        await write(agentId, now, notes)
        for (const { good } of notes) {
          const [accepted, bad] = good ? [1, 0] : [0, 1]
          track = addToTrack(track, { accepted, failed: bad, ms: accepted * 1000, bad }, now)
        }
      }
      const row = await kept(agentId)
      expect(row?.goodWeight).toBeCloseTo(track?.goodWeight ?? 0, 9)
      expect(row?.badWeight).toBeCloseTo(track?.badWeight ?? 0, 9)
      const { accepted, failed, totalMs, decayedAt } = track ?? {}
      expect(row).toMatchObject({ accepted, failed, totalMs, decayedAt })
    }),
    { numRuns: 20 },
  )
})

test('a row from before weights were kept goes on from its counts', async () => {
  const agentId = randomUUID()
  await db.query(
    `insert into track_record ("agentId", skill, accepted, failed, "totalMs") values ($1, 'writing', 4, 2, 9)`,
    [agentId],
  )
  await write(agentId, Date.parse('2026-03-01'), [{ good: true }])
  expect(await kept(agentId)).toMatchObject({ accepted: 5, goodWeight: 5, badWeight: 2 })
})
