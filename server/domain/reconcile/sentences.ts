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
  let fenced = false
  let table: string[] | null = null
  let paragraph = ''
  let paragraphAt = 0
  let at = 0
  const flush = () => {
    if (paragraph) found.push(...split(paragraph, paragraphAt, heading))
    paragraph = ''
  }
  for (const line of text.split('\n')) {
    const start = at
    at += line.length + 1
    if (/^\s{0,3}(?:```|~~~)/.test(line)) {
      flush()
      fenced = !fenced
      continue
    }
    if (fenced) continue
    const title = /^ {0,3}#{1,6} (.*)/.exec(line)?.[1]
    const row = line.includes('|') && /^\s*\|.*\|\s*$/.test(line) ? cellsOf(line) : null
    if (title !== undefined || row || !line.trim() || /^\s*(?:[-*+]|\d{1,3}[.)]) /.test(line)) flush()
    if (row) {
      if (table === null) table = row
      else if (!row.every((cell) => /^:?-+:?$/.test(cell))) found.push(...rowSentences(table, row, start, heading))
      continue
    }
    table = null
    if (title !== undefined) heading = title.trim()
    else if (line.trim()) {
      if (!paragraph) paragraphAt = start
      paragraph += `${paragraph ? '\n' : ''}${line}`
    }
  }
  flush()
  return found
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
