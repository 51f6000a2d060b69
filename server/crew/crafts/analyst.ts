import Papa from 'papaparse'
import * as z from 'zod'
import { artifactOf, type Craft, unreadLines } from '../craft.ts'
import type { Input } from '../inputs.ts'
import { citationOf, isTable, type Note } from '../notes.ts'
import { listed } from '../text/terms.ts'
import { fromBriefAlone } from './brief-alone.ts'
import { keepWhatHolds } from './prose.ts'
import { type Column, groupColumn, numberOf, numericColumns, readTable, summed, type Table } from './table.ts'

/** Lines of arithmetic that one report shows at most. */
const mostShown = 100
/** One number worked out from a table; `arithmetic` shows how, `locator` lets the coordinator work it out again. */
type Figure = { name: string; value: number; arithmetic: string; locator: string; sourceId: string; sourceName: string }

const commentSchema = z.object({ text: z.string().min(40) })

/** Works out every numeric column of every table, with its arithmetic, and by group; hands in Markdown, `{figures, notes}` and CSV. */
export const analyst: Craft = async (job, bench) => {
  const tables = job.inputs.read.filter(isTable)
  if (tables.length === 0) return fromBriefAlone(job, job.task.title)
  const reports: (Report & { input: Input })[] = []
  for (const [index, input] of tables.entries()) {
    await bench.say('action', `Adding up ${input.name}`, index / (tables.length + 1))
    reports.push({ input, ...reportOn(input) })
  }
  const figures = reports.flatMap((report) => report.figures)
  const notes = figures.map(noteOf)
  // Other agents are told the totals; the number of rows, means, extremes and groups stay in the report for who wants them.
  const totals = notes.filter(({ locator }) => /^sum\([^)]*\)$/.test(locator))
  const role = `You are an analyst. Say in at most 120 words what these figures show. Use only them and end every statement with the number of its figure, such as [1].\n${notes.map((note, index) => `[${index + 1}] ${note.claim}`).join('\n')}`
  const comment = notes.length > 0 ? await bench.ask?.(role, job, commentSchema) : null
  const reading = comment ? keepWhatHolds(comment.text, notes).replace(/\s*\[\d+\]/g, '') : ''
  const markdown = [
    `# ${job.task.title}`,
    ...(reading ? [reading] : []),
    ...reports.map(({ markdown }) => markdown),
  ].join('\n\n')
  const csv = `${Papa.unparse(figures.map(({ name, value, arithmetic, sourceName }) => ({ name, value, arithmetic, sourceName })))}\n`
  return {
    response: [
      `${figures.length} figures from ${listed(tables.map(({ name }) => name))}, each with its arithmetic.`,
      ...unreadLines(job),
    ].join(' '),
    artifact: artifactOf(
      job,
      job.task.title,
      markdown,
      { figures, notes: totals, faults: reports.flatMap(({ faults }) => faults) },
      csv,
    ),
    sources: notes.map(citationOf),
  }
}

type Report = { markdown: string; figures: Figure[]; faults: string[] }

function reportOn(input: Input): Report {
  const table = readTable(input.text)
  const columns = numericColumns(table)
  const source = { sourceId: input.id, sourceName: input.name }
  const sound = columns.filter(({ odd }) => odd.every(({ cell }) => cell === ''))
  const whole = sound.flatMap((column) => figuresOf(table, column).map((figure) => ({ ...figure, ...source })))
  const rowCount = {
    name: 'rows',
    value: table.rows.length,
    arithmetic: `count = ${table.rows.length} rows`,
    locator: 'count',
    ...source,
  }
  const group = groupColumn(table)
  const groups = group === null ? [] : groupFigures(table, group, sound).map((figure) => ({ ...figure, ...source }))
  const faults = faultsOf(table, columns)
  // Rows that do not fit are left out here and counted there: such a table proves only the cells above them.
  const sums = table.rows.length > 0 ? [rowCount, ...whole, ...groups] : []
  const provable =
    table.malformed.length === 0 ? sums : cellFigures(table, columns).map((each) => ({ ...each, ...source }))
  const shownWork = (table.malformed.length === 0 ? sums : [...whole, ...provable])
    .slice(0, mostShown)
    .map(({ arithmetic }) => `- ${arithmetic}`)
  const blocks = [
    `## ${input.name}`,
    textOn(table, columns, whole),
    ...(columns.length > 0 ? [statisticsTable(columns)] : []),
    ...(group === null || sound.length === 0
      ? []
      : [`### By ${table.header[group]}\n\n${groupTable(table, group, sound)}`]),
    ...(faults.length > 0 ? [`### Rows that do not fit\n\n${faults.join('\n')}`] : []),
    ...(shownWork.length > 0 ? [`### Arithmetic\n\n${shownWork.join('\n')}`] : []),
  ]
  return {
    markdown: blocks.join('\n\n'),
    figures: provable,
    faults: faults.map((line) => `${input.name}: ${line.slice(2)}`),
  }
}

function textOn(table: Table, columns: readonly Column[], figures: readonly Omit<Figure, 'sourceId'>[]): string {
  const about = `The table has ${table.rows.length} readable rows and ${table.header.length} columns.`
  if (columns.length === 0) return `${about} None of its columns holds numbers, so there is nothing to add up.`
  const sums = figures
    .filter(({ name }) => name.startsWith('sum('))
    .map(({ name, value }) => `${name.slice(4, -1)} add up to ${shown(value)}`)
  return sums.length > 0 ? `${about} Over all rows, ${listed(sums)}.` : about
}

