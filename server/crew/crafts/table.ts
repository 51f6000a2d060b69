import Papa from 'papaparse'

/** A table as read: rows of the right width, the numbers of the others (1 is the first row under the header), and its columns. */
export type Table = {
  header: string[]
  rows: { number: number; cells: string[] }[]
  malformed: { row: number; why: string }[]
}

/** Takes a CSV text; returns its rows, naming by number those that do not fit the header. */
export function readTable(text: string): Table {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, '').trimEnd(), { skipEmptyLines: false })
  const header = (data[0] ?? []).map((name) => name.trim())
  const table: Table = { header, rows: [], malformed: [] }
  for (const [index, cells] of data.slice(1).entries()) {
    const number = index + 1
    if (cells.length === header.length) table.rows.push({ number, cells: cells.map((cell) => cell.trim()) })
    else table.malformed.push({ row: number, why: `${cells.length} cells where the header has ${header.length}` })
  }
  return table
}

/** Takes a cell; returns its number, or null when it holds none. Thousands may be set apart by commas or spaces. */
export function numberOf(cell: string): number | null {
  const plain = cell.replace(/(?<=\d)[,\s\u00a0\u202f](?=\d{3}(?:\D|$))/g, '').replace(/^[€$£]\s?|\s?[€%]$/g, '')
  return /^-?\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : null
}

const units: Readonly<Record<string, string>> = {
  eur: 'euros',
  usd: 'dollars',
  gbp: 'pounds',
  kg: 'kilograms',
  km: 'kilometres',
  hours: 'hours',
  minutes: 'minutes',
  pct: 'per cent',
}

/** Takes the name of a column; returns it as one says it, apart from the unit it ends in: "usage_fees_eur" is "usage fees" in "euros". */
export function spokenColumn(column: string): { name: string; unit: string | null } {
  const words = column.replace(/[_-]+/g, ' ').replace(/[()]/g, '').trim().split(' ')
  const unit = words.length > 1 ? units[words.at(-1)?.toLowerCase() ?? ''] : undefined
  return { name: (unit ? words.slice(0, -1) : words).join(' '), unit: unit ?? null }
}

/** Takes a table's name, a column and its total as written; returns them as a sentence. */
export function summed(tableName: string, column: string, total: string): string {
  const { name, unit } = spokenColumn(column)
  if (unit) return `In ${tableName}, ${name} add up to ${total} ${unit}.`.replace(/(\w[^s]) add up/, '$1 adds up')
  if (/^[a-z]{3,}s$/.test(name)) return `The rows of ${tableName} add up to ${total} ${name}.`
  return `In ${tableName}, the column “${name}” adds up to ${total}.`
}

/** A numeric column: the cells that hold numbers, and the rows whose cell is empty or does not. */
export type Column = {
  index: number
  name: string
  values: { row: number; value: number; cell: string }[]
  odd: { row: number; cell: string }[]
}

/** Takes a table; returns its columns of numbers. Years and running numbers label rows, they are not amounts. */
export function numericColumns(table: Table): Column[] {
  return table.header.flatMap((name, index) => {
    const values: Column['values'] = []
    const odd: Column['odd'] = []
    for (const { number, cells } of table.rows) {
      const cell = cells[index] ?? ''
      const value = numberOf(cell)
      if (value === null) odd.push({ row: number, cell })
      else values.push({ row: number, value, cell })
    }
    const years = values.every(({ value }) => Number.isInteger(value) && value >= 1800 && value <= 2200)
    const running = values.length > 2 && values.every(({ value }, at) => value === (values[0]?.value ?? 0) + at)
    const label = years || running || /(^|[_\s])(id|year|zip|postcode)$/i.test(name)
    return values.length * 2 > table.rows.length && !label ? [{ index, name, values, odd }] : []
  })
}

/** Takes a table; returns the index of the column that groups its rows best: few different words, each used more than once. */
export function groupColumn(table: Table): number | null {
  const fit = table.header.flatMap((_, index) => {
    const cells = table.rows.map((row) => row.cells[index] ?? '')
    const kinds = new Set(cells).size
    const words = cells.every((cell) => cell !== '' && numberOf(cell) === null)
    return words && kinds >= 2 && kinds <= 20 && kinds * 2 <= cells.length ? [{ index, kinds }] : []
  })
  return fit.sort((a, b) => a.kinds - b.kinds)[0]?.index ?? null
}
