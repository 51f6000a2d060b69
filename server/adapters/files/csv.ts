import Papa from 'papaparse'

/** A CSV text as a table; row 1 is the first under the header, in problems as everywhere. */
export type CsvTable = { header: string[]; rows: string[][]; problems: string[] }

const mostProblems = 20

/** Reads CSV (comma, semicolon, tab or bar, whichever the header has most of); problems name their rows, at most 20 of them. */
export function parseCsv(text: string): CsvTable {
  const { data, errors } = Papa.parse<string[]>(text, { skipEmptyLines: 'greedy', delimiter: delimiterOf(text) })
  const [header = [], ...rows] = data
  const broken = errors.map((error) => `${placeOf(error.row)}: ${error.message}.`)
  const ragged = rows.flatMap((row, index) =>
    row.length === header.length ? [] : [`Row ${index + 1} has ${cells(row.length)}, the header has ${header.length}.`],
  )
  const doubled = header.filter((title, index) => title.trim() !== '' && header.indexOf(title) !== index)
  const twice = [...new Set(doubled)].map((title) => `The header names “${title.slice(0, 60)}” twice.`)
  const all = [...broken, ...twice, ...ragged]
  const more = all.length - mostProblems
  return { header, rows, problems: more > 0 ? [...all.slice(0, mostProblems), `And ${more} more problems.`] : all }
}

// By the header alone: rows of free text may hold another mark more evenly.
function delimiterOf(text: string): string {
  const header = /\S[^\r\n]{0,100000}/.exec(text)?.[0].replace(/"[^"]*"/g, '') ?? ''
  const count = (mark: string) => header.split(mark).length - 1
  return [',', ';', '\t', '|'].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}

const placeOf = (row: number | undefined) => (row === undefined ? 'The file' : row === 0 ? 'The header' : `Row ${row}`)
const cells = (n: number) => (n === 1 ? '1 cell' : `${n} cells`)

// What a spreadsheet reads as the start of a formula, in half and full width, behind anything that does not show.
const formula = /^[\s\p{Cc}\p{Cf}"']*[=+\-@|\u2212\uff0b\uff0d\uff1d\uff20\uff5c]|^[\s\p{Cf}"']*\p{Cc}/u

/** A cell that no spreadsheet runs as a formula: what begins like one gets an apostrophe in front; plain numbers stay. */
export function neutraliseCell(cell: string): string {
  if (/^[-+]?\d{1,300}(?:[.,]\d{1,300})?%?$/.test(cell)) return cell
  return formula.test(cell) ? `'${cell}` : cell
}

/** Rows as CSV text (RFC 4180, CRLF) with every cell neutralised. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return Papa.unparse(
    rows.map((row) => row.map(neutraliseCell)),
    { newline: '\r\n' },
  )
}
