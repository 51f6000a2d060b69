import type pg from 'pg'
import type { LogEvent } from '../contract/events.ts'
import { appendStatements } from './appends.ts'
import { deleteMany, insertMany, insertRows, named, tableColumns, updateMany } from './sql.ts'
import type { Records, TableName } from './tables.ts'
import type { Unit } from './unit.ts'

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
    if (lane.events.some(isAct))
      statements.push(named(`UPDATE lane SET chain = people_chain(id, 0, '') WHERE id = $1`, [lane.id]))
  }
  statements.push(...rowStatements(unit))
  if (unit.events.length > 0) statements.push(insertEvents(unit.laneId, unit.events))
  statements.push(...appendStatements(unit, process))
  statements.push(closeLane(unit))
  return statements
}

/** What a person did: each such event is a link of its lane's chain. */
const isAct = ({ actor }: LogEvent): boolean => actor.kind === 'member'

/** The lane's own row: its number and wake time, and its chain when people did something. The stamp tells this write from any other. */
function closeLane(unit: Unit): pg.QueryConfig {
  const wakeAt = unit.wakeAt === null ? null : new Date(unit.wakeAt).toISOString()
  const set = 'UPDATE lane SET seq = $2, "wakeAt" = $3'
  const end = 'WHERE id = $1 RETURNING xmin::text AS stamp'
  if (!unit.events.some(isAct)) return named(`${set} ${end}`, [unit.laneId, unit.seq, wakeAt])
  const before = unit.seq - unit.events.length
  return named(`${set}, chain = people_chain(id, $4, chain) ${end}`, [unit.laneId, unit.seq, wakeAt, before])
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
      for (const [column] of tableColumns(table)) {
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
