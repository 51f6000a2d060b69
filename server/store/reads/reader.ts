import type pg from 'pg'
import { shapes } from '../shapes.ts'
import type { Records, TableName } from '../tables.ts'

/** Where reads run: the pool, or one connection inside a transaction. */
export type Reader = {
  query<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<{ rows: R[] }>
}

/** SQL in place of a column, for heavy columns that a view does not show. */
export type Stand<N extends TableName> = Partial<Record<keyof Records[N], string>>

/** The columns of a table's record under an alias, each under its own name. */
export function columnsIn<N extends TableName>(table: N, alias: string, stand: Stand<N> = {}): string {
  const instead: Record<string, string | undefined> = stand
  return Object.keys(shapes[table])
    .map((name) => `${instead[name] ?? `${alias}."${name}"`} as "${name}"`)
    .join(', ')
}

/** Whole records of one table; `tail` is the SQL after `from … t`. */
export async function readRows<N extends TableName>(
  reader: Reader,
  table: N,
  tail: string,
  values: unknown[],
  stand: Stand<N> = {},
): Promise<Records[N][]> {
  const text = `select ${columnsIn(table, 't', stand)} from "${table}" t ${tail}`
  const { rows } = await reader.query<Records[N]>(text, values)
  return rows
}

/** Records of several small tables in one statement, oldest first in each; a tail is the SQL after `from … t`. */
export async function readTables<N extends TableName>(
  reader: Reader,
  tails: Record<N, string>,
  values: unknown[],
  stands: { [T in N]?: Stand<T> } = {},
): Promise<{ [T in N]: Records[T][] }> {
  const tables = Object.keys(tails) as N[]
  const parts = tables.map((table) => {
    const rows = `select ${columnsIn(table, 't', stands[table])} from "${table}" t ${tails[table]}`
    return `select '${table}' as "table", to_jsonb(r) as "row" from (${rows}) r`
  })
  const { rows } = await reader.query<{ table: N; row: Records[N] }>(parts.join(' union all '), values)
  const found = {} as { [T in N]: Records[T][] }
  for (const table of tables) {
    const own = rows.filter((each) => each.table === table).map((each) => each.row)
    for (const row of own) momentsFromJson(table, row)
    found[table] = own.sort(byAge)
  }
  return found
}

// Inside JSON a timestamptz is ISO text; everywhere else the pool's parser makes it milliseconds.
function momentsFromJson(table: TableName, row: Record<string, unknown>): void {
  for (const [name, type] of Object.entries(shapes[table]))
    if (type === 'time' && typeof row[name] === 'string') row[name] = Date.parse(row[name])
}

type Aged = { id: string; createdAt?: number; updatedAt?: number; joinedAt?: number }
const bornAt = (row: Aged) => row.createdAt ?? row.updatedAt ?? row.joinedAt ?? 0
const byAge = (one: Aged, other: Aged) => bornAt(one) - bornAt(other) || (one.id < other.id ? -1 : 1)

/** Runs `read` on one connection that sees one moment of the database throughout. */
export async function atOneMoment<T>(pool: pg.Pool, read: (reader: Reader) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: unknown
  try {
    await client.query('begin isolation level repeatable read read only')
    const seen = await read(client)
    await client.query('commit')
    return seen
  } catch (error) {
    broken = error
    throw error
  } finally {
    // A connection that failed half way is closed, never put back with its transaction open.
    client.release(broken !== undefined)
  }
}
