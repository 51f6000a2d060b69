import { lineReader } from './lines.ts'

/** A heading, its 1-based line, and what stands under it without the headings in between. */
export type Heading = { level: number; title: string; line: number; body: string }

type Mark = { level: number; title: string; at: number; bodyAt: number }

/** The headings of a markdown or HTML text in order; lines inside code fences are not headings. */
export function headingsOf(text: string, mediaType = 'text/markdown'): Heading[] {
  const html = mediaType === 'text/html' && /<h[1-6][\s>]/i.test(text)
  const marks = html ? htmlMarks(text) : markdownMarks(text)
  const lineOf = lineReader(text)
  return marks.map((mark, index) => {
    const body = bodyUnder(text, marks, index)
    const shown = html ? body.replace(/<[^<>]{0,2000}>/g, ' ') : body
    return { level: mark.level, title: mark.title, line: lineOf(mark.at), body: shown.trim() }
  })
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

/** The lines of a text with their offsets, and whether each belongs to a fenced code block (fences included). */
export function fencedLines(text: string): { line: string; at: number; fenced: boolean }[] {
  let fence = ''
  let at = 0
  return text.split('\n').map((line) => {
    const here = { line, at, fenced: fence !== '' }
    at += line.length + 1
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)
    const run = mark?.[1]
    if (!run) return here
    if (fence === '') fence = run
    else if (run[0] === fence[0] && run.length >= fence.length && line.trim() === run) fence = ''
    return { ...here, fenced: true }
  })
}

function markdownMarks(text: string): Mark[] {
  const lines = fencedLines(text)
  return lines.flatMap(({ line, at, fenced }, index): Mark[] => {
    if (fenced) return []
    const hashes = /^ {0,3}(#{1,6})(?:[ \t\r]|$)/.exec(line)
    const level = hashes?.[1]?.length
    if (level) return [{ level, title: withoutHashes(line), at, bodyAt: at + line.length + 1 }]
    const next = lines[index + 1]
    if (!next || next.fenced || !line.trim() || /^[ \t]*(?:[-*+>|]|\d{1,9}[.)])/.test(line)) return []
    const underline = /^ {0,3}(=+|-{2,})[ \t\r]*$/.exec(next.line)?.[1]
    if (!underline) return []
    return [
      { level: underline.startsWith('=') ? 1 : 2, title: line.trim(), at, bodyAt: next.at + next.line.length + 1 },
    ]
  })
}

function withoutHashes(line: string): string {
  const title = line.trim().replace(/^#{1,6}/, '')
  let end = title.length
  while (end > 0 && title[end - 1] === '#') end--
  return (end === 0 || /\s/.test(title[end - 1] ?? '') ? title.slice(0, end) : title).trim()
}

function htmlMarks(text: string): Mark[] {
  return [...text.matchAll(/<h([1-6])(?:\s[^<>]{0,500})?>/gi)].map((open) => {
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
