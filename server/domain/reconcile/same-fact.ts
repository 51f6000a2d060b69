import type { Source } from '../checks/check.ts'
import { type Claim, claimsOf } from './claims.ts'
import { disputesOf } from './conflicts.ts'
import { type Leaf, sameLeaf } from './field-values.ts'
import { flatten } from './flatten.ts'
import { positionOf } from './reconcile.ts'

/** An accepted output of a task, as it comes to a merge. */
export type FactVersion = {
  id: string
  taskId: string
  /** What its task is about, where a plan does the same for many things: the item of the fan-out. */
  about?: string
  /** JSON, where the output is structured. */
  value?: unknown
  text?: string
  sources?: readonly Source[]
}

export type FactPosition = { versionId: string; taskId: string; value: unknown; quote: string; source?: Source }

/** One named fact for which different tasks state different values. */
export type FactConflict = { subject: string; path?: string; positions: FactPosition[] }

/** The facts on which versions of different tasks contradict each other; empty when nothing can be held against anything. */
export function sameFact(versions: readonly FactVersion[], stem: (word: string) => string): FactConflict[] {
  return [...fieldConflicts(versions, stem), ...claimConflicts(versions, stem)]
}

// Names that say nothing about what they hold.
const generic = new Set(
  `id name title summary note text description status type kind version total count value number score result date index length
  size update create author comment url link file path key label item row entry at by of the`.split(/\s+/),
)
const identity =
  /^(?:id|key|name|title|label|item|subject|entity|country|city|region|company|product|site|customer|year|quarter|month|period|date|currency|unit|scenario)$/i

type Fact = { version: FactVersion; path: string; leaf: Leaf; identities: ReadonlyMap<string, string> }

function fieldConflicts(versions: readonly FactVersion[], stem: (word: string) => string): FactConflict[] {
  const facts = new Map<string, Fact[]>()
  for (const version of versions) {
    if (typeof version.value !== 'object' || version.value === null) continue
    const { leaves } = flatten(version.value)
    for (const [path, leaf] of leaves) {
      const terms = wordsOf(path).map(stem)
      if (
        leaf.kind === 'set' ||
        isProse(leaf) ||
        wordsOf(path).every((word) => generic.has(word)) ||
        identity.test(nameOf(path))
      )
        continue
      const key = [...new Set(terms)].sort().join(' ')
      facts.set(key, [...(facts.get(key) ?? []), { version, path, leaf, identities: identitiesOf(leaves, path) }])
    }
  }
  return [...facts.values()].flatMap((same) => {
    const against = same.filter((one) => same.some((other) => differ(one, other)))
    const [first] = against
    return first
      ? [{ subject: wordsOf(first.path).join(' '), path: first.path, positions: against.map(fieldPosition) }]
      : []
  })
}

const nameOf = (path: string) => path.split('.').at(-1)?.replace(/\[.*$/, '') ?? path

// "revenue2024Eur" and "revenue_2024_eur" are the same name; indices are none.
const wordsOf = (path: string) =>
  path
    .replace(/\[\d+\]/g, ' ')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{L})(\d)|(\d)(\p{L})/gu, '$1$3 $2$4')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? []

const isProse = (leaf: Leaf) => leaf.kind === 'text' && leaf.text.length > 60

// The scalars beside and above a field that say what it is a field of.
function identitiesOf(leaves: ReadonlyMap<string, Leaf>, path: string): Map<string, string> {
  const found = new Map<string, string>()
  for (let at = path.lastIndexOf('.'); ; at = path.lastIndexOf('.', at - 1)) {
    const parent = at < 0 ? '' : path.slice(0, at + 1)
    for (const [other, leaf] of leaves) {
      const name = other.startsWith(parent) ? other.slice(parent.length) : ''
      if (identity.test(name) && !found.has(name.toLowerCase()))
        found.set(name.toLowerCase(), String(leaf.raw).trim().toLowerCase())
    }
    if (at <= 0) return found
  }
}

function differ(a: Fact, b: Fact): boolean {
  if (apart(a.version, b.version)) return false
  for (const [name, value] of a.identities) {
    const other = b.identities.get(name)
    if (other !== undefined && other !== value) return false
  }
  return !sameLeaf(a.leaf, b.leaf, {}, false)
}

const apart = (a: FactVersion, b: FactVersion) =>
  a.taskId === b.taskId || (a.about !== undefined && b.about !== undefined && a.about !== b.about)

const fieldPosition = ({ version, path, leaf }: Fact): FactPosition => ({
  versionId: version.id,
  taskId: version.taskId,
  value: leaf.raw,
  quote: `${path}: ${typeof leaf.raw === 'string' ? leaf.raw : JSON.stringify(leaf.raw)}`,
})

function claimConflicts(versions: readonly FactVersion[], stem: (word: string) => string): FactConflict[] {
  const byId = new Map(versions.map((version) => [version.id, version]))
  const texts = versions.map((version) => ({ id: version.id, claims: claimsOfVersion(version, stem) }))
  const bothStructured = (a: FactVersion, b: FactVersion) => a.text === undefined && b.text === undefined
  const { disputes } = disputesOf(texts, (left, right) => {
    const [a, b] = [byId.get(left), byId.get(right)]
    return !a || !b || apart(a, b) || bothStructured(a, b)
  })
  return disputes.map(({ groups }) => ({
    subject: groups[0]?.[0]?.claim.subject ?? '',
    positions: groups.flat().map(({ by, claim }) => {
      const { answerId, ...position } = positionOf(by, claim)
      return { versionId: answerId, taskId: byId.get(by)?.taskId ?? '', ...position }
    }),
  }))
}

// A field reads as "name: value", so that it can be held against a sentence.
function claimsOfVersion({ text, value, sources = [] }: FactVersion, stem: (word: string) => string): Claim[] {
  if (text !== undefined) return claimsOf(text, { stem, sources })
  if (typeof value !== 'object' || value === null) return []
  const lines = [...flatten(value).leaves].flatMap(([path, leaf]) => {
    const words = wordsOf(path)
    const plain = leaf.kind === 'set' || isProse(leaf) || words.every((word) => generic.has(word))
    return plain
      ? []
      : [`- ${words.join(' ')}: ${leaf.kind === 'number' ? leaf.value.toLocaleString('en') : String(leaf.raw)}`]
  })
  return claimsOf(lines.join('\n'), { stem, sources })
}
