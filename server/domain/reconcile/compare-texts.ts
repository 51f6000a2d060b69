import type { Claim } from './claims.ts'
import { type Comparison, compareClaims } from './compare.ts'

/** Two claims of different texts that say the same or contradict each other. */
export type Pairing = { a: Claim; b: Claim } & Comparison

/**
 * Sets the claims of two texts against each other. A claim contradicts only what it is closest to, and not when the other
 * text also says the same: then the two are taken to be about different things.
 */
export function compareTexts(a: readonly Claim[], b: readonly Claim[]): { agree: Pairing[]; contradict: Pairing[] } {
  const index = indexOf(b)
  const agree: Pairing[] = []
  const against: Pairing[] = []
  for (const one of a)
    for (const other of candidates(one, index)) {
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

function indexOf(claims: readonly Claim[]): Map<string, Claim[]> {
  const index = new Map<string, Claim[]>()
  for (const claim of claims)
    for (const term of claim.clause.terms.keys()) {
      const known = index.get(term)
      if (known) known.push(claim)
      else index.set(term, [claim])
    }
  return index
}

// Only those that share a word that is not everywhere, and state a thing of the same sort.
const everywhere = 400

function candidates(claim: Claim, index: ReadonlyMap<string, Claim[]>): Set<Claim> {
  const found = new Set<Claim>()
  for (const [term, { weight }] of claim.clause.terms) {
    const claims = index.get(term) ?? []
    if (claims.length > everywhere && weight === 0) continue
    for (const other of claims)
      if ((claim.quantity === null) === (other.quantity === null) && (claim.date === null) === (other.date === null))
        found.add(other)
  }
  return found
}
