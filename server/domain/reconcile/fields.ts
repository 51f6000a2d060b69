import { type Leaf, sameLeaf, sortKey, type Tolerance } from './field-values.ts'
import { type ArrayOptions, type Flat, flatten } from './flatten.ts'

export type FieldOptions = Tolerance & ArrayOptions

/** One value that answers give for a field, and which answers. */
export type FieldPosition = { value: unknown; by: string[] }

/** `single`: only one answer states it. `value` and `by`: what is agreed, or the majority's. */
export type Field = {
  path: string
  verdict: 'agree' | 'majority' | 'contradict' | 'single'
  value: unknown
  by: string[]
  /** Every value given, the most common one first. */
  positions: FieldPosition[]
  /** The answers that say nothing of it. */
  silent: string[]
}

export type FieldAgreement = {
  verdict: 'agree' | 'majority' | 'contradict' | 'incomparable'
  fields: Field[]
  /** Mean share of the most common value over the fields that two or more state; 0 when there is none. */
  agreement: number
}

// Numbers that are names: near is not the same.
const exactNames = /(?:^|[._[\]]|(?<=[a-z]))(?:id|year|code|number|no|zip|phone|version|port|isbn)$/i

/** Sets structured answers side by side field by field; a majority needs three answers and more than half of those who speak. */
export function agreeOnFields(
  answers: readonly { id: string; value: unknown }[],
  options: FieldOptions = {},
): FieldAgreement {
  const flats = answers.map(({ id, value }) => ({ id, ...flatten(value, options) }))
  const paths = [...new Set(flats.flatMap(({ leaves }) => [...leaves.keys()]))].sort()
  const fields = paths.map((path) => fieldAt(path, flats, options))
  const shared = fields.filter(({ verdict }) => verdict !== 'single')
  const verdict =
    answers.length < 2 || shared.length === 0
      ? 'incomparable'
      : shared.some((field) => field.verdict === 'contradict')
        ? 'contradict'
        : shared.some((field) => field.verdict === 'majority')
          ? 'majority'
          : 'agree'
  const shares = shared.map(({ positions }) => (positions[0]?.by.length ?? 0) / total(positions))
  const agreement = shared.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shared.length
  return { verdict, fields, agreement }
}

const total = (positions: readonly FieldPosition[]) => positions.reduce((sum, { by }) => sum + by.length, 0)

type Said = { id: string; leaf: Leaf }

function fieldAt(path: string, flats: readonly (Flat & { id: string })[], options: FieldOptions): Field {
  const said: Said[] = []
  const silent: string[] = []
  for (const { id, leaves, shapes } of flats) {
    const shape = shapes.get(path)
    const leaf = leaves.get(path) ?? (shape && ({ kind: 'text', text: `(${shape})`, raw: `(${shape})` } satisfies Leaf))
    if (leaf) said.push({ id, leaf })
    else silent.push(id)
  }
  const positions = group(said, options, exactNames.test(path)).map((members) => ({
    value: members[0]?.leaf.raw ?? null,
    by: members.map(({ id }) => id).sort(),
  }))
  positions.sort((a, b) => b.by.length - a.by.length)
  const [first] = positions
  const most = first?.by.length ?? 0
  const verdict =
    said.length < 2
      ? 'single'
      : positions.length === 1
        ? 'agree'
        : flats.length >= 3 && most >= 2 && most > said.length / 2
          ? 'majority'
          : 'contradict'
  const settled = first && verdict !== 'contradict'
  return { path, verdict, value: settled ? first.value : null, by: settled ? first.by : [], positions, silent }
}

// Put in order first, so that with a tolerance, too, the groups do not depend on who came first.
function group(said: readonly Said[], tolerance: Tolerance, exact: boolean): Said[][] {
  const groups: Said[][] = []
  for (const one of [...said].sort(byValue)) {
    const home = groups.find(([first]) => first && sameLeaf(first.leaf, one.leaf, tolerance, exact))
    if (home) home.push(one)
    else groups.push([one])
  }
  return groups
}

function byValue(a: Said, b: Said): number {
  const [kindA, numberA, textA] = sortKey(a.leaf)
  const [kindB, numberB, textB] = sortKey(b.leaf)
  return compare(kindA, kindB) || numberA - numberB || compare(textA, textB) || compare(a.id, b.id)
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
