import type { Input } from '../inputs.ts'
import { isTable, type Note } from '../notes.ts'
import { shared, termsOf } from '../text/terms.ts'
import { type Column, numericColumns, readTable, spokenColumn, type Table } from './table.ts'

const most = /\b(?:most|highest|largest|biggest|best|top)\b/i
const least = /\b(?:least|lowest|smallest|fewest|worst|weakest)\b/i
const onAverage = /\b(?:average|mean)\b/i
const inAll = /\b(?:total|sum|altogether|in all|overall)\b/i

/**
 * Takes a question, what it is about and the inputs; returns the answer a table gives, as a figure that can be worked out
 * again: which group or row has most or least, an average, a total. Null when no table has a column that is spoken of.
 */
export function askTables(question: string, about: readonly Note[], inputs: readonly Input[]): Note | null {
  const asked = termsOf(question)
  for (const input of inputs.filter(isTable)) {
    const table = readTable(input.text)
    const columns = numericColumns(table).filter(({ odd }) => odd.every(({ cell }) => cell === ''))
    const named = columns.filter(({ name }) => shared(asked, termsOf(spokenColumn(name).name)) > 0)
    const cited = columns.filter(({ name }) => about.some(({ locator }) => locator.includes(`(${name})`)))
    const column = named[0] ?? cited[0]
    // Rows that do not fit would be missing from every sum.
    if (!column || table.malformed.length > 0) continue
    const figure = best(table, column, question, asked) ?? overall(column, question)
    if (figure)
      return {
        ...figure,
        why: 'worked out from the table',
        heading: 'Figures',
        sourceId: input.id,
        sourceName: input.name,
      }
  }
  return null
}

type Figure = Pick<Note, 'quote' | 'claim' | 'locator'>

/** The group, or the row, that has most or least of a column. */
function best(table: Table, column: Column, question: string, asked: ReadonlySet<string>): Figure | null {
  const wanted = most.test(question) ? 'highest' : least.test(question) ? 'lowest' : null
  if (!wanted) return null
  const group = table.header.findIndex((head, index) => index !== column.index && shared(asked, termsOf(head)) > 0)
  const sums = new Map<string, { value: number; row: number; rows: number }>()
  for (const { row, value } of column.values) {
    const kind = table.rows.find(({ number }) => number === row)?.cells[Math.max(0, group)] ?? ''
    const sum = sums.get(kind)
    sums.set(kind, { value: (sum?.value ?? 0) + value, row, rows: (sum?.rows ?? 0) + 1 })
  }
  const [first] = [...sums].sort(([, a], [, b]) => (wanted === 'highest' ? b.value - a.value : a.value - b.value))
  if (!first) return null
  const [kind, { value, row, rows }] = first
  const head = table.header[Math.max(0, group)] ?? ''
  const { name, unit } = spokenColumn(column.name)
  const written = shown(value)
  return {
    quote: written,
    claim: `Of the ${sums.size} ${plural(head)}, ${kind} has the ${wanted} ${name}: ${written}${unit ? ` ${unit}` : ''}.`,
    locator: rows === 1 ? `row ${row} column ${column.name}` : `sum(${column.name}) where ${head} = ${kind}`,
  }
}

function overall({ name: column, values }: Column, question: string): Figure | null {
  const operation = onAverage.test(question) ? 'mean' : inAll.test(question) ? 'sum' : null
  if (!operation || values.length === 0) return null
  const sum = values.reduce((total, { value }) => total + value, 0)
  const written = shown(operation === 'sum' ? sum : sum / values.length)
  const { name, unit } = spokenColumn(column)
  const how = operation === 'sum' ? 'Over all rows' : 'On average over all rows'
  return {
    quote: written,
    claim: `${how}, ${name} is ${written}${unit ? ` ${unit}` : ''}.`,
    locator: `${operation}(${column})`,
  }
}

const shown = (value: number) => Number(value.toFixed(6)).toLocaleString('en', { maximumFractionDigits: 2 })

function plural(head: string): string {
  const { name } = spokenColumn(head)
  return /s$/.test(name) ? name : /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`
}
