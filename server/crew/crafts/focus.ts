import type { Job } from '../craft.ts'
import type { Input } from '../inputs.ts'
import { documentsIn, isTable, type Note } from '../notes.ts'
import { hintsFor, saysUnknown } from '../text/hints.ts'
import { rank } from '../text/rank.ts'
import { readDocument, wordsSeen } from '../text/sentences.ts'
import { shared, termsOf } from '../text/terms.ts'
import { noteAt, withoutRepeats } from './pick.ts'
import { type Column, numericColumns, readTable, type Table } from './table.ts'

/** One item of many that the task is about: its name, and its fields when it is more than a name. */
export type Item = { name: string; fields: [name: string, value: string][] }

/** The most sentences one document gives to one question. */
const mostSentences = 6
const mostFigures = 8

/** The item that the brief of a task names in its last paragraph, or null. */
export function itemOf({ task }: Job): Item | null {
  const text = /(?:^|\n)The item: ([\s\S]+?)(?:\n\n|$)/.exec(task.brief)?.[1]?.trim()
  if (!text) return null
  try {
    const value: unknown = JSON.parse(text)
    if (value === null || typeof value !== 'object') return { name: String(value), fields: [] }
    const fields = Object.entries(value).map(([name, each]): [string, string] => [
      name,
      typeof each === 'string' ? each : JSON.stringify(each),
    ])
    return { name: task.title, fields: fields.filter(([, each]) => each !== task.title) }
  } catch {
    return { name: text, fields: [] }
  }
}

/** What a task that is one of many asks, without the goal they share; null when it is not one of many. */
export function focusOf(job: Job): string | null {
  const item = itemOf(job)
  if (item) return [item.name, ...item.fields.map(([, value]) => value)].join(' ')
  const point = /^([\s\S]+?)\n\nThis is one point of a larger goal: /.exec(job.task.brief)?.[1]
  return point?.trim() ?? null
}

/** Takes inputs and what is asked, by its name when it has one; returns notes on what they say to that alone, in reading order. */
export function focusedNotes(inputs: readonly Input[], focus: string, name: string | null): Note[] {
  const pieces = documentsIn(inputs).flatMap((input) => {
    const { sentences } = readDocument(input.text, input.mediaType)
    return sentences.map((sentence, index) => ({ input, sentences, index, ...sentence, text: wordsSeen(sentence) }))
  })
  const chosen = new Set(fitting(pieces, focus, name))
  const why = name === null ? 'speaks to the point' : `speaks of ${name.slice(0, 60)}`
  const notes = inputs.flatMap((input) => {
    const own = pieces.filter((piece) => piece.input === input && chosen.has(piece)).slice(0, mostSentences)
    const quotes = own.map(({ sentences, index }) => noteAt(input, sentences, index, why))
    return isTable(input) && name !== null ? figuresOn(input, name) : quotes
  })
  return withoutRepeats(notes)
}

/** The sentences that name the item or, when none does or it has no name, those that fit the question best. */
function fitting<T extends { text: string; heading: string }>(
  pieces: readonly T[],
  focus: string,
  name: string | null,
): T[] {
  const naming = name === null ? [] : pieces.filter(({ text }) => text.toLowerCase().includes(name.toLowerCase()))
  if (naming.length > 0) return naming
  // A short name is meant as a whole; a long one is a question, of which any part may be answered.
  const terms = termsOf(name ?? '')
  if (terms.size > 0 && terms.size <= 3) return pieces.filter(({ text }) => shared(terms, termsOf(text)) === terms.size)
  if (/\b(open (questions?|points?|issues?)|unknown|not known|unclear)\b/i.test(focus))
    return pieces.filter(({ text }) => saysUnknown.test(text))
  const hits = rank(pieces, `${focus} ${hintsFor(focus)}`)
  const best = hits[0]?.score ?? 0
  return hits.filter(({ score }) => score >= best * 0.4).flatMap(({ index }) => pieces[index] ?? [])
}

/** What a table says of one thing: the cells of its row, or the sums of the rows that share its name. */
function figuresOn(input: Input, name: string): Note[] {
  const table = readTable(input.text)
  const wanted = name.trim().toLowerCase()
  const at = table.header.findIndex((_, column) =>
    table.rows.some(({ cells }) => cells[column]?.toLowerCase() === wanted),
  )
  const rows = table.rows.filter(({ cells }) => cells[at]?.toLowerCase() === wanted)
  const kind = rows[0]?.cells[at]
  if (kind === undefined || table.malformed.length > 0) return []
  const own = new Set(rows.map(({ number }) => number))
  return numericColumns(table)
    .filter(({ odd }) => odd.every(({ cell }) => cell === ''))
    .flatMap((column) => figureNote(input, table, column, { at, kind, own }) ?? [])
    .slice(0, mostFigures)
}

type Rows = { at: number; kind: string; own: ReadonlySet<number> }

function figureNote(input: Input, table: Table, { name, values }: Column, { at, kind, own }: Rows): Note | null {
  const cells = values.filter(({ row }) => own.has(row))
  const [first] = cells
  if (!first) return null
  const sum = Number(cells.reduce((total, { value }) => total + value, 0).toFixed(6)).toLocaleString('en', {
    maximumFractionDigits: 2,
  })
  const alone = own.size === 1
  const head = table.header[at] ?? ''
  return {
    quote: alone ? first.cell : sum,
    claim: alone
      ? `${kind} has ${amount(sum, name)}.`
      : `The ${own.size} rows of ${kind} add up to ${amount(sum, name)}.`,
    why: 'worked out from the table',
    locator: alone ? `row ${first.row} column ${name}` : `sum(${name}) where ${head} = ${kind}`,
    sourceId: input.id,
    sourceName: input.name,
    heading: 'Figures',
  }
}

/** A number with what it counts: "184,300 trips", "24 in “capacity”". */
export function amount(number: string, column: string): string {
  return `${number} ${/^[a-z]{3,}s$/.test(column) ? column : `in “${column}”`}`
}
