import type { Claim } from './claims.ts'
import type { Clause } from './clauses.ts'
import { isDenial } from './opposites.ts'
import { samePeriod } from './periods.ts'
import type { Token } from './tokens.ts'

/** How far two clauses are about the same thing; `onlyA` and `onlyB`: the words that the other one does not have. */
export type Alignment = {
  shared: number
  score: number
  onlyA: readonly Token[]
  onlyB: readonly Token[]
  /** Whether one says with a denying prefix what the other says without: soluble, insoluble. */
  denied: boolean
}

// What a shared word that only holds sentences together is worth.
const faint = 0.3

/** Below `shared` and `score` two clauses are strangers; `names`: unless they differ in nothing but names. */
export type Least = { shared: number; score: number; names: boolean }

/** Takes two clauses; the score is what they share over all that either says of its own, 0 to 1; null for strangers. */
export function align(a: Clause, b: Clause, least: Least): Alignment | null {
  let shared = 0
  for (const [term, token] of a.terms) {
    const other = b.terms.get(term)
    if (other) shared += Math.max(faint, Math.min(token.weight, other.weight))
  }
  if (shared < least.shared) return null
  const room = shared / least.score - shared + denialRoom
  const aloneA = unmatched(a, b, room, least.names)
  const aloneB = aloneA && unmatched(b, a, room - weightOf(aloneA), least.names)
  if (!aloneA || !aloneB) return null
  const denials = deniedIn(aloneA, aloneB)
  const onlyA = aloneA.filter((token) => !denials.has(token))
  const onlyB = aloneB.filter((token) => !denials.has(token))
  const alone = weightOf(onlyA) + weightOf(onlyB) + sidesAlone(a, b) + sidesAlone(b, a)
  return { shared, score: shared / (shared + alone), onlyA, onlyB, denied: denials.size > 0 }
}

// A pair with and without a denying prefix is taken out again.
const denialRoom = 2

// A name has no more words than that.
const longestName = 4

// Null when they weigh more than there is room for, and are not names alone.
function unmatched(a: Clause, b: Clause, room: number, names: boolean): Token[] | null {
  const alone: Token[] = []
  let weight = 0
  for (const token of a.telling) {
    if (b.around.has(token.term)) continue
    alone.push(token)
    weight += token.weight
    if (weight > room && !(names && alone.length <= longestName && alone.every(({ name, code }) => name && !code)))
      return null
  }
  return alone
}

function deniedIn(a: readonly Token[], b: readonly Token[]): Set<Token> {
  const denials = new Set<Token>()
  for (const one of a)
    for (const other of b)
      if (one.raw.length !== other.raw.length && isDenial(one.raw.toLowerCase(), other.raw.toLowerCase()))
        denials.add(one).add(other)
  return denials
}

// Group 0 is up and down: "was 6 %" and "fell to 6 %" are about the same.
function sidesAlone(a: Clause, b: Clause): number {
  let alone = 0
  for (const group of a.sides.keys()) if (group !== 0 && !b.sides.has(group)) alone++
  return alone
}

export const weightOf = (tokens: readonly Token[]): number => tokens.reduce((sum, { weight }) => sum + weight, 0)

/** Whether two claims are for the same time; `one-sided` when only one names a time of its kind. */
export function timesOf(a: Claim, b: Claim): 'same' | 'different' | 'one-sided' {
  const [left, right] = [a.periods, b.periods]
  if (left.length === 0 && right.length === 0) return 'same'
  let oneSided = false
  for (const one of [...left, ...right]) {
    const inLeft = left.some(({ kind }) => kind === one.kind)
    const inRight = right.some(({ kind }) => kind === one.kind)
    if (!inLeft || !inRight) oneSided = true
    else if (!left.some((x) => x.kind === one.kind && right.some((y) => samePeriod(x, y) === true))) return 'different'
  }
  return oneSided ? 'one-sided' : 'same'
}

const leads = new Set([
  'in',
  'for',
  'among',
  'under',
  'from',
  'at',
  'with',
  'of',
  'on',
  'during',
  'to',
  'within',
  'by',
  'if',
  'when',
  'over',
  'so',
])

/** Whether what one claim says beyond the other makes it a claim about something else or about a part; symmetric. */
export function differsInScope(a: Claim, b: Claim, { onlyA, onlyB }: Alignment): boolean {
  const only = [...onlyA, ...onlyB]
  if (only.some(({ narrows, code }) => narrows || code)) return true
  if (onlyA.some(({ name, at }) => name && at > 0) && onlyB.some(({ name, at }) => name && at > 0)) return true
  if (headLost(a.clause, onlyA) && headLost(b.clause, onlyB)) return true
  if (isPart(a) !== isPart(b)) return true
  return limits(a, onlyA, b) || limits(b, onlyB, a)
}

// "Sales in Europe" are a part of sales; "the Eiffel Tower in Paris" is the same tower.
const restrictsHead = ({ tokens }: Clause, token: Token) =>
  token.lead !== null &&
  token.lead !== 'of' &&
  tokens[0] !== token &&
  !tokens.slice(0, tokens.indexOf(token)).some(({ name, at }) => name && at > 0)

const headLost = (clause: Clause, only: readonly Token[]) =>
  only.some(({ term, weight }) => weight > 0 && clause.head.has(term))

const isPart = (claim: Claim) => /^\s*of\s|\bof (?:which|these|them)\b|\bif\b|\bunless\b/i.test(clauseText(claim))

/** The words of a claim's own part of its sentence. */
export const clauseText = ({ quote, clause }: Claim): string => quote.slice(clause.from, clause.to)

// "75 electric buses" against "220 buses", "in Poland" against nothing.
function limits(claim: Claim, only: readonly Token[], other: Claim): boolean {
  const value = claim.quantity ?? claim.date
  return only.some((token) => {
    if (token.weight === 0 || (claim.clause.head.has(token.term) && !restrictsHead(claim.clause, token))) return false
    if (
      token.lead !== null &&
      leads.has(token.lead) &&
      (token.name || !value || token.at > value.at || token.lead !== 'of')
    )
      return true
    const next = claim.clause.tokens[claim.clause.tokens.indexOf(token) + 1]
    return next?.adjacent === true && other.clause.terms.has(next.term) && (!value || token.at > value.at)
  })
}
