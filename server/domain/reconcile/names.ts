import type { Alignment } from './align.ts'
import type { Clause } from './clauses.ts'
import type { Token } from './tokens.ts'

/** Whether two clauses say the same but for the one name (or colour, or material) that only one thing can be. */
export function differsInName(a: Clause, b: Clause, { onlyA, onlyB, shared }: Alignment): boolean {
  if (onlyA.length === 0 || onlyB.length === 0 || shared < 1) return false
  if (!isOneGroup(a, onlyA) || !isOneGroup(b, onlyB)) return false
  const [first, other] = [onlyA[0], onlyB[0]]
  if (!first || !other) return false
  if (onlyA.length === 1 && onlyB.length === 1 && first.kind !== null && first.kind === other.kind)
    return isStatedKind(a, first) && isStatedKind(b, other)
  if (![...onlyA, ...onlyB].every(({ name, code }) => name && !code)) return false
  return relationsOf(a, b).some((relation) => fills(a, first, relation) && fills(b, other, relation))
}

// The words stand together: one name, not two things that differ.
function isOneGroup(clause: Clause, only: readonly Token[]): boolean {
  const at = only.map((token) => clause.tokens.indexOf(token)).sort((x, y) => x - y)
  return !at.includes(-1) && at.every((index, i) => i === 0 || index === (at[i - 1] ?? 0) + 1)
}

const isStatedKind = (clause: Clause, token: Token) =>
  token.stated || (token.lead === 'of' && clause.tokens.some(({ term }) => term === 'made' || term === 'make'))

const relationsOf = ({ relations: a }: Clause, { relations: b }: Clause) =>
  a.flatMap(({ term, relation }) => (relation && b.some((other) => other.term === term) ? [relation] : []))

const into = new Set(['in', 'into', 'at', 'on', 'from', 'near'])

function fills(clause: Clause, token: Token, relation: 'agent' | 'place' | 'office'): boolean {
  if (relation === 'place') return token.lead !== null && into.has(token.lead)
  const first = clause.tokens[0] === token
  if (relation === 'agent') return token.lead === 'by' || (first && !clause.tokens.some(({ lead }) => lead === 'by'))
  return token.lead !== 'of' && (token.stated || first)
}
