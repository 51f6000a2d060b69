import { lineReader } from './lines.ts'

/** A heading; its 1-based line and what stands under it, without the headings in between, are worked out when asked. */
export type Heading = { level: number; title: string; readonly line: number; readonly body: string }

type Mark = { level: number; title: string; at: number; bodyAt: number }

/** The headings of a markdown or HTML text in order; lines inside code fences are not headings. */
export function headingsOf(text: string, mediaType = 'text/markdown'): Heading[] {
  const html = mediaType === 'text/html' && /<h[1-6][\s>]/i.test(text)
  const marks = html ? htmlMarks(text) : markdownMarks(text)
  const lineOf = lineReader(text)
  return marks.map((mark, index) => ({
    level: mark.level,
    title: mark.title,
    get line() {
      return lineOf(mark.at)
    },
    get body() {
      const body = bodyUnder(text, marks, index)
      return (html ? body.replace(/<[^<>]{0,2000}>/g, ' ') : body).trim()
    },
  }))
}

/** A heading's title without numbering, emphasis, closing marks and case, for comparing. */
export function plainTitle(title: string): string {
  return title
    .slice(0, 500)
    .toLowerCase()
    .replace(/[*_`~[\]]/g, '')
    .trim()
    .replace(/^(?:section |part )?(?:\d{1,3}(?:\.\d{1,3}){0,5}[.):]?|[ivx]{1,5}[.)]) /, '')
    .replace(/[\s:.\u2013\u2014-]{1,20}$/, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** The text with fenced code blocks and inline code blanked out, every character in its place. */
export function withoutCode(text: string): string {
  if (!text.includes('`') && !text.includes('~~~')) return text
  const blank = (code: string) => code.replace(/[^\n]/g, ' ')
  let fence = ''
  let from = 0
  let rest = ''
  for (const match of text.matchAll(/^ {0,3}(`{3,}|~{3,})/gm)) {
    const next = fenceAfter(fence, match[1] ?? '', lineAt(text, match.index))
    if (next === fence) continue
    const end = next === '' ? match.index + match[0].length : match.index
    rest += next === '' ? blank(text.slice(from, end)) : text.slice(from, end)
    from = end
    fence = next
  }
  rest += fence === '' ? text.slice(from) : blank(text.slice(from))
  return rest.replace(/`[^`\n]{1,500}`/g, blank)
}

// Lines that may open or close a fence, be a heading, or underline one.
const markLine = /^ {0,3}(?:(`{3,}|~{3,})|(#{1,6})(?=[ \t\r\n]|$)|(=+|-{2,})[ \t\r]*$)/gm

// More headings than any document has; what comes after them counts as text.
const mostHeadings = 20_000

function markdownMarks(text: string): Mark[] {
  const marks: Mark[] = []
  let fence = ''
  for (const match of text.matchAll(markLine)) {
    if (marks.length >= mostHeadings) break
    const [, run, hashes, underline] = match
    if (run) fence = fenceAfter(fence, run, lineAt(text, match.index))
    else if (fence) continue
    else if (hashes) {
      const line = lineAt(text, match.index)
      marks.push({
        level: hashes.length,
        title: withoutHashes(line),
        at: match.index,
        bodyAt: match.index + line.length + 1,
      })
    } else if (underline && match.index > 0) {
      const at = text.lastIndexOf('\n', match.index - 2) + 1
      const title = text.slice(at, match.index - 1).trim()
      if (!title || title.length > 500 || /^(?:[-*+>|#=`~]|\d{1,9}[.)])/.test(title)) continue
      marks.push({ level: underline.startsWith('=') ? 1 : 2, title, at, bodyAt: match.index + match[0].length + 1 })
    }
  }
  return marks
}

function lineAt(text: string, at: number): string {
  const end = text.indexOf('\n', at)
  return text.slice(at, end === -1 ? text.length : end)
}

// The fence that is open after a line with this run of fence marks; empty for none.
function fenceAfter(open: string, run: string, line: string): string {
  // Back-ticks after back-ticks on one line are inline code.
  if (open === '') return run[0] === '`' && line.trim().slice(run.length).includes('`') ? '' : run
  return run[0] === open[0] && run.length >= open.length && line.trim() === run ? '' : open
}

function withoutHashes(line: string): string {
  const title = line.trim().replace(/^#{1,6}/, '')
  let end = title.length
  while (end > 0 && title[end - 1] === '#') end--
  return (end === 0 || /\s/.test(title[end - 1] ?? '') ? title.slice(0, end) : title).trim()
}

function htmlMarks(text: string): Mark[] {
  return [...text.matchAll(/<h([1-6])(?:\s[^<>]{0,500})?>/gi)].slice(0, mostHeadings).map((open) => {
    const from = open.index + open[0].length
    const close = text.slice(from, from + 1000).search(/<\/h[1-6]/i)
    const bodyAt = close === -1 ? from : from + close
    const title = text.slice(from, bodyAt).replace(/<[^<>]{0,500}>/g, '')
    return { level: Number(open[1]), title: title.trim(), at: open.index, bodyAt }
  })
}

function bodyUnder(text: string, marks: readonly Mark[], index: number): string {
  const mark = marks[index]
  if (!mark) return ''
  let body = ''
  let from = mark.bodyAt
  for (let next = index + 1; next < marks.length; next++) {
    const inner = marks[next]
    if (!inner) break
    body += text.slice(from, inner.at)
    if (inner.level <= mark.level) return body
    from = inner.bodyAt
  }
  return body + text.slice(from)
}
