import type pg from 'pg'
import { shapes } from '../store/shapes.ts'
import type { Records, TableName } from '../store/tables.ts'

export type Db = Pick<pg.Pool, 'query'>

/** Puts one whole record into its table and gives it back. */
export async function put<N extends TableName>(db: Db, table: N, row: Records[N]): Promise<Records[N]> {
  const shape: Record<string, string> = shapes[table]
  const cells: Record<string, unknown> = row
  const encoded = Object.entries(shape).map(([name, type]) => [name, encode(type, cells[name])] as const)
  await putRow(db, table, Object.fromEntries(encoded))
  return row
}

/** Puts a row into a table that has no record: moments as `Date`, JSON columns as text. */
export async function putRow(db: Db, table: string, row: Record<string, unknown>): Promise<void> {
  const names = Object.keys(row)
  const columns = names.map((name) => `"${name}"`).join(', ')
  const places = names.map((_, at) => `$${at + 1}`).join(', ')
  await db.query(`insert into "${table}" (${columns}) values (${places})`, Object.values(row))
}

function encode(type: string, value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (type === 'time' && typeof value === 'number') return new Date(value)
  return type === 'json' ? JSON.stringify(value) : value
}
