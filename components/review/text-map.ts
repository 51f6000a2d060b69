/** The text of a rendered tree and where each piece of it stands. Offsets are UTF-16 units into `text`. */
export type TextMap = { text: string; pieces: readonly { node: Text; start: number }[] }

export function readText(root: Node): TextMap {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const pieces: { node: Text; start: number }[] = []
  let text = ''
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(node instanceof Text)) continue
    pieces.push({ node, start: text.length })
    text += node.data
  }
  return { text, pieces }
}

/** The piece that holds an offset; at a border the later one, or the earlier one when `before`. */
function pieceAt({ pieces }: TextMap, offset: number, before: boolean) {
  let low = 0
  let high = pieces.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    const start = pieces[middle]?.start ?? 0
    if (start < offset || (start === offset && !before)) low = middle
    else high = middle - 1
  }
  return pieces[low]
}

/** The stretch as a DOM range, or null when the tree is empty. */
export function rangeOf(map: TextMap, start: number, end: number): Range | null {
  const first = pieceAt(map, start, false)
  const last = pieceAt(map, end, true)
  if (!first || !last) return null
  const range = document.createRange()
  range.setStart(first.node, Math.min(first.node.length, start - first.start))
  range.setEnd(last.node, Math.min(last.node.length, Math.max(0, end - last.start)))
  return range
}

/** How many characters of the tree's text stand before a point in it. */
export function offsetOf(root: Node, node: Node, offset: number): number {
  const range = document.createRange()
  range.setStart(root, 0)
  range.setEnd(node, offset)
  return range.toString().length
}
