import type pg from 'pg'
import { addToTrack, halfLifeMs, type Track } from '../domain/matching/record.ts'
import { appendColumns } from './append-columns.ts'
import type { Job } from './records.ts'
import { insertMany, named } from './sql.ts'
import type { Appends } from './staged.ts'
import type { Unit } from './unit.ts'

const claimMs = 30_000

/** A job that is due at once is born claimed by this process, so the normal path needs no claim. */
export const bornClaimed = (job: Job, process: string): Job => ({
  ...job,
  claimedBy: process,
  claimedUntil: Math.max(job.runAt, job.createdAt) + claimMs,
})

/** The statements that write what a unit only adds: jobs, activities, late reports, deliveries, receipts, records. */
export function appendStatements({ appends, now }: Unit, process: string): pg.QueryConfig[] {
  const out: pg.QueryConfig[] = []
  const add = (table: keyof typeof appendColumns, rows: readonly object[], conflict = '') => {
    if (rows.length > 0) out.push(insertMany(table, appendColumns[table], rows, conflict))
  }
  const jobs = appends.jobs.map((job) => bornClaimed(job, process))
  const slots = appends.slots.map((agentId) => ({ agentId }))
  add('job', jobs)
  add('activity', appends.activities)
  add('late_report', appends.lateReports)
  add('delivery', appends.deliveries)
  add('receipt', appends.receipts)
  add('agent_slot', slots, 'ON CONFLICT DO NOTHING')
  if (appends.jobChanges.length > 0) out.push(changeJobs(appends.jobChanges, now, process))
  add('track_record', tracksOf(appends.track, now), addTrack)
  return out
}

/** The last word on each job that was changed. */
function changeJobs(changes: Appends['jobChanges'], now: number, process: string): pg.QueryConfig {
  const rows = [...new Map(changes.map((change) => [change.id, change])).values()]
  return named(
    `UPDATE job AS j SET "endedAt" = d."endedAt", outcome = d.outcome, "runAt" = d."runAt", tries = d.tries,
           "claimedBy" = $6, "claimedUntil" = d."runAt" + interval '30 seconds'
         FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::timestamptz[], $5::int[])
           AS d(id, "endedAt", outcome, "runAt", tries) WHERE j.id = d.id`,
    [
      rows.map((row) => row.id),
      rows.map((row) => (row.endedAt === null ? null : new Date(row.endedAt).toISOString())),
      rows.map((row) => row.outcome),
      rows.map((row) => new Date(row.runAt || now).toISOString()),
      rows.map((row) => row.tries),
      process,
    ],
  )
}

/** What a batch noted, one row per agent and skill, in key order so that two lanes cannot deadlock. */
function tracksOf(notes: Appends['track'], now: number): object[] {
  const sums = new Map<string, { agentId: string; skill: string; track: Track }>()
  for (const note of notes) {
    const { agentId, skill } = note
    const name = `${agentId} ${skill}`
    sums.set(name, { agentId, skill, track: addToTrack(sums.get(name)?.track, note, now) })
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { agentId, skill, track }]) => ({ agentId, skill, ...track }))
}

/** `addToTrack` of the domain in SQL: a weight as of the newer moment; one never kept before is its count. */
const decayedSql = (weight: string, count: string): string =>
  `CASE WHEN track_record."decayedAt" IS NULL THEN track_record.${count} ELSE track_record."${weight}"
     * power(2.0, LEAST(0, GREATEST(-900, extract(epoch from track_record."decayedAt" - excluded."decayedAt")::float8
       / ${halfLifeMs / 1000}))) END`

const addTrack = `ON CONFLICT ("agentId", skill) DO UPDATE SET accepted = track_record.accepted + excluded.accepted,
         failed = track_record.failed + excluded.failed, "totalMs" = track_record."totalMs" + excluded."totalMs",
         "goodWeight" = ${decayedSql('goodWeight', 'accepted')} + excluded."goodWeight",
         "badWeight" = ${decayedSql('badWeight', 'failed')} + excluded."badWeight",
         "decayedAt" = GREATEST(track_record."decayedAt", excluded."decayedAt")`
