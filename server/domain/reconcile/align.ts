import type { Claim } from './claims.ts'
import type { Clause } from './clauses.ts'
import { isDenial } from './opposites.ts'
import { type Period, samePeriod } from './periods.ts'
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

/** Takes two clauses; the score is what they share over all that either says of its own, 0 to 1; symmetric. */
export function align(a: Clause, b: Clause): Alignment {
  let shared = 0
  for (const [term, token] of a.terms) {
    const other = b.terms.get(term)
    if (other) shared += Math.max(faint, Math.min(token.weight, other.weight))
  }
  const aloneA = unmatched(a, b)
  const aloneB = unmatched(b, a)
  const denials = new Set<Token>()
  for (const one of aloneA)
    for (const other of aloneB)
      if (isDenial(one.raw.toLowerCase(), other.raw.toLowerCase())) denials.add(one).add(other)
  const onlyA = aloneA.filter((token) => !denials.has(token))
  const onlyB = aloneB.filter((token) => !denials.has(token))
  const alone = weightOf(onlyA) + weightOf(onlyB) + sidesAlone(a, b) + sidesAlone(b, a)
  const score = shared === 0 ? 0 : shared / (shared + alone)
  return { shared, score, onlyA, onlyB, denied: denials.size > 0 }
}

const unmatched = (a: Clause, b: Clause) =>
  [...a.terms.values()].filter((token) => (token.weight > 0 || token.narrows) && !b.around.has(token.term))

// Group 0 is up and down: "was 6 %" and "fell to 6 %" are about the same.
const sidesAlone = (a: Clause, b: Clause) =>
  [...a.sides.keys()].filter((group) => group !== 0 && !b.sides.has(group)).length

export const weightOf = (tokens: readonly Token[]): number => tokens.reduce((sum, { weight }) => sum + weight, 0)

/** Whether two claims are for the same time; `one-sided` when only one names a time of its kind. */
export function timesOf(a: Claim, b: Claim): 'same' | 'different' | 'one-sided' {
  const kinds = new Set([...a.periods, ...b.periods].map(({ kind }) => kind))
  let oneSided = false
  for (const kind of kinds) {
    const left = a.periods.filter((period) => period.kind === kind)
    const right = b.periods.filter((period) => period.kind === kind)
    if (left.length === 0 || right.length === 0) oneSided = true
    else if (!left.some((one) => right.some((other) => matches(one, other)))) return 'different'
  }
  return oneSided ? 'one-sided' : 'same'
}

const matches = (a: Period, b: Period) => samePeriod(a, b) === true

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
