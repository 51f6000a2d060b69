import type { Source } from '../checks/check.ts'
import { type Clause, clausesOf } from './clauses.ts'
import { findSource } from './find-source.ts'
import { type Lexicon, lexiconOf } from './lexicon.ts'
import { upAndDown } from './opposites.ts'
import { type Period, periodsIn } from './periods.ts'
import { type Quantity, quantitiesIn } from './quantities.ts'
import { type Sentence, sentencesOf } from './sentences.ts'

/** One thing a text states: a value or a date of a subject, or that something is so or not so. */
export type Claim = {
  /** The sentence it stands in, without markup, and its offset in the text. */
  quote: string
  at: number
  /** What it is about, in the text's own words. */
  subject: string
  quantity: Quantity | null
  /** The date, where the date is the fact: when something was founded, opens, is due. */
  date: Period | null
  /** The time that the claim is for; of the sentence before where it names none. */
  periods: readonly Period[]
  negated: boolean
  source: Source | null
  /** The words it is aligned by; for comparing only. */
  clause: Clause
}

export type ReadOptions = { stem: (word: string) => string; sources?: readonly Source[] }

/** What a markdown text claims, in order; at most `mostClaims` of a text. */
export function claimsOf(text: string, { stem, sources = [] }: ReadOptions): Claim[] {
  const lexicon = lexiconOf(stem)
  const claims: Claim[] = []
  let before: readonly Clause[] = []
  for (const sentence of sentencesOf(text.slice(0, longestText))) {
    const { clauses, periods, quantities } = readSentence(sentence, before, lexicon)
    const source = findSource(sentence, sources)
    const facts = new Set(clauses.flatMap((clause) => factsIn(clause, periods, quantities, lexicon)))
    const times = periods.filter((period) => !facts.has(period))
    for (const clause of clauses)
      claims.push(...claimsIn(clause, sentence, { periods, times, facts, quantities }, source))
    if (clauses.length > 0) before = clauses
    if (claims.length >= mostClaims) break
  }
  return claims.slice(0, mostClaims)
}

// Far beyond any deliverable: a bound on time, not on sense.
const longestText = 1_000_000
const mostClaims = 20_000

function readSentence(sentence: Sentence, before: readonly Clause[], lexicon: Lexicon) {
  const periods = periodsIn(sentence.text)
  const quantities = quantitiesIn(sentence.text, periods)
  return { periods, quantities, clauses: clausesOf(sentence, [...periods, ...quantities], before, lexicon) }
}

const insideOf =
  ({ from, to }: Clause) =>
  ({ at }: { at: number }) =>
    at >= from && at < to

/** The times that are what a clause states: when something was founded, opens, is due. */
function factsIn(clause: Clause, periods: readonly Period[], quantities: readonly Quantity[], lexicon: Lexicon) {
  const inside = insideOf(clause)
  // “Reached 812 mm in 2022”: what was measured is the fact, and the year what it is for.
  const measured = quantities.some(inside) && [...clause.events].every((term) => lexicon.measuring.has(term))
  const happens = clause.events.size > 0 && !measured
  return periods.filter((period) => inside(period) && (happens || period.stated || period.kind === 'clock'))
}

/** What stands in a sentence: its times, those of them that something is for or that are facts themselves, its numbers. */
type Values = {
  periods: readonly Period[]
  times: readonly Period[]
  facts: ReadonlySet<Period>
  quantities: readonly Quantity[]
}

function claimsIn(clause: Clause, sentence: Sentence, values: Values, source: Source | null): Claim[] {
  const inside = insideOf(clause)
  const periods = values.periods.filter(inside)
  const quantities = values.quantities
    .filter(inside)
    .flatMap((one) => (clause.sides.has(upAndDown) ? ends(one) : [one]))
  // A time in front or elsewhere in the sentence holds for all of it, but not one that is said for its own sake.
  const lent =
    periods.length > 0 ? periods : clause.inherits ? values.times : values.times.filter((one) => one.at < clause.from)
  clause.periods = lent
  const base = {
    quote: sentence.text,
    at: sentence.at,
    subject: subjectOf(clause),
    periods: lent,
    negated: clause.negated,
    source,
    clause,
  }
  const claims: Claim[] = quantities.map((quantity) => ({
    ...base,
    quantity,
    date: null,
    periods: nearest(lent, quantity, quantities),
  }))
  for (const date of periods) if (values.facts.has(date)) claims.push({ ...base, quantity: null, date, periods: [] })
  if (clause.tokens.length > 0) claims.push({ ...base, quantity: null, date: null })
  return claims
}

// “Rose from 210,000 to 265,000” is no range: it was the one and became the other.
function ends(quantity: Quantity): Quantity[] {
  const { role, upper, value, raw, figure, written, end } = quantity
  if (role !== 'from' || upper === null || value === 0) return [quantity]
  const [first = written, last = written] = written.split(/\s*(?:-|–|\bto\b)\s*/)
  const grown = upper / value
  const became = { value: upper, raw: raw * grown, figure: figure * grown, written: last, at: end - last.length }
  return [
    { ...quantity, upper: null, written: first },
    { ...quantity, ...became, upper: null, role: 'to' },
  ]
}

// What is measured, where only the word for how much stands there.
const measures = new Map(
  Object.entries({
    long: 'length',
    high: 'height',
    tall: 'height',
    wide: 'width',
    deep: 'depth',
    old: 'age',
    heavy: 'weight',
  }),
)

/** What a clause is about; one that says something more of the subject before it names both. */
const subjectOf = (clause: Clause) => {
  const own = clause.tokens.filter(({ term }) => clause.head.has(term)).map(({ raw }) => raw)
  if (own.length > 0) return own.join(' ')
  const taken = [...clause.terms.values()].filter(({ term }) => clause.head.has(term)).map(({ raw }) => raw)
  const said = clause.tokens.slice(0, 4).map(({ raw }) => measures.get(raw.toLowerCase()) ?? raw)
  return taken.length > 0 && said.length > 0 ? `${taken.join(' ')} (${said.join(' ')})` : [...taken, ...said].join(' ')
}

// "1.2 million in Q1 and 1.4 million in Q2": as many times as values are taken in pairs.
function nearest(periods: readonly Period[], quantity: Quantity, all: readonly Quantity[]): readonly Period[] {
  const paired = periods.length > 1 && periods.length === all.length ? periods[all.indexOf(quantity)] : undefined
  return paired ? [paired] : periods
}
