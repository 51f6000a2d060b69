import type { Nodes, PhrasingContent, Root } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'

/** A paragraph as a reader sees it; its i-th letter stands in the document from `from[i]` to `to[i]`, marks around it included. */
export type Block = { text: string; from: readonly number[]; to: readonly number[]; heading: string }
type Letters = { text: string; from: number[]; to: number[] }

/** Rows of a table that lacks the line under its head. */
const halfTable = /^\s*\|.*\|/
const parser = unified().use(remarkParse).use(remarkGfm)

/** Takes Markdown; returns its title, if it has one, and its paragraphs and list items. Tables, code, pictures and raw HTML are left out. */
export function blocksOf(markdown: string): { title: string | null; blocks: Block[] } {
  const blocks: Block[] = []
  let title: string | null = null
  let heading = ''
  const visit = (node: Nodes) => {
    if (node.type === 'heading') {
      const words = lettersOf(node.children, markdown).text.trim()
      if (title === null && node.depth === 1) title = words || null
      else heading = words
    } else if (node.type === 'paragraph') {
      // A line of nothing but links leads elsewhere; it says nothing.
      if (node.children.every(leadsAway)) return
      const letters = lettersOf(node.children, markdown)
      if (letters.text.trim() && !halfTable.test(letters.text)) blocks.push({ ...letters, heading })
    } else if (node.type !== 'table' && 'children' in node) node.children.forEach(visit)
  }
  visit(parse(markdown))
  return { title, blocks }
}

/** What stands before the first line is often a block of settings between lines of dashes: it is read as blank. */
function parse(markdown: string): Root {
  const settings = /^---\n[\s\S]*?\n---(?=\n|$)/.exec(markdown)?.[0] ?? ''
  return parser.parse(settings.replace(/[^\n]/g, ' ') + markdown.slice(settings.length))
}

function leadsAway(node: PhrasingContent): boolean {
  return (
    ['link', 'linkReference', 'image', 'imageReference', 'html', 'break'].includes(node.type) ||
    (node.type === 'text' && !/[\p{L}\p{N}]/u.test(node.value))
  )
}

function lettersOf(nodes: readonly PhrasingContent[], markdown: string): Letters {
  const letters: Letters = { text: '', from: [], to: [] }
  for (const node of nodes) {
    const start = node.position?.start.offset ?? 0
    const end = node.position?.end.offset ?? start
    const own = lettersIn(node, markdown, start, end)
    if (own.text === '') continue
    // The marks around words belong to the first and the last of them, so that a piece cut there stays whole.
    own.from[0] = start
    own.to[own.to.length - 1] = end
    letters.text += own.text
    letters.from = letters.from.concat(own.from)
    letters.to = letters.to.concat(own.to)
  }
  return letters
}

function lettersIn(node: PhrasingContent, markdown: string, start: number, end: number): Letters {
  if (node.type === 'text' || node.type === 'inlineCode') return spelled(node.value, markdown.slice(start, end), start)
  if (node.type === 'break') return { text: ' ', from: [start], to: [end] }
  return 'children' in node ? lettersOf(node.children, markdown) : { text: '', from: [], to: [] }
}

/** Words beside the way they are written, in which letters may be escaped, named as entities or set in by a margin. */
function spelled(value: string, raw: string, start: number): Letters {
  const from: number[] = []
  const to: number[] = []
  let at = 0
  for (const letter of value.split('')) {
    const entity = raw[at] === '&' ? /^&#?\w{1,32};/.exec(raw.slice(at, at + 40))?.[0] : undefined
    const next = entity ? at : raw.indexOf(letter, at)
    const here = next < 0 ? at : next
    from.push(start + here)
    at = here + (entity?.length ?? 1)
    to.push(start + at)
  }
  return { text: value, from, to }
}
