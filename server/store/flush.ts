import type pg from 'pg'
import type { Job } from './records.ts'
import { deleteMany, insertMany, insertRows, named, updateMany } from './sql.ts'
import { type Records, shapes, type TableName } from './tables.ts'
import type { Unit } from './unit.ts'

const claimMs = 30_000

/** The slots could not all be claimed: another process took them. The batch is to be run again with fresh counts. */
export class SlotsTaken extends Error {}

/** The statements that write what a unit staged, in an order that the unique indexes accept. */
export function statementsOf(unit: Unit, process: string): pg.QueryConfig[] {
  const statements: pg.QueryConfig[] = []
  const { appends } = unit
  if (appends.contents.length > 0)
    statements.push(
      insertMany(
        'content',
        [
          ['sha256', 'text'],
          ['bytes', 'bytes'],
          ['size', 'int'],
          ['createdAt', 'time'],
        ],
        [...new Map(appends.contents.map((content) => [content.sha256, content])).values()]
          .sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1))
          .map((content) => ({
            ...content,
            bytes: Buffer.from(content.bytes),
            size: content.bytes.length,
            createdAt: unit.now,
          })),
        'ON CONFLICT DO NOTHING',
      ),
    )
  for (const lane of appends.lanes) {
    statements.push(
      named('INSERT INTO lane (id, kind, "workspaceId", seq) VALUES ($1, $2, $3, $4)', [
        lane.id,
        lane.kind,
        lane.workspaceId,
        lane.events.length,
      ]),
    )
    if (lane.events.length > 0) statements.push(insertEvents(lane.id, lane.events))
  }
  statements.push(...rowStatements(unit))
  if (unit.events.length > 0) statements.push(insertEvents(unit.laneId, unit.events))
  statements.push(...appendStatements(unit, process))
  statements.push(
    named('UPDATE lane SET seq = $2, "wakeAt" = $3 WHERE id = $1', [
      unit.laneId,
      unit.seq,
      unit.wakeAt === null ? null : new Date(unit.wakeAt).toISOString(),
    ]),
  )
  return statements
}

function rowStatements(unit: Unit): pg.QueryConfig[] {
  const inserts = new Map<TableName, object[]>()
  const updates = new Map<TableName, { rows: object[]; columns: Set<string> }>()
  const removes = new Map<TableName, string[]>()
  const add = <K, V>(map: Map<K, V[]>, name: K, value: V) => {
    const list = map.get(name)
    if (list) list.push(value)
    else map.set(name, [value])
  }
  for (const { table, id, before, after } of unit.touched()) {
    if (!after) add(removes, table, id)
    else if (!before) add(inserts, table, after)
    else {
      const entry = updates.get(table) ?? { rows: [], columns: new Set<string>() }
      updates.set(table, entry)
      let changed = false
      for (const column of Object.keys(shapes[table])) {
        if ((before as Record<string, unknown>)[column] === (after as Record<string, unknown>)[column]) continue
        entry.columns.add(column)
        changed = true
      }
      if (changed) entry.rows.push(after)
    }
  }
  return [
    ...[...removes].map(([table, ids]) => deleteMany(table, ids)),
    ...[...updates]
      .filter(([, { rows }]) => rows.length > 0)
      .map(([table, { rows, columns }]) => updateMany(table, [...columns].sort(), rows)),
    ...[...inserts].map(([table, rows]) => insertRows(table, rows as Records[typeof table][])),
  ]
}

function insertEvents(laneId: string, events: readonly object[]): pg.QueryConfig {
  return insertMany(
    'event',
    [
      ['laneId', 'text'],
      ['seq', 'int'],
      ['at', 'time'],
      ['type', 'text'],
      ['actor', 'json'],
      ['commandId', 'text'],
      ['data', 'json'],
      ['changes', 'json'],
    ],
    events.map((event) => ({ ...event, laneId })),
  )
}

/** A job that is due at once is born claimed by this process, so the normal path needs no claim. */
export const bornClaimed = (job: Job, process: string): Job => ({
  ...job,
  claimedBy: process,
  claimedUntil: Math.max(job.runAt, job.createdAt) + claimMs,
})

function appendStatements({ appends, now }: Unit, process: string): pg.QueryConfig[] {
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

/**
 * Claims and releases agents' places by one conditional update over rows in id order, so two lanes can neither
 * deadlock nor overbook. Answers fewer rows than asked when a place was taken by another process.
 */
export function claimSlots(deltas: readonly { agentId: string; delta: number; max: number }[]): pg.QueryConfig {
  const sorted = [...deltas].sort((a, b) => (a.agentId < b.agentId ? -1 : 1))
  return named(
    `WITH d AS (SELECT * FROM unnest($1::text[], $2::int[], $3::int[]) AS d(id, delta, max)),
          held AS (SELECT s."agentId" FROM agent_slot s JOIN d ON d.id = s."agentId" ORDER BY s."agentId" FOR UPDATE OF s)
     UPDATE agent_slot s SET "inUse" = GREATEST(0, s."inUse" + d.delta)
     FROM d JOIN held ON held."agentId" = d.id
     WHERE s."agentId" = d.id AND (d.delta <= 0 OR s."inUse" + d.delta <= d.max)
     RETURNING s."agentId", s."inUse"`,
    [sorted.map((d) => d.agentId), sorted.map((d) => d.delta), sorted.map((d) => d.max)],
  )
}
