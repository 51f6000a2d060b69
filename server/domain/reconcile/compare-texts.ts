import type { Claim } from './claims.ts'
import { type Comparison, compareClaims, leastShared } from './compare.ts'

/** Two claims of different texts that say the same or contradict each other. */
export type Pairing = { a: Claim; b: Claim } & Comparison

/**
 * Sets the claims of two texts against each other. A claim contradicts only what it is closest to, and not when the other
 * text also says the same: then the two are taken to be about different things.
 */
export function compareTexts(a: readonly Claim[], b: readonly Claim[]): { agree: Pairing[]; contradict: Pairing[] } {
  const index = indexOf(b)
  const shared = new Float64Array(b.length)
  const agree: Pairing[] = []
  const against: Pairing[] = []
  for (const one of a)
    for (const other of candidates(one, index, shared)) {
      const comparison = compareClaims(one, other)
      if (comparison.relation === 'agree') agree.push({ a: one, b: other, ...comparison })
      else if (comparison.relation === 'contradict') against.push({ a: one, b: other, ...comparison })
    }
  const settled = new Set(agree.filter(({ on }) => on !== 'polarity').flatMap((pair) => [pair.a, pair.b]))
  const open = against.filter((pair) => !settled.has(pair.a) && !settled.has(pair.b))
  const best = new Map<Claim, number>()
  for (const { a: one, b: other, alignment } of [...open, ...agree])
    for (const claim of [one, other]) best.set(claim, Math.max(best.get(claim) ?? 0, alignment))
  const closest = open.filter(
    (pair) => pair.alignment >= (best.get(pair.a) ?? 0) && pair.alignment >= (best.get(pair.b) ?? 0),
  )
  return { agree, contradict: closest }
}

type Index = { claims: readonly Claim[]; byTerm: Map<string, number[]> }

// What a claim states: numbers of one dimension, dates of one kind, or that something is so. Only alike meets alike.
function sortOf({ quantity, date }: Claim): string {
  if (quantity) return quantity.dimension.replace(/[:/].*/, '').replace('points', 'percent')
  return date ? `@${date.kind}` : ''
}

function indexOf(claims: readonly Claim[]): Map<string, Index> {
  const sorts = new Map<string, Claim[]>()
  // A statement that cannot differ meets only those that deny it.
  for (const claim of claims)
    for (const sort of claim.quantity || claim.date
      ? [sortOf(claim)]
      : claim.negated
        ? ['', '!']
        : claim.clause.quiet
          ? ['?']
          : [''])
      sorts
        .set(sort, sorts.get(sort) ?? [])
        .get(sort)
        ?.push(claim)
  return new Map([...sorts].map(([sort, group]) => [sort, { claims: group, byTerm: byTermOf(group) }]))
}

function byTermOf(claims: readonly Claim[]): Map<string, number[]> {
  const byTerm = new Map<string, number[]>()
  for (const [at, { clause }] of claims.entries())
    for (const term of clause.terms.keys()) {
      const known = byTerm.get(term)
      if (known) known.push(at)
      else byTerm.set(term, [at])
    }
  return byTerm
}

function candidates(claim: Claim, index: ReadonlyMap<string, Index>, shared: Float64Array): Claim[] {
  if (claim.quantity || claim.date) return sharing(claim, index.get(sortOf(claim)), shared)
  if (claim.negated) return [...sharing(claim, index.get(''), shared), ...sharing(claim, index.get('?'), shared)]
  return sharing(claim, index.get(claim.clause.quiet ? '!' : ''), shared)
}

// The claims that share words of enough weight; `shared` is all zeros before and after.
function sharing({ clause }: Claim, index: Index | undefined, shared: Float64Array): Claim[] {
  if (!index) return []
  const touched: number[] = []
  for (const [term, { weight }] of clause.terms)
    for (const at of index.byTerm.get(term) ?? []) {
      if (shared[at] === 0) touched.push(at)
      shared[at] = (shared[at] ?? 0) + Math.max(weight, leastWeight)
    }
  const found: Claim[] = []
  for (const at of touched) {
    const claim = index.claims[at]
    if (claim && (shared[at] ?? 0) >= leastShared) found.push(claim)
    shared[at] = 0
  }
  return found
}

const leastWeight = 0.3
