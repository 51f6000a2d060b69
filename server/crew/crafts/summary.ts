import * as z from 'zod'
import { artifactOf, type Delivery, type Job, unreadLines } from '../craft.ts'
import type { Input } from '../inputs.ts'
import { citationOf, findShapes, type Note } from '../notes.ts'
import { listed } from '../text/terms.ts'
import { draftsOf } from './drafts.ts'
import { amount } from './focus.ts'

const figureSchema = z.looseObject({
  value: z.number(),
  arithmetic: z.string(),
  locator: z.string(),
  sourceId: z.string(),
  sourceName: z.string(),
})
const reportSchema = z.looseObject({ figures: z.array(figureSchema), faults: z.array(z.string()).default([]) })
type Figure = z.infer<typeof figureSchema>

/** What one table came to: its rows, its columns, and the sums of its groups. */
type Sheet = { name: string; rows: Figure | undefined; columns: Map<string, Map<string, Figure>>; groups: Group[] }
type Group = { head: string; kind: string; sums: Map<string, Figure> }

/** Whether an editor's job is to put figures into words: reports on tables came, and no sections. */
export function isSummary(inputs: readonly Input[]): boolean {
  return findShapes(inputs, reportSchema).length > 0 && draftsOf(inputs).length === 0
}

/** Takes the reports of an analyst; returns one document of text and tables, every number with the figure it comes from. */
export function summarise(job: Job, inputs: readonly Input[]): Delivery {
  const reports = findShapes(inputs, reportSchema).map(({ value }) => value)
  const figures = reports.flatMap((report) => report.figures)
  const sheets = [...new Set(figures.map(({ sourceName }) => sourceName))].map((name) => sheetOf(name, figures))
  const cited: Figure[] = []
  const cite = (figure: Figure) => {
    if (!cited.includes(figure)) cited.push(figure)
    return `[${cited.indexOf(figure) + 1}]`
  }
  const faults = [...reports.flatMap((report) => report.faults), ...unreadLines(job)]
  const blocks = [
    `# ${job.goal.title}`,
    sheets.map((sheet) => totals(sheet, cite)).join(' '),
    ...sheets.flatMap((sheet) => chapter(sheet, sheets.length > 1, cite)),
    `## What is not known\n\n${[...faults.map((fault) => `- ${fault}`), '- The tables say how much there was, not why.'].join('\n')}`,
    `## Sources\n\n${cited.map(({ sourceName, locator }, at) => `${at + 1}. ${sourceName}, ${locator}`).join('\n')}`,
  ]
  return {
    response: [
      `${job.goal.title}: ${cited.length} figures from ${listed(sheets.map(({ name }) => name))} in words and tables.`,
      ...unreadLines(job),
    ].join(' '),
    artifact: artifactOf(job, job.goal.title, blocks.filter(Boolean).join('\n\n')),
    sources: cited.map((figure) => citationOf(noteOf(figure))),
  }
}

function sheetOf(name: string, figures: readonly Figure[]): Sheet {
  const own = figures.filter(({ sourceName }) => sourceName === name)
  const sheet: Sheet = { name, rows: own.find(({ locator }) => locator === 'count'), columns: new Map(), groups: [] }
  for (const figure of own) {
    const [, operation, column = '', head, kind] =
      /^(\w+)\(([^)]*)\)(?: where (.+?) = (.+))?$/.exec(figure.locator) ?? []
    if (!operation) continue
    if (head === undefined || kind === undefined) {
      const operations = sheet.columns.get(column) ?? new Map<string, Figure>()
      sheet.columns.set(column, operations.set(operation, figure))
      continue
    }
    const group = sheet.groups.find((each) => each.kind === kind)
    if (group) group.sums.set(column, figure)
    else sheet.groups.push({ head, kind, sums: new Map([[column, figure]]) })
  }
  return sheet
}

type Cite = (figure: Figure) => string

/** "The 40 rows of stations.csv come to 512 docks [1] and 184,300 trips [2]." */
function totals({ name, rows, columns }: Sheet, cite: Cite): string {
  const counted = rows ? `The ${shown(rows.value)} rows of ${name} ${cite(rows)}` : `The rows of ${name}`
  const sums = [...columns].flatMap(([column, operations]) => {
    const sum = operations.get('sum')
    return sum ? [`${amount(shown(sum.value), column)} ${cite(sum)}`] : []
  })
  return sums.length > 0 ? `${counted} come to ${listed(sums)}.` : `${counted} hold no column that can be added up.`
}

