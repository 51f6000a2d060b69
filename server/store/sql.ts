import type pg from 'pg'
import { binaryArray } from './binary-array.ts'
import { quoted } from './pool.ts'
import { shapes } from './shapes.ts'
import type { ColumnType, Records, TableName } from './tables.ts'

const casts: Record<ColumnType, string> = {
  text: 'text[]',
  int: 'int[]',
  float: 'float8[]',
  bool: 'bool[]',
  json: 'jsonb[]',
  time: 'timestamptz[]',
  bytes: 'bytea[]',
}

export type Columns = readonly (readonly [string, ColumnType])[]
/** A statement as every batch sends it: its name on the connection, its text, and its columns. */
type Prepared = { name: string; text: string; columns: Columns }
const prepared = new Map<string, Prepared>()

/** The prepared statement of that key, written at its first use. */
function prepare(key: string, write: () => { text: string; columns: Columns }): Prepared {
  const known = prepared.get(key)
  if (known) return known
  const made = { name: `m${prepared.size + 1}`, ...write() }
  prepared.set(key, made)
  return made
}

/** A prepared statement per text: planned once a connection. */
export function named(text: string, values: unknown[]): pg.QueryConfig {
  return { name: prepare(text, () => ({ text, columns: [] })).name, text, values }
}

function withRows({ name, text, columns }: Prepared, rows: readonly object[]): pg.QueryConfig {
  return { name, text, values: columns.map(([column, type]) => binaryArray(type, rows, column)) }
}

const unnest = (columns: Columns): string =>
  `unnest(${columns.map(([, type], i) => `$${i + 1}::${casts[type]}`).join(', ')})`
const namesOf = (columns: Columns): string => quoted(columns.map(([name]) => name))

/** `INSERT … SELECT FROM unnest(…)`: one statement for any number of rows. A table is always given the same columns. */
export function insertMany(table: string, columns: Columns, rows: readonly object[], onConflict = ''): pg.QueryConfig {
  const statement = prepare(`insert ${table} ${onConflict}`, () => ({
    text: `INSERT INTO "${table}" (${namesOf(columns)}) SELECT * FROM ${unnest(columns)} ${onConflict}`,
    columns,
  }))
  return withRows(statement, rows)
}

/** `UPDATE … FROM unnest(…)` of the named columns, rows matched by id. */
export function updateMany(table: TableName, names: readonly string[], rows: readonly object[]): pg.QueryConfig {
  const statement = prepare(`update ${table} ${names.join()}`, () => {
    const shape = shapes[table] as Record<string, ColumnType>
    const columns = ['id', ...names].map((name) => [name, shape[name] ?? 'text'] as const)
    const sets = names.map((name) => `"${name}" = d."${name}"`).join(', ')
    const text = `UPDATE "${table}" AS t SET ${sets} FROM ${unnest(columns)} AS d(${namesOf(columns)}) WHERE t.id = d.id`
    return { text, columns }
  })
  return withRows(statement, rows)
}

export const deleteMany = (table: TableName, ids: readonly string[]): pg.QueryConfig =>
  named(`DELETE FROM "${table}" WHERE id = ANY($1::text[])`, [ids])

const allColumns = new Map(
  Object.entries(shapes).map(([table, shape]) => [table, Object.entries<ColumnType>(shape)] as const),
)
/** The columns of a table in their order. */
export const tableColumns = (table: TableName): Columns => allColumns.get(table) ?? []

export const insertRows = <N extends TableName>(table: N, rows: readonly Records[N][]): pg.QueryConfig =>
  insertMany(table, tableColumns(table), rows)

/** All columns of a table, filtered. */
export function selectRows(table: TableName, where: string, values: unknown[]): pg.QueryConfig {
  return named(`SELECT ${namesOf(tableColumns(table))} FROM "${table}" WHERE ${where}`, values)
}
