import { isDeepStrictEqual } from 'node:util'
import type pg from 'pg'
import type { MemoryDisk } from '../store/memory-disk.ts'
import { shapes } from '../store/shapes.ts'
import type { TableName } from '../store/tables.ts'

type Row = Record<string, unknown>

/** A value as it comes back from where it was written: what is not there is null, bytes are text, names have no order. */
export function plain(value: unknown): unknown {
  // A message is kept as it was sent; what a schema in it says is the same in any order.
  if (typeof value === 'string') return value.startsWith('{') ? parsed(value) : value
  if (value === undefined || value === null) return null
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object') return value
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  return Object.fromEntries(fields.map(([name, field]) => [name, plain(field)]))
}

function parsed(text: string): unknown {
  try {
    return plain(JSON.parse(text))
  } catch {
    return text
  }
}

/** Says where two values differ first, one line; nothing when they are the same once written. */
export function difference(what: string, one: unknown, other: unknown): string[] {
  const [a, b] = [plain(one), plain(other)]
  return isDeepStrictEqual(a, b) ? [] : [`${what}: ${where(a, b, '')}`]
}

function where(one: unknown, other: unknown, path: string): string {
  const bothHold = typeof one === 'object' && typeof other === 'object' && one !== null && other !== null
  if (typeof one === 'string' && typeof other === 'string') {
    let same = 0
    while (one[same] === other[same]) same += 1
    const from = (text: string) => JSON.stringify(text.slice(Math.max(0, same - 30), same + 60))
    return `${path} is ${from(other)} instead of ${from(one)}`
  }
  if (!bothHold) return `${path} is ${JSON.stringify(other)} instead of ${JSON.stringify(one)}`
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const [a, b] = [(one as Row)[name], (other as Row)[name]]
    if (!isDeepStrictEqual(a, b)) return where(a ?? null, b ?? null, `${path}.${name}`)
  }
  return `${path} is of another kind`
}

/** Every table of a disk against the same table of a database, row by row: one line for each row that differs. */
export async function differences(disk: MemoryDisk, pool: pg.Pool): Promise<string[]> {
  const said: string[] = []
  for (const [table, { key, rows }] of Object.entries(tablesOf(disk))) {
    const there = await pool.query<Row>(`SELECT * FROM "${table}"`)
    const other = new Map(there.rows.map((row) => [key(row), row]))
    for (const row of rows) {
      said.push(...difference(`${table} ${key(row)}`, row, columnsOf(row, other.get(key(row)))))
      other.delete(key(row))
    }
    for (const name of other.keys()) said.push(`${table} ${name}: only in Postgres`)
  }
  return said
}

/** Postgres counts a weight's decay in its own arithmetic: the tenth digit may differ. */
function columnsOf(like: Row, row: Row | undefined): Row | undefined {
  const rounded = (name: string, value: unknown) =>
    typeof value === 'number' && /Weight$/.test(name) ? Number((value + 0).toPrecision(9)) : value
  return row && Object.fromEntries(Object.keys(like).map((name) => [name, rounded(name, row[name])]))
}

const byId = ({ id }: Row) => String(id)

/** The rows of a disk by table, in the columns that Postgres has. */
function tablesOf(disk: MemoryDisk): Record<string, { key: (row: Row) => string; rows: Row[] }> {
  const lanes = [...disk.lanes.values()]
  const table = (name: TableName) => {
    const columns = Object.keys(shapes[name])
    const rows = lanes.flatMap((lane) => [...lane.tables[name].all()]) as Row[]
    return { key: byId, rows: rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]]))) }
  }
  const named = Object.fromEntries((Object.keys(shapes) as TableName[]).map((name) => [name, table(name)]))
  const agentId = (row: Row) => String(row.agentId)
  return {
    ...named,
    lane: {
      key: byId,
      rows: lanes.map(({ id, kind, workspaceId, seq, wakeAt }) => ({ id, kind, workspaceId, seq, wakeAt })),
    },
    event: {
      key: ({ laneId, seq }) => `${laneId} ${seq}`,
      rows: lanes.flatMap(({ id, events }) =>
        events.map((event) => ({ ...event, laneId: id, commandId: event.commandId ?? null })),
      ),
    },
    job: { key: byId, rows: [...disk.jobs.values()] },
    receipt: { key: ({ actor, id }) => `${actor} ${id}`, rows: [...disk.receipts.values()] },
    activity: { key: byId, rows: disk.activities },
    late_report: { key: byId, rows: disk.lateReports },
    delivery: { key: byId, rows: disk.deliveries },
    content: { key: ({ sha256 }) => String(sha256), rows: [...disk.contents.values()] },
    track_record: {
      key: (row) => `${row.agentId} ${row.skill}`,
      rows: [...disk.tracks].map(([name, track]) => {
        const [agentId = '', skill = ''] = [name.slice(0, name.indexOf(' ')), name.slice(name.indexOf(' ') + 1)]
        const [goodWeight, badWeight] = [track.goodWeight, track.badWeight].map((weight) =>
          Number(weight.toPrecision(9)),
        )
        return { agentId, skill, ...track, goodWeight, badWeight }
      }),
    },
    agent_slot: {
      key: agentId,
      rows: [...disk.slots].map(([id, inUse]) => ({
        agentId: id,
        inUse,
        ...(disk.spent.get(id) ?? { tokens: 0, costUsd: 0 }),
      })),
    },
  }
}
