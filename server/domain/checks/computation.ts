import { cellNumber } from '../text/figures.ts'
import type { Table } from './check.ts'

const operations = ['sum', 'mean', 'median', 'min', 'max', 'count'] as const
type Operation = (typeof operations)[number]
const synonyms: Readonly<Record<string, Operation>> = {
  total: 'sum',
  average: 'mean',
  avg: 'mean',
  minimum: 'min',
  maximum: 'max',
}

/** A locator that says how a figure comes from a table. */
export type Computation =
  | { kind: 'aggregate'; operation: Operation; column: string | null; where: { column: string; value: string } | null }
  | { kind: 'cell'; row: number; column: string }

export type Computed = { value: number; detail: string } | { problem: string }

/** Reads `sum(revenue)`, `count`, `mean(price) where region = North` or `row 3 column revenue`; null for any other locator. */
export function readComputation(locator: string | undefined): Computation | null {
  const text = locator?.trim() ?? ''
  if (!text || text.length > 500) return null
  const cell = /^row (\d{1,7})[ ,]{1,3}column (.+)$/i.exec(text)
  if (cell) return { kind: 'cell', row: Number(cell[1]), column: unquote(cell[2] ?? '') }
  const name = /^[a-z]+/i.exec(text)?.[0] ?? ''
  const operation = operations.find((each) => each === name.toLowerCase()) ?? synonyms[name.toLowerCase()]
  if (!operation) return null
  const parts = /^ ?(?:\(([^)]*)\))?(?: where ([^=]+)=(.+))?$/i.exec(text.slice(name.length))
  if (!parts) return null
  const column = parts[1]?.trim() ? unquote(parts[1]) : null
  if (column === null && operation !== 'count') return null
  const where = parts[2] && parts[3] ? { column: unquote(parts[2]), value: unquote(parts[3]) } : null
  return { kind: 'aggregate', operation, column, where }
}

/** Works the computation out on a table; empty cells are left out, anything else that is not a number is a problem. */
export function compute(table: Table, wanted: Computation): Computed {
  const column = wanted.column === null ? null : columnOf(table, wanted.column)
  if (column === -1) return { problem: `${table.name} has no column “${wanted.column}”.` }
  if (wanted.kind === 'cell') return cellValue(table, wanted.row, wanted.column, column ?? -1)
  const rows = rowsWhere(table, wanted.where)
  if (!rows) return { problem: `${table.name} has no column “${wanted.where?.column}”.` }
  const place = wanted.where ? ` where ${wanted.where.column} = ${wanted.where.value}` : ''
  if (column === null) return { value: rows.length, detail: `${rows.length} rows${place}` }
  const filled = rows.filter(({ cells }) => (cells[column] ?? '').trim() !== '')
  const over = `over ${filled.length} rows${place}`
  if (wanted.operation === 'count') return { value: filled.length, detail: over }
  const values: number[] = []
  for (const { cells, number } of filled) {
    const value = cellNumber(cells[column] ?? '')
    if (value === null) return { problem: `Row ${number} of ${table.name} holds no number in “${wanted.column}”.` }
    values.push(value)
  }
  if (values.length === 0) return { problem: `No row of ${table.name} has a value in “${wanted.column}”${place}.` }
  return { value: aggregate(wanted.operation, values), detail: over }
}

function aggregate(operation: Exclude<Operation, 'count'>, values: readonly number[]): number {
  const sum = () => values.reduce((total, value) => total + value, 0)
  switch (operation) {
    case 'sum':
      return sum()
    case 'mean':
      return sum() / values.length
    case 'min':
      return values.reduce((least, value) => Math.min(least, value))
    case 'max':
      return values.reduce((most, value) => Math.max(most, value))
    case 'median': {
      const sorted = values.toSorted((a, b) => a - b)
      const middle = Math.floor(sorted.length / 2)
      const upper = sorted[middle] ?? 0
      return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
    }
  }
}

function cellValue(table: Table, row: number, column: string, index: number): Computed {
  const cell = table.rows[row - 1]?.[index]
  if (cell === undefined) return { problem: `${table.name} has ${table.rows.length} rows, no row ${row}.` }
  const value = cellNumber(cell)
  return value === null
    ? { problem: `Row ${row} of ${table.name} holds no number in “${column}”.` }
    : { value, detail: `row ${row}` }
}

function rowsWhere(table: Table, where: { column: string; value: string } | null) {
  const rows = table.rows.map((cells, index) => ({ cells, number: index + 1 }))
  if (!where) return rows
  const index = columnOf(table, where.column)
  return index === -1 ? null : rows.filter(({ cells }) => (cells[index] ?? '').trim() === where.value)
}

// By name, else by name without case when only one column can be meant.
function columnOf({ header }: Table, name: string): number {
  const exact = header.findIndex((title) => title.trim() === name)
  if (exact !== -1) return exact
  const alike = header.flatMap((title, index) => (title.trim().toLowerCase() === name.toLowerCase() ? [index] : []))
  return alike.length === 1 ? (alike[0] ?? -1) : -1
}

function unquote(text: string): string {
  const bare = text.trim()
  return /^(["'`]).*\1$/.test(bare) ? bare.slice(1, -1) : bare
}
