/** One sentence of a markdown text as it reads, where it stands, and what the headings and the row above say of it. */
export type Sentence = { text: string; at: number; heading: string; links: string[]; first: boolean }

// The end of a sentence: a mark, then space and something that begins one; not after an initial or a common abbreviation.
const ending =
  /(?<!\b(?:\p{Lu}|[Ee]\.g|i\.e|ca|approx|vs|[Nn]o|Dr|Mr|Mrs|Ms|St|Inc|Ltd|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec))[.!?…]["”’)\]]*(?:\s*\[\^?\d+\])*\s+(?=["“‘([*_]*[\p{Lu}\d])/gu
const cite = /\[\^?(\d{1,3})\]/g
const link = /\[([^\][\n]{1,300})\]\(([^()\s]{1,500})\)/g

/** The sentences of a markdown text, list items and table rows; code, headings and questions are none. */
export function sentencesOf(text: string): Sentence[] {
  const found: Sentence[] = []
  let heading = ''
  let header: string[] | null = null
  for (const block of blocksOf(text)) {
    if (block.kind === 'row') {
      const row = cellsOf(block.text)
      if (header === null) header = row
      else if (!row.every((cell) => /^:?-+:?$/.test(cell))) found.push(...rowSentences(header, row, block.at, heading))
      continue
    }
    header = null
    if (block.kind === 'heading') heading = block.text
    if (block.kind === 'words') found.push(...split(block.text, block.at, heading))
  }
  return found
}

type Block = { kind: 'words' | 'heading' | 'row' | 'gap'; text: string; at: number }

// Lines that belong together are one block; what stands in code fences is left out.
function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  let fenced = false
  let at = 0
  for (const line of text.split('\n')) {
    const block = { ...blockOf(line), at }
    at += line.length + 1
    const fence = /^\s{0,3}(?:```|~~~)/.test(line)
    if (fence) fenced = !fenced
    if (fenced || fence) block.kind = 'gap'
    const last = blocks.at(-1)
    if (block.kind === 'words' && last?.kind === 'words' && !/^\s*(?:[-*+]|\d{1,3}[.)]) /.test(line))
      last.text += `\n${line}`
    else blocks.push(block)
  }
  return blocks
}

function blockOf(line: string): Pick<Block, 'kind' | 'text'> {
  if (!line.trim()) return { kind: 'gap', text: '' }
  const title = /^ {0,3}#{1,6} (.*)/.exec(line)?.[1]
  if (title !== undefined) return { kind: 'heading', text: title.trim() }
  return { kind: /^\s*\|.*\|\s*$/.test(line) ? 'row' : 'words', text: line }
}

const cellsOf = (line: string) =>
  line
    .trim()
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim())

// A cell reads as "column of row: value".
function rowSentences(header: readonly string[], row: readonly string[], at: number, heading: string): Sentence[] {
  const [name = ''] = row
  return row.slice(1).flatMap((cell, index) => {
    const column = header[index + 1] ?? ''
    return cell && name ? [{ ...read(`${column}, ${name}: ${cell}`), at, heading, first: true }] : []
  })
}

function split(paragraph: string, at: number, heading: string): Sentence[] {
  const found: Sentence[] = []
  let from = 0
  const push = (to: number) => {
    const raw = paragraph.slice(from, to)
    const lead = /^\s*(?:(?:[-*+>]|\d{1,3}[.)])\s+)*/.exec(raw)?.[0].length ?? 0
    const sentence = read(raw.slice(lead))
    if (sentence.text && !sentence.text.endsWith('?'))
      found.push({ ...sentence, at: at + from + lead, heading, first: from === 0 })
    from = to
  }
  for (const match of paragraph.matchAll(ending)) push(match.index + match[0].length)
  push(paragraph.length)
  return found
}

function read(raw: string): { text: string; links: string[] } {
  const links: string[] = []
  const text = raw
    .replace(link, (_, words: string, target: string) => {
      links.push(target)
      return words
    })
    .replace(cite, (_, n: string) => {
      links.push(n)
      return ''
    })
    .replace(/[*`]{1,3}|(?<!\w)_{1,2}|_{1,2}(?!\w)/g, '')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[.,;])/g, '')
    .trim()
  return { text, links }
}
