type Node<D> = { children: Map<string, Node<D>>; anything: Node<D> | null; methods: Map<string, Route<D>> }
/** A door and the names that its path gives to the segments it leaves open. */
export type Route<D> = { door: D; names: readonly string[] }

const newNode = <D>(): Node<D> => ({ children: new Map(), anything: null, methods: new Map() })

/** A finder over path patterns: exact segments win over `:name`, and a request costs one map look-up a segment. Null: no such path. */
export function createRoutes<D extends { method: string; path: string }>(
  doors: readonly D[],
): (path: string) => { methods: ReadonlyMap<string, Route<D>>; values: string[] } | null {
  const root = newNode<D>()
  for (const door of doors) {
    const segments = door.path.slice(1).split('/')
    const { methods } = segments.reduce(grow, root)
    if (methods.has(door.method)) throw new Error(`two doors for ${door.method} ${door.path}`)
    const names = segments.filter((segment) => segment.startsWith(':')).map((segment) => segment.slice(1))
    methods.set(door.method, { door, names })
  }
  return (path) => {
    if (!path.startsWith('/')) return null
    const values: string[] = []
    let node = root
    for (const segment of path.slice(1).split('/')) {
      const exact = node.children.get(segment)
      const value = exact ? null : plain(segment)
      if (value) values.push(value)
      const next = exact ?? (value ? node.anything : null)
      if (!next) return null
      node = next
    }
    return node.methods.size > 0 ? { methods: node.methods, values } : null
  }
}

function grow<D>(node: Node<D>, segment: string): Node<D> {
  if (segment.startsWith(':')) {
    node.anything ??= newNode()
    return node.anything
  }
  const child = node.children.get(segment) ?? newNode<D>()
  node.children.set(segment, child)
  return child
}

// Null when it is empty, wrongly encoded, or holds what no id holds.
function plain(segment: string): string | null {
  if (!segment.includes('%')) return segment || null
  try {
    const value = decodeURIComponent(segment)
    return value.includes('\0') || value.includes('/') ? null : value
  } catch {
    return null
  }
}
