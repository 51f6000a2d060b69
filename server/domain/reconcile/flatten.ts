import { type Leaf, leafOf, measured } from './field-values.ts'

/** The values of a structured answer by path (`offices[Oslo].staff`), and where objects and arrays stand. */
export type Flat = { leaves: Map<string, Leaf>; shapes: Map<string, 'object' | 'array'> }

export type ArrayOptions = {
  /** Paths of arrays whose order counts; `*` stands for any index or key. Other arrays of plain values are sets. */
  lists?: readonly string[]
  /** Paths that are not compared, with everything below them. */
  ignore?: readonly string[]
}

const keys = ['id', 'key', 'name', 'code', 'title', 'label']
const deepest = 40
const mostLeaves = 50_000

/** Takes any JSON value; rows of an array of objects are known by their id, key or name, else by their index. */
export function flatten(value: unknown, options: ArrayOptions = {}): Flat {
  const flat: Flat = { leaves: new Map(), shapes: new Map() }
  walk(value, '', 0, flat, options)
  return flat
}

/** A path with every index and key in brackets made `*`. */
export const pathPattern = (path: string): string => path.replace(/\[[^\]]*\]/g, '[*]')

const listed = (paths: readonly string[] | undefined, path: string) =>
  paths?.some((one) => one === path || one === pathPattern(path) || one.replaceAll('[*]', '') === path) ?? false

function walk(value: unknown, path: string, depth: number, flat: Flat, options: ArrayOptions): void {
  if (depth > deepest || flat.leaves.size >= mostLeaves || listed(options.ignore, path)) return
  if (typeof value !== 'object' || value === null) {
    const leaf = leafOf(value)
    if (leaf) flat.leaves.set(path, leaf)
    return
  }
  if (Array.isArray(value)) {
    walkArray(value, path, depth, flat, options)
    return
  }
  const quantity = measured(value)
  if (quantity) {
    flat.leaves.set(path, quantity)
    return
  }
  flat.shapes.set(path, 'object')
  for (const [key, inner] of Object.entries(value)) walk(inner, path ? `${path}.${key}` : key, depth + 1, flat, options)
}

function walkArray(rows: readonly unknown[], path: string, depth: number, flat: Flat, options: ArrayOptions): void {
  const plain = rows.every((row) => typeof row !== 'object' || row === null)
  if (plain && !listed(options.lists, path)) {
    flat.leaves.set(path, { kind: 'set', members: membersOf(rows), raw: rows })
    return
  }
  flat.shapes.set(path, 'array')
  const key = listed(options.lists, path) ? undefined : keys.find((name) => namesRows(rows, name))
  for (const [index, row] of rows.entries())
    walk(row, `${path}[${key === undefined ? index : nameOf(row, key)}]`, depth + 1, flat, options)
}

const membersOf = (rows: readonly unknown[]) =>
  [
    ...new Set(
      rows.flatMap((row) => {
        const leaf = leafOf(row)
        return leaf === null ? [] : [leaf.kind === 'text' ? leaf.text : String(leaf.raw)]
      }),
    ),
  ].sort()

function nameOf(row: unknown, key: string): string | null {
  if (typeof row !== 'object' || row === null) return null
  const name: unknown = Reflect.get(row, key)
  return typeof name === 'string' || typeof name === 'number'
    ? String(name).normalize('NFKC').trim().toLowerCase().replaceAll(']', '')
    : null
}

function namesRows(rows: readonly unknown[], key: string): boolean {
  const names = rows.map((row) => nameOf(row, key))
  return rows.length > 0 && names.every((name) => name) && new Set(names).size === rows.length
}