function figuresOf(table: Table, column: Column): Omit<Figure, 'sourceId' | 'sourceName'>[] {
  const { name, values } = column
  const sum = total(column)
  const cells = (from: number, to?: number) => values.slice(from, to).map(({ value }) => shown(value))
  const count = values.length
  const added =
    count <= 12 ? cells(0).join(' + ') : `${cells(0, 4).join(' + ')} + … (${count - 5} more) … + ${cells(-1)}`
  const least = values.reduce((a, b) => (b.value < a.value ? b : a))
  const most = values.reduce((a, b) => (b.value > a.value ? b : a))
  const mean = sum / values.length
  const figure = (operation: string, value: number, how: string) => {
    const locator = `${operation}(${name})`
    return { name: locator, value, arithmetic: `${locator} = ${how}`, locator }
  }
  return [
    figure('sum', sum, `${added} = ${shown(sum)}`),
    figure('mean', rounded(mean), `${shown(sum)} ÷ ${values.length} = ${shown(mean)}`),
    figure('min', least.value, `${shown(least.value)} (${rowName(table, least.row)})`),
    figure('max', most.value, `${shown(most.value)} (${rowName(table, most.row)})`),
  ]
}

/** The highest value of each column above the first row that does not fit. */
function cellFigures(table: Table, columns: readonly Column[]): Omit<Figure, 'sourceId' | 'sourceName'>[] {
  const end = Math.min(...table.malformed.map(({ row }) => row))
  return columns.flatMap(({ name, values }) => {
    const above = values.filter(({ row }) => row < end)
    const [first] = above
    if (!first) return []
    const { row, value } = above.reduce((a, b) => (b.value > a.value ? b : a), first)
    const locator = `row ${row} column ${name}`
    return [{ name: locator, value, arithmetic: `${locator} = ${shown(value)}`, locator }]
  })
}

/** A row by its number and, where its first cell is a word, by that. */
function rowName({ rows }: Table, number: number): string {
  const label = rows.find((row) => row.number === number)?.cells[0] ?? ''
  return label && numberOf(label) === null ? `row ${number}, ${label}` : `row ${number}`
}

function groupFigures(
  table: Table,
  group: number,
  columns: readonly Column[],
): Omit<Figure, 'sourceId' | 'sourceName'>[] {
  const head = table.header[group] ?? ''
  return kindsOf(table, group).flatMap((kind) =>
    columns.map((column) => {
      const locator = `sum(${column.name}) where ${head} = ${kind}`
      const value = total(column, rowsOf(table, group, kind))
      return { name: locator, value, arithmetic: `${locator} = ${shown(value)}`, locator }
    }),
  )
}

function statisticsTable(columns: readonly Column[]): string {
  const rows = columns.map((column) => {
    const values = column.values.map(({ value }) => value)
    const sum = total(column)
    const [least, most] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))]
    return `| ${escaped(column.name)} | ${values.length} | ${[sum, sum / values.length, least, most].map(shown).join(' | ')} |`
  })
  return ['| column | count | sum | mean | min | max |', '|---|--:|--:|--:|--:|--:|', ...rows].join('\n')
}

function groupTable(table: Table, group: number, columns: readonly Column[]): string {
  const rows = kindsOf(table, group).map((kind) => {
    const own = rowsOf(table, group, kind)
    return `| ${escaped(kind)} | ${own.size} | ${columns.map((column) => shown(total(column, own))).join(' | ')} |`
  })
  const names = columns.map(({ name }) => `sum(${escaped(name)})`)
  return [
    `| ${escaped(table.header[group] ?? '')} | rows | ${names.join(' | ')} |`,
    `|---|--:|${'--:|'.repeat(names.length)}`,
    ...rows,
  ].join('\n')
}

/** What does not fit, by row number (1 is the first row under the header). */
function faultsOf(table: Table, columns: readonly Column[]): string[] {
  const rows = table.malformed.map(({ row, why }) => `- Row ${row} was left out: ${why}.`)
  const cells = columns.flatMap(({ name, odd }) =>
    odd.map(
      ({ row, cell }) =>
        `- Row ${row} has ${cell ? `“${cell}”` : 'nothing'} in ${name}; it is left out of that column.`,
    ),
  )
  const all = [...rows, ...cells]
  const more = all.length > 50 ? [`- … and ${all.length - 50} more.`] : []
  return [...all.slice(0, 50), ...more]
}

function kindsOf(table: Table, group: number): string[] {
  return [...new Set(table.rows.map(({ cells }) => cells[group] ?? ''))]
}

function rowsOf(table: Table, group: number, kind: string): Set<number> {
  return new Set(table.rows.filter(({ cells }) => cells[group] === kind).map(({ number }) => number))
}

/** The sum of a column (over some rows), free of the dust that adding binary fractions leaves. */
function total({ values }: Column, rows?: ReadonlySet<number>): number {
  const own = rows ? values.filter(({ row }) => rows.has(row)) : values
  return Number(own.reduce((sum, { value }) => sum + value, 0).toFixed(6))
}

const rounded = (value: number) => Number(value.toFixed(2))
const format = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })
const shown = (value: number) => format.format(value)
const escaped = (cell: string) => cell.replaceAll('|', '\\|')

function noteOf({ name, value, locator, sourceId, sourceName }: Figure): Note {
  const column = /^sum\(([^)]*)\)$/.exec(locator)?.[1]
  const computed = column ? summed(sourceName, column, shown(value)) : `In ${sourceName}, ${name} is ${shown(value)}.`
  const claim = locator === 'count' ? `${sourceName} has ${value} rows.` : computed
  return {
    quote: shown(value),
    claim,
    why: 'worked out from the table',
    locator,
    sourceId,
    sourceName,
    heading: 'Figures',
  }
}
