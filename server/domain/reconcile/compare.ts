import { type Alignment, align, clauseText, differsInScope, type Least, timesOf } from './align.ts'
import type { Claim } from './claims.ts'
import { differsInName } from './names.ts'
import { samePeriod } from './periods.ts'
import { type Quantity, sameQuantity } from './quantities.ts'

export type Comparison = {
  relation: 'agree' | 'contradict' | 'unrelated'
  /** In what they agree or differ; null when unrelated. */
  on: 'quantity' | 'date' | 'polarity' | 'name' | null
  /** How far they are about the same thing, 0 to 1. */
  alignment: number
}

const unrelated: Comparison = { relation: 'unrelated', on: null, alignment: 0 }

// Tuned on half A of the labelled set.
/** What two clauses must share at least, in words: one that says something. */
export const leastShared = 0.9
const leastToContradict = 0.5
const leastToReplace = 0.72
const leastToDeny = 0.74
const leastToAgree = 0.45

/** Whether two claims say the same, contradict each other, or cannot be set against each other; symmetric. */
export function compareClaims(a: Claim, b: Claim): Comparison {
  // What is quick to tell comes first: of most pairs no more is looked at.
  if ((a.quantity === null) !== (b.quantity === null) || (a.date === null) !== (b.date === null)) return unrelated
  const same = a.quantity && b.quantity ? sameQuantity(a.quantity, b.quantity) : undefined
  if (same === null) return unrelated
  if (!a.quantity && !a.date && (a.clause.quiet || b.clause.quiet) && a.negated === b.negated) return unrelated
  const times = timesOf(a, b)
  const aligned = times === 'different' ? null : align(a.clause, b.clause, leastOf(a, b))
  if (!aligned) return unrelated
  const [relation, on] =
    a.quantity && b.quantity
      ? compareQuantities(a, a.quantity, b, b.quantity, { same: same === true, times, aligned })
      : a.date
        ? compareDates(a, b, aligned)
        : compareStatements(a, b, times, aligned)
  return relation === 'unrelated' ? unrelated : { relation, on, alignment: aligned.score }
}

const leastOfValues: Least = { shared: leastShared, score: leastToAgree, names: false }
const leastOfStatements: Least = { shared: leastShared, score: leastToDeny, names: false }
const leastOfNames: Least = { ...leastOfStatements, names: true }

function leastOf(a: Claim, b: Claim): Least {
  if (a.quantity || a.date) return leastOfValues
  return a.clause.exclusive && b.clause.exclusive ? leastOfNames : leastOfStatements
}

// Where each has words of its own, they may be about two things.
const leastFor = ({ onlyA, onlyB }: Alignment, least: number) =>
  onlyA.length > 0 && onlyB.length > 0 ? leastToReplace : least

type Times = ReturnType<typeof timesOf>
type Verdict = [Comparison['relation'], Comparison['on']]
const none: Verdict = ['unrelated', null]

function compareQuantities(
  a: Claim,
  left: Quantity,
  b: Claim,
  right: Quantity,
  { same, times, aligned }: { same: boolean; times: Times; aligned: Alignment },
): Verdict {
  if (!sameCounted(a, left, b, right)) return none
  const roles = left.role === right.role ? 'same' : left.role && right.role ? 'different' : 'one-sided'
  if (roles === 'different') return none
  const scope = differsInScope(a, b, aligned)
  if (same) return aligned.score >= leastToAgree && !scope && !opposed(a, b) ? ['agree', 'quantity'] : none
  if (scope || times === 'one-sided' || aligned.score < leastFor(aligned, leastToContradict)) return none
  if (roles === 'one-sided' && (left.role ?? right.role) !== 'to') return none
  if (a.negated !== b.negated) return none
  return ['contradict', 'quantity']
}

// Numbers of people are of the same thing as numbers of employees; numbers of offices are not.
function sameCounted(a: Claim, left: Quantity, b: Claim, right: Quantity): boolean {
  if (left.dimension.split('/')[0] !== 'count') return true
  const one = countedIn(a, left)
  const other = countedIn(b, right)
  return one.length === 0 || other.length === 0 || one.some((term) => other.includes(term))
}

const countedIn = ({ clause }: Claim, { end }: Quantity) => {
  const next = clause.tokens.findIndex(({ at }) => at >= end)
  const first = clause.tokens[next]
  if (!first || first.at > end + 9 || first.weight === 0 || (first.lead && first.lead !== 'of')) return []
  const second = clause.tokens[next + 1]
  return second?.adjacent ? [first.term, second.term] : [first.term]
}

function compareDates(a: Claim, b: Claim, aligned: Alignment): Verdict {
  if (!a.date || !b.date) return none
  const same = samePeriod(a.date, b.date)
  const event = [...a.clause.events].some((term) => b.clause.events.has(term))
  if (same === null || !(event || (a.date.stated && b.date.stated)) || a.negated !== b.negated) return none
  const scope = differsInScope(a, b, aligned)
  if (scope || opposed(a, b) || oneSided(a, b)) return none
  if (same) return aligned.score >= leastToAgree ? ['agree', 'date'] : none
  return aligned.score >= leastFor(aligned, leastToContradict) ? ['contradict', 'date'] : none
}

function compareStatements(a: Claim, b: Claim, times: Times, aligned: Alignment): Verdict {
  if (differsInName(a.clause, b.clause, aligned)) return times === 'same' ? ['contradict', 'name'] : none
  if (differsInScope(a, b, aligned) || aligned.score < leastToDeny) return none
  const against = opposed(a, b)
  const denied = (a.negated !== b.negated) !== aligned.denied
  if (against !== denied) return times === 'same' && !bothPartial(a, b) ? ['contradict', 'polarity'] : none
  const valued = a.clause.valued || b.clause.valued
  return !valued && !against && !oneSided(a, b) ? ['agree', 'polarity'] : none
}

/** They take different sides of a pair of opposites: rose and fell. */
function opposed(a: Claim, b: Claim): boolean {
  for (const [group, side] of a.clause.sides) {
    const other = b.clause.sides.get(group)
    if (other !== undefined && other !== side) return true
  }
  return false
}

// Group 0 is up and down: "was 6 %" and "fell to 6 %" are about the same.
function oneSided(a: Claim, b: Claim): boolean {
  const alone = (one: Claim, other: Claim) =>
    [...one.clause.sides.keys()].some((group) => group !== 0 && !other.clause.sides.has(group))
  return alone(a, b) || alone(b, a)
}

// That some are and some are not is no contradiction.
const partial = /\b(?:some|many|most|several|a few|often|sometimes|usually|partly)\b/i
const bothPartial = (a: Claim, b: Claim) => partial.test(clauseText(a)) || partial.test(clauseText(b))