function chapter(sheet: Sheet, several: boolean, cite: Cite): string[] {
  const of = several ? ` of ${sheet.name}` : ''
  const spread = [...sheet.columns].flatMap(([column, operations]) => spreadOf(column, operations, cite))
  const shares = [...sheet.columns].flatMap(([column, operations]) => sharesOf(column, operations, sheet.groups, cite))
  const head = sheet.groups[0]?.head
  return [
    ...(spread.length > 0 ? [`## The figures${of}\n\n${spread.join(' ')}`, columnTable(sheet.columns)] : []),
    ...(head && shares.length > 0
      ? [`## By ${head}${several ? `, ${sheet.name}` : ''}\n\n${shares.join(' ')}`, groupTable(head, sheet)]
      : []),
  ]
}

function spreadOf(column: string, operations: ReadonlyMap<string, Figure>, cite: Cite): string[] {
  const [mean, min, max] = ['mean', 'min', 'max'].map((operation) => operations.get(operation))
  if (!mean || !min || !max) return []
  const where = (figure: Figure) => {
    const row = / \(row \d+, (.+)\)$/.exec(figure.arithmetic)?.[1]
    return row ? ` (${row})` : ''
  }
  return [
    `A row has ${amount(shown(mean.value), column)} on average ${cite(mean)}, from ${shown(min.value)}${where(min)} ${cite(min)} to ${shown(max.value)}${where(max)} ${cite(max)}.`,
  ]
}

/** Which group has the most and which the least of a column, as shares of the whole. */
function sharesOf(
  column: string,
  operations: ReadonlyMap<string, Figure>,
  groups: readonly Group[],
  cite: Cite,
): string[] {
  const sum = operations.get('sum')
  const sums = groups.flatMap(({ kind, sums: own }) => {
    const figure = own.get(column)
    return figure ? [{ kind, figure }] : []
  })
  const [first] = sums
  if (!sum || !first || sums.length < 2 || sum.value <= 0) return []
  const most = sums.reduce((a, b) => (b.figure.value > a.figure.value ? b : a), first)
  const least = sums.reduce((a, b) => (b.figure.value < a.figure.value ? b : a), first)
  const share = ({ value }: Figure) => `${Math.round((100 * value) / sum.value)} per cent`
  return [
    `${most.kind} has ${amount(shown(most.figure.value), column)} ${cite(most.figure)}, ${share(most.figure)} of all, and ${least.kind} the least: ${shown(least.figure.value)} ${cite(least.figure)}, ${share(least.figure)}.`,
  ]
}

function columnTable(columns: Sheet['columns']): string {
  const rows = [...columns].map(([column, operations]) => {
    const cells = ['sum', 'mean', 'min', 'max'].map((operation) => operations.get(operation)?.value)
    return `| ${escaped(column)} | ${cells.map((value) => (value === undefined ? '' : shown(value))).join(' | ')} |`
  })
  return ['| column | sum | mean | least | most |', '|---|--:|--:|--:|--:|', ...rows].join('\n')
}

function groupTable(head: string, { columns, groups }: Sheet): string {
  const names = [...columns.keys()]
  const rows = groups.map(({ kind, sums }) => {
    const cells = names.map((column) => sums.get(column)?.value)
    return `| ${escaped(kind)} | ${cells.map((value) => (value === undefined ? '' : shown(value))).join(' | ')} |`
  })
  return [
    `| ${escaped(head)} | ${names.map(escaped).join(' | ')} |`,
    `|---|${'--:|'.repeat(names.length)}`,
    ...rows,
  ].join('\n')
}

function noteOf({ value, locator, sourceId, sourceName }: Figure): Note {
  return {
    quote: shown(value),
    claim: `${sourceName}, ${locator}: ${shown(value)}`,
    why: '',
    locator,
    sourceId,
    sourceName,
    heading: '',
  }
}

const format = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })
const shown = (value: number) => format.format(value)
const escaped = (cell: string) => cell.replaceAll('|', '\\|')
