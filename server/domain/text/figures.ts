/** A number as written in a text: its value, the half of its last written digit, and where it stands. */
export type Figure = { value: number; tolerance: number; written: string; at: number; percent: boolean }

const pattern =
  /(?<![\p{L}\d_.])([-−]?)[$€£¥]?(\d{1,3}(?:[,\u00a0\u202f]\d{3}){1,5}|\d{1,15})(\.\d{1,15})?(?:\s?(%|percent|[Tt]housand|[Mm]illion|[Bb]illion)|(k|K|M|bn|B))?(?![\p{L}\d])/gu

const scales = new Map([
  ['thousand', 1e3],
  ['k', 1e3],
  ['million', 1e6],
  ['m', 1e6],
  ['billion', 1e9],
  ['bn', 1e9],
  ['b', 1e9],
])

/** Every number of a text; thousands by comma or thin space, decimals by point, "1.2 million", "15k" and "12 %" understood. */
export function figuresOf(text: string): Figure[] {
  const figures: Figure[] = []
  for (const match of text.matchAll(pattern)) {
    const [written, sign, whole = '', decimals = '', word, letter] = match
    const unit = (word ?? letter ?? '').toLowerCase()
    const scale = scales.get(unit) ?? 1
    const value = Number(whole.replace(/[^\d]/g, '') + decimals) * scale * (sign ? -1 : 1)
    const digits = Math.max(0, decimals.length - 1)
    const tolerance = 0.5 * 10 ** -digits * scale
    figures.push({ value, tolerance, written, at: match.index, percent: unit === '%' || unit === 'percent' })
  }
  return figures
}

/** Whether a written figure is this number, to the precision it was written with; a percentage may stand for its fraction. */
export function saysNumber(figure: Figure, value: number): boolean {
  const near = (wanted: number) => Math.abs(figure.value - wanted) <= figure.tolerance + Math.abs(wanted) * 1e-9
  return near(value) || (figure.percent && near(value * 100))
}

/** The number a table cell holds, or null; understands currency signs, thousands, percent and accounting brackets. */
export function cellNumber(cell: string): number | null {
  const bare = cell.trim().replace(/[$€£¥\u00a0\u202f ]/g, '')
  const bracketed = bare.startsWith('(') && bare.endsWith(')')
  const text = (bracketed ? bare.slice(1, -1) : bare).replace(/%$/, '').replace('−', '-')
  const digits = /^[-+]?\d{1,3}(?:,\d{3}){1,8}(?:\.\d{1,20})?$/.test(text) ? text.replaceAll(',', '') : text
  if (!/^[-+]?(?:\d{1,300}(?:\.\d{0,300})?|\.\d{1,300})(?:e[-+]?\d{1,3})?$/i.test(digits)) return null
  const value = Number(digits)
  return Number.isFinite(value) ? (bracketed ? -value : value) : null
}
