import type pg from 'pg'
import type { Job } from './records.ts'
import { insertMany, named } from './sql.ts'
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
  if (appends.track.length > 0) {
    const sums = new Map<
      string,
      { agentId: string; skill: string; accepted: number; failed: number; totalMs: number }
    >()
    for (const { agentId, skill, accepted, failed, ms } of appends.track) {
      const sum = sums.get(`${agentId} ${skill}`) ?? { agentId, skill, accepted: 0, failed: 0, totalMs: 0 }
      sums.set(`${agentId} ${skill}`, {
        ...sum,
        accepted: sum.accepted + accepted,
        failed: sum.failed + failed,
        totalMs: sum.totalMs + ms,
      })
    }
    add(
      'track_record',
      [
        ['agentId', t],
        ['skill', t],
        ['accepted', 'int'],
        ['failed', 'int'],
        ['totalMs', 'float'],
      ],
      [...sums.values()].sort((a, b) => (a.agentId + a.skill < b.agentId + b.skill ? -1 : 1)),
      `ON CONFLICT ("agentId", skill) DO UPDATE SET accepted = track_record.accepted + excluded.accepted,
         failed = track_record.failed + excluded.failed, "totalMs" = track_record."totalMs" + excluded."totalMs"`,
    )
  }
  return out
}
