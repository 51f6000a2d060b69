import { type Period, periodsIn, samePeriod } from './periods.ts'
import { type Quantity, quantitiesIn, sameQuantity } from './quantities.ts'

/** A value of a structured answer, read for comparing. */
export type Leaf =
  | { kind: 'number'; value: number; raw: unknown }
  | { kind: 'quantity'; quantity: Quantity; raw: unknown }
  | { kind: 'period'; period: Period; raw: unknown }
  | { kind: 'text'; text: string; raw: unknown }
  | { kind: 'set'; members: readonly string[]; raw: unknown }

export type Tolerance = {
  /** Share of the larger number by which two may differ; by default 0.5 %, whole numbers below 100,000 exactly. */
  relative?: number
  absolute?: number
}

/** Reads a string, number, boolean or `{ value, unit }`; null for what says nothing (null, an empty string). */
export function leafOf(raw: unknown): Leaf | null {
  if (raw === null || raw === undefined) return null
  if (typeof raw === 'number') return { kind: 'number', value: raw, raw }
  if (typeof raw !== 'string') return { kind: 'text', text: JSON.stringify(raw), raw }
  const text = raw.normalize('NFKC').replace(/\s+/g, ' ').trim()
  if (text === '' || /^(?:n\/?a|unknown|null|none given|-)$/i.test(text)) return null
  if (/^-?\d{1,15}(?:\.\d{1,15})?$/.test(text)) return { kind: 'number', value: Number(text), raw }
  if (text.length <= 80) {
    const periods = periodsIn(text)
    const period = periods[0]
    if (period && periods.length === 1 && covers(text, period)) return { kind: 'period', period, raw }
    const quantities = quantitiesIn(text, periods)
    const quantity = quantities[0]
    if (quantity && quantities.length === 1 && covers(text, quantity)) return { kind: 'quantity', quantity, raw }
    if (/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/.test(text) && Number.isFinite(Date.parse(text)))
      return { kind: 'text', text: new Date(text).toISOString(), raw }
  }
  return { kind: 'text', text: plainText(text), raw }
}

/** `{ value: 5, unit: "km" }` as one value; null for other objects. */
export function measured(raw: object): Leaf | null {
  const entries = Object.entries(raw)
  if (entries.length !== 2) return null
  const value = entries.find(([key]) => /^(?:value|amount|quantity)$/i.test(key))?.[1]
  const unit = entries.find(([key]) => /^(?:unit|units|currency)$/i.test(key))?.[1]
  if (typeof value !== 'number' || typeof unit !== 'string') return null
  const leaf = leafOf(`${value} ${unit}`)
  return leaf?.kind === 'quantity' ? { ...leaf, raw } : null
}

const plainText = (text: string) =>
  text
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[.;,]$/, '')
    .toLowerCase()

// Nothing stands beside it but words of degree.
const covers = (text: string, { at, end }: { at: number; end: number }) =>
  /^(?:(?:about|around|roughly|approximately|approx\.?|ca\.|nearly|almost|over|more than|less than|at least|at most|up to|~|≈)\s*)?$/i.test(
    text.slice(0, at).trim(),
  ) && text.slice(end).trim() === ''

/** What a value is called when values are put in order, so that the order of answers changes nothing. */
export function sortKey(leaf: Leaf): [kind: string, number: number, text: string] {
  switch (leaf.kind) {
    case 'number':
      return ['number', leaf.value, '']
    case 'quantity':
      return ['number', leaf.quantity.value, leaf.quantity.dimension]
    case 'period':
      return ['period', leaf.period.from, leaf.period.written]
    case 'text':
      return ['text', 0, leaf.text]
    case 'set':
      return ['set', leaf.members.length, leaf.members.join('\n')]
  }
}

/** Whether two values of a field say the same. `exact`: numbers are names here (ids, years). */
export function sameLeaf(a: Leaf, b: Leaf, tolerance: Tolerance, exact: boolean): boolean {
  if (a.kind === 'number' && b.kind === 'number') return nearNumbers(a.value, b.value, tolerance, exact)
  if (a.kind === 'quantity' && b.kind === 'quantity') return sameQuantity(a.quantity, b.quantity) === true
  // A number without its unit is taken at its figure.
  if (a.kind === 'number' && b.kind === 'quantity') return nearNumbers(a.value, b.quantity.figure, tolerance, exact)
  if (a.kind === 'quantity' && b.kind === 'number') return nearNumbers(a.quantity.figure, b.value, tolerance, exact)
  if (a.kind === 'period' && b.kind === 'period') return samePeriod(a.period, b.period) === true
  if (a.kind === 'text' && b.kind === 'text') return a.text === b.text
  return a.kind === 'set' && b.kind === 'set' && a.members.join('\n') === b.members.join('\n')
}

function nearNumbers(a: number, b: number, { relative, absolute = 0 }: Tolerance, exact: boolean): boolean {
  if (a === b) return true
  if (exact) return false
  const largest = Math.max(Math.abs(a), Math.abs(b))
  const whole = Number.isInteger(a) && Number.isInteger(b)
  const share = relative ?? (whole ? (largest < 100_000 ? 0 : 0.001) : 0.005)
  return Math.abs(a - b) <= Math.max(absolute, share * largest)
}
