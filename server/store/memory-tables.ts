import { emptyTables, type Tables } from './rows.ts'
import type { TableName } from './tables.ts'

/** Puts the rows of one table that are wanted into another; the rows themselves are shared. */
export function copyRows(from: Tables, to: Tables, table: TableName, wanted: (row: object) => boolean) {
  const target = to[table] as { put(id: string, row: unknown): void }
  for (const row of from[table].all()) if (wanted(row)) target.put(row.id, row)
}

/** Tables of their own with the same rows. */
export function copyTables(tables: Tables): Tables {
  const made = emptyTables()
  for (const table of Object.keys(made) as TableName[]) copyRows(tables, made, table, () => true)
  return made
}
