import type { Computation } from '../../server/domain/checks/computation.ts'

/** Takes a table and how a figure comes from it; answers its column (null when rows alone count) and which rows count, from 0. */
export function countedIn(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  computation: Computation,
): { column: number | null; counts: (row: number) => boolean } {
  const at = (name: string) => {
    const exact = header.findIndex((head) => head.trim() === name)
    return exact >= 0 ? exact : header.findIndex((head) => head.trim().toLowerCase() === name.toLowerCase())
  }
  const found = computation.column === null ? -1 : at(computation.column)
  const column = found < 0 ? null : found
  if (computation.kind === 'cell') return { column, counts: (row) => row === computation.row - 1 }
  const { where } = computation
  const key = where ? at(where.column) : -1
  return { column, counts: (row) => !where || rows[row]?.[key]?.trim() === where.value }
}

const verbs = {
  sum: 'the sum of',
  mean: 'the mean of',
  median: 'the median of',
  min: 'the least of',
  max: 'the most of',
  count: 'the number of',
} as const

/** How a figure was worked out, in one sentence; `rows` is how many rows count. */
export function inWords(computation: Computation, rows: number): string {
  if (computation.kind === 'cell') return `It stands in row ${computation.row}, in the column “${computation.column}”.`
  const { operation, column, where } = computation
  const of = `${rows} ${rows === 1 ? 'row' : 'rows'}`
  const place = where ? ` in which ${where.column} is ${where.value}` : ''
  const what = column === null ? `the number of rows` : `${verbs[operation]} the column “${column}”`
  return `Worked out from the table: ${what} over ${of}${place}. The coordinator did the same sum again.`
}
