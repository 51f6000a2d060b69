import type { Claim } from './claims.ts'
import { compareTexts, type Pairing } from './compare-texts.ts'

/** A claim with the answer or version that makes it. */
type Held = { by: string; claim: Claim }

/** Claims of several texts that cannot all be true, grouped by what they say; the group of most texts first. */
export type Dispute = { groups: Held[][] }

export type Disputes = {
  disputes: Dispute[]
  /** For each text, how many of its claims another text bears out. */
  supported: ReadonlyMap<string, number>
  agreed: number
  contradicted: number
}

/** Sets the claims of every two texts against each other; `apart`: which two are not to be compared. */
export function disputesOf(
  texts: readonly { id: string; claims: readonly Claim[] }[],
  apart: (a: string, b: string) => boolean = () => false,
): Disputes {
  const agree: Pairing[] = []
  const against: Pairing[] = []
  const owner = new Map<Claim, string>()
  for (const { id, claims } of texts) for (const claim of claims) owner.set(claim, id)
  for (const [index, a] of texts.entries())
    for (const b of texts.slice(index + 1)) {
      if (apart(a.id, b.id)) continue
      const found = compareTexts(a.claims, b.claims)
      agree.push(...found.agree)
      against.push(...found.contradict)
    }
  const contested = new Set(against.flatMap(({ a, b }) => [a, b]))
  // Agreement joins claims to a group; contradiction and agreement together join groups to a dispute.
  const joining = agree.filter(({ a, b }) => contested.has(a) || contested.has(b))
  const groupOf = joined(joining)
  const disputeOf = joined([...joining, ...against])
  const disputes = new Map<Claim, Map<Claim, Held[]>>()
  for (const claim of new Set([...contested, ...joining.flatMap(({ a, b }) => [a, b])])) {
    const groups = disputes.get(disputeOf(claim)) ?? new Map<Claim, Held[]>()
    const group = groups.get(groupOf(claim)) ?? []
    const by = owner.get(claim) ?? ''
    if (!group.some((held) => held.by === by)) group.push({ by, claim })
    disputes.set(disputeOf(claim), groups.set(groupOf(claim), group))
  }
  return {
    disputes: [...disputes.values()].map((groups) => ({
      groups: [...groups.values()].sort((a, b) => b.length - a.length),
    })),
    supported: supportOf(agree, owner),
    agreed: agree.length,
    contradicted: against.length,
  }
}

function supportOf(agree: readonly Pairing[], owner: ReadonlyMap<Claim, string>): Map<string, number> {
  const claims = new Map<string, Set<Claim>>()
  for (const claim of agree.flatMap(({ a, b }) => [a, b])) {
    const by = owner.get(claim) ?? ''
    claims.set(by, (claims.get(by) ?? new Set()).add(claim))
  }
  return new Map([...claims].map(([by, set]) => [by, set.size]))
}

// Union of what is paired; gives each claim the one that stands for its set.
function joined(pairs: readonly Pick<Pairing, 'a' | 'b'>[]): (claim: Claim) => Claim {
  const above = new Map<Claim, Claim>()
  const top = (claim: Claim): Claim => {
    let at = claim
    for (let next = above.get(at); next; next = above.get(at)) at = next
    return at
  }
  for (const { a, b } of pairs) {
    const [one, other] = [top(a), top(b)]
    if (one !== other) above.set(other, one)
  }
  return top
}
