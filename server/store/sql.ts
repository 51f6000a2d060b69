import type pg from 'pg'
import { quoted } from './pool.ts'
import { shapes } from './shapes.ts'
import type { ColumnType, Records, TableName } from './tables.ts'

type Row = Record<string, unknown>
const casts: Record<ColumnType, string> = {
  text: 'text[]',
  int: 'int[]',
  float: 'float8[]',
  bool: 'bool[]',
  json: 'jsonb[]',
  time: 'timestamptz[]',
  bytes: 'bytea[]',
}

/** A value as the array parameter of its column type wants it. */
export function encode(type: ColumnType, value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (type === 'json') return JSON.stringify(value)
  if (type === 'time') return isoOf(value as number)
  if (type === 'int') return Math.round(value as number)
  return value
}

let lastMoment = Number.NaN
let lastIso = ''
/** Most moments of a batch are one and the same. */
function isoOf(at: number): string {
  if (at !== lastMoment) {
    lastIso = new Date(at).toISOString()
    lastMoment = at
  }
  return lastIso
}

const statementNames = new Map<string, string>()
/** A prepared statement per text: planned once a connection. */
function named(text: string, values: unknown[]): pg.QueryConfig {
  let name = statementNames.get(text)
  if (!name) {
    name = `m${statementNames.size + 1}`
    statementNames.set(text, name)
  }
  return { name, text, values }
}

/** `INSERT … SELECT FROM unnest(…)`: one statement for any number of rows. */
export function insertMany(
  table: string,
  columns: readonly (readonly [string, ColumnType])[],
  rows: readonly object[],
  onConflict = '',
): pg.QueryConfig {
  const names = columns.map(([name]) => name)
  const params = columns.map(([, type], i) => `$${i + 1}::${casts[type]}`).join(', ')
  const values = columns.map(([name, type]) => rows.map((row) => encode(type, (row as Row)[name])))
  const text = `INSERT INTO "${table}" (${quoted(names)}) SELECT * FROM unnest(${params}) ${onConflict}`
  return named(text, values)
}

/** `UPDATE … FROM unnest(…)` of the named columns, rows matched by id. */
export function updateMany(table: TableName, columns: readonly string[], rows: readonly object[]): pg.QueryConfig {
  const shape = shapes[table] as Record<string, ColumnType>
  const typed = ['id', ...columns].map((name) => [name, shape[name] ?? 'text'] as const)
  const params = typed.map(([, type], i) => `$${i + 1}::${casts[type]}`).join(', ')
  const values = typed.map(([name, type]) => rows.map((row) => encode(type, (row as Row)[name])))
  const sets = columns.map((name) => `"${name}" = d."${name}"`).join(', ')
  const aliases = quoted(typed.map(([name]) => name))
  return named(`UPDATE "${table}" AS t SET ${sets} FROM unnest(${params}) AS d(${aliases}) WHERE t.id = d.id`, values)
}

export const deleteMany = (table: TableName, ids: readonly string[]): pg.QueryConfig =>
  named(`DELETE FROM "${table}" WHERE id = ANY($1::text[])`, [ids])

export function insertRows<N extends TableName>(table: N, rows: readonly Records[N][]): pg.QueryConfig {
  return insertMany(table, Object.entries(shapes[table]) as [string, ColumnType][], rows)
}

/** All columns of a table, filtered. */
export function selectRows(table: TableName, where: string, values: unknown[]): pg.QueryConfig {
  return named(`SELECT ${quoted(Object.keys(shapes[table]))} FROM "${table}" WHERE ${where}`, values)
}

export { named }
