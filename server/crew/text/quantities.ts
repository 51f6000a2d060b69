import { stemmer } from 'stemmer'
import { termOf, termsOf, wordsOf } from './terms.ts'

/** One number in a sentence, with what it counts, the year it is for, and the terms of the clause it stands in. */
export type Quantity = { written: string; value: number; unit: string; year: string | null; context: Set<string> }

const yearForm = /\b(?:19|20)\d\d\b/g
const scales: Record<string, number> = { thousand: 1e3, million: 1e6, billion: 1e9 }
const number = /(?<![\p{L}\p{N}.,])([€$£]\s?)?(\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d+)(\.\d+)?(?![\p{N}])/gu

/** Takes one sentence; returns its numbers, years and clock times aside. */
export function quantitiesIn(sentence: string): Quantity[] {
  const found: Quantity[] = []
  for (const match of sentence.matchAll(number)) {
    const [written, currency, whole = '', fraction = ''] = match
    if (!currency && !fraction && /^(19|20)\d\d$/.test(whole)) continue
    const after = sentence.slice(match.index + written.length)
    if (/^:\d\d/.test(after) || /\d:$/.test(sentence.slice(0, match.index))) continue
    const next = wordsOf(after.slice(0, 60)).map((word) => word.toLowerCase())
    const scale = scales[next[0] ?? ''] ?? 1
    if (scale > 1) next.shift()
    const value = Number(whole.replace(/[^\d]/g, '') + fraction) * scale
    const before = sentence.slice(0, match.index)
    const clause = `${before.split(/[,;:]\s/).at(-1)} ${after.split(/[,;:]\s/)[0]}`
    const year = clause.match(yearForm)?.[0] ?? before.match(yearForm)?.at(-1) ?? null
    const unit = currency ? 'money' : unitOf(next, after)
    found.push({ written: written.trim(), value, unit, year, context: termsOf(clause) })
  }
  return found
}

function unitOf(next: string[], after: string): string {
  if (/^\s*%/.test(after) || (next[0] === 'per' && next[1] === 'cent') || next[0] === 'percent') return 'percent'
  const noun = next.find((word) => termOf(word) !== null)
  if (noun === 'euro' || noun === 'euros' || noun === 'dollars') return 'money'
  return noun ? stemmer(noun) : ''
}

/** Two statements of the same thing with different numbers. */
export type Disagreement = { a: number; b: number; written: [string, string]; about: string[] }

/**
 * Takes sentences with where each comes from; returns pairs from different places that count the same thing, for the same
 * year, in much the same words, but give different numbers. Rounded forms of one number are not a disagreement.
 */
export function findDisagreements(sentences: readonly { text: string; from: string }[]): Disagreement[] {
  const all = sentences.flatMap(({ text, from }, at) =>
    quantitiesIn(text).map((quantity) => ({ ...quantity, from, at })),
  )
  const found: Disagreement[] = []
  for (const [index, one] of all.entries()) {
    for (const other of all.slice(index + 1)) {
      if (one.at === other.at || one.from === other.from || !one.unit || one.unit !== other.unit) continue
      if (one.year !== other.year || sameNumber(one.value, other.value)) continue
      // A second number of either sentence may be what agrees ("184,300 trips, 11 per cent more than the 166,000 trips").
      const values = (at: number) =>
        all.filter((each) => each.at === at && each.unit === one.unit).map((each) => each.value)
      const agrees = values(one.at).some((value) => values(other.at).some((second) => sameNumber(value, second)))
      if (agrees || firstOfUnit(all, one) !== one || firstOfUnit(all, other) !== other) continue
      const about = [...one.context].filter((term) => other.context.has(term))
      const together = one.context.size + other.context.size - about.length
      if (about.length < 3 || about.length / together < 0.6) continue
      found.push({ a: one.at, b: other.at, written: [one.written, other.written], about })
    }
  }
  return found
}

function firstOfUnit<T extends { at: number; unit: string }>(all: readonly T[], one: T): T | undefined {
  return all.find((each) => each.at === one.at && each.unit === one.unit)
}

/** Whether two numbers are the same, or one is the other rounded to fewer digits. */
function sameNumber(a: number, b: number): boolean {
  if (a === b) return true
  const coarser = Math.max(step(a), step(b))
  return coarser > 1 && Math.abs(a - b) <= coarser / 2
}

/** The power of ten a whole number is rounded to: 1 for 184,301, 100 for 184,300. */
function step(value: number): number {
  if (!Number.isInteger(value) || value === 0) return Number.isInteger(value) ? 1 : 0.01
  let power = 1
  while (value % (power * 10) === 0) power *= 10
  return power
}
