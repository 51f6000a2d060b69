import type pg from 'pg'
import { addToTrack, halfLifeMs, type Track } from '../domain/matching/record.ts'
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
  const add = (table: string, columns: Parameters<typeof insertMany>[1], rows: readonly object[], conflict = '') => {
    if (rows.length > 0) out.push(insertMany(table, columns, rows, conflict))
  }
  const t = 'text'
  const at = 'time'
  add(
    'job',
    [
      ['id', t],
      ['laneId', t],
      ['kind', t],
      ['payload', 'json'],
      ['runAt', at],
      ['claimedBy', t],
      ['claimedUntil', at],
      ['tries', 'int'],
      ['endedAt', at],
      ['outcome', t],
      ['agentId', t],
      ['attemptId', t],
      ['createdAt', at],
    ],
    appends.jobs.map((job) => bornClaimed(job, process)),
  )
  add(
    'activity',
    [
      ['id', t],
      ['roomId', t],
      ['attemptId', t],
      ['type', t],
      ['body', t],
      ['extra', 'json'],
      ['createdAt', at],
    ],
    appends.activities,
  )
  add(
    'late_report',
    [
      ['id', t],
      ['roomId', t],
      ['taskId', t],
      ['attemptId', t],
      ['kind', t],
      ['payload', 'json'],
      ['createdAt', at],
    ],
    appends.lateReports,
  )
  add(
    'delivery',
    [
      ['id', t],
      ['laneId', t],
      ['workspaceId', t],
      ['agentId', t],
      ['jobId', t],
      ['type', t],
      ['attemptId', t],
      ['taskId', t],
      ['tryNumber', 'int'],
      ['sentAt', at],
      ['requestHeaders', 'json'],
      ['status', 'int'],
      ['responseHeaders', 'json'],
      ['responseBody', t],
      ['durationMs', 'int'],
      ['errorClass', t],
      ['reason', t],
      ['nextTryAt', at],
    ],
    appends.deliveries,
  )
  add(
    'receipt',
    [
      ['actor', t],
      ['id', t],
      ['laneId', t],
      ['requestHash', t],
      ['answer', 'json'],
      ['createdAt', at],
    ],
    appends.receipts,
  )
  if (appends.slots.length > 0)
    add(
      'agent_slot',
      [['agentId', t]],
      appends.slots.map((agentId) => ({ agentId })),
      'ON CONFLICT DO NOTHING',
    )
  if (appends.jobChanges.length > 0) {
    const last = new Map(appends.jobChanges.map((change) => [change.id, change]))
    const rows = [...last.values()]
    out.push(
      named(
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
      ),
    )
  }
  if (appends.track.length > 0)
    add(
      'track_record',
      [
        ['agentId', t],
        ['skill', t],
        ['accepted', 'int'],
        ['failed', 'int'],
        ['totalMs', 'float'],
        ['goodWeight', 'float'],
        ['badWeight', 'float'],
        ['decayedAt', at],
      ],
      tracksOf(appends.track, now),
      `ON CONFLICT ("agentId", skill) DO UPDATE SET accepted = track_record.accepted + excluded.accepted,
         failed = track_record.failed + excluded.failed, "totalMs" = track_record."totalMs" + excluded."totalMs",
         "goodWeight" = ${decayedSql('goodWeight', 'accepted')} + excluded."goodWeight",
         "badWeight" = ${decayedSql('badWeight', 'failed')} + excluded."badWeight",
         "decayedAt" = GREATEST(track_record."decayedAt", excluded."decayedAt")`,
    )
  return out
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
