import type { Input } from '../inputs.ts'
import {
  capital,
  type Note,
  ownList,
  readDraft,
  type Section,
  sourceLabel,
  splitStatements,
  statementOf,
} from '../notes.ts'
import { comparable, onOneLine } from '../text/sentences.ts'
import { wordsOf } from '../text/terms.ts'
import { followUps } from './prose.ts'

/** One statement: `[n]` in its text points at the n-th of its own references. */
export type Statement = { text: string; refs: Reference[] }
/** What a statement rests on: a note, or a label another agent gave that cannot be looked up here. */
export type Reference = { label: string; note: Note | null }
export type Chapter = { heading: string; paragraphs: Statement[][] }
/** The document in the making. */
export type Manuscript = { title: string; chapters: Chapter[]; open: Statement[] }

const leaning = new RegExp(`^(${followUps.join('|')}): `)

/** Takes a section; returns it as a chapter. A list of sources at its end becomes the references of its statements. */
export function chapterOf(section: Section, inputs: readonly Input[], known: readonly Note[]): Chapter {
  const blocks = section.text.split(/\n{2,}/).map((block) => block.trim())
  const at = blocks.findIndex((block) => ownList.test(block))
  const listed = new Map<number, string>()
  for (const match of blocks
    .slice(at + 1)
    .join('\n')
    .matchAll(/^\s*\[?(\d{1,3})[.)\]]:?\s+(.+)$/gm)) {
    if (at >= 0) listed.set(Number(match[1]), match[2] ?? '')
  }
  const reference = (n: number, statement: string): Reference => {
    const note = section.citations[n - 1] ?? noteBehind(statement, listed.get(n) ?? '', inputs, known)
    return {
      note,
      label: note ? labelOf(note) : (listed.get(n) ?? `${section.heading}: source ${n}, not named by its author`),
    }
  }
  const body = (at < 0 ? blocks : blocks.slice(0, at)).filter(Boolean)
  const paragraphs = body.map((block) => {
    const asIs = /^\s*([|#>*-]|\d+[.)]\s|```)/.test(block)
    return (asIs ? [block] : splitStatements(block)).map((text) => {
      const numbers = [...new Set([...text.matchAll(/\[(\d{1,3})\]/g)].map((match) => Number(match[1])))]
      const refs = numbers.map((n) => reference(n, text))
      return { text: text.replace(/\[(\d{1,3})\]/g, (_, n) => `[${numbers.indexOf(Number(n)) + 1}]`), refs }
    })
  })
  return { heading: section.heading, paragraphs }
}

/** The note a plain draft cites: one it quotes, else the input its list of sources names, with the words in quotation marks. */
function noteBehind(statement: string, listed: string, inputs: readonly Input[], known: readonly Note[]): Note | null {
  const said = comparable(statement)
  const quoted = (notes: readonly Note[]) => notes.find((note) => said.includes(comparable(statementOf(note))))
  const here = known.filter((note) => labelOf(note) === listed)
  const cited = quoted(here) ?? here[0] ?? quoted(known)
  if (cited) return cited
  const source = inputs.find(({ name }) => name && listed.startsWith(name))
  const quote = /[“"]([^”"]{8,})[”"]/.exec(statement)?.[1]
  if (!source || !quote || !onOneLine(source.text).includes(onOneLine(quote))) return null
  const locator = listed.slice(source.name.length).replace(/^[,\s]+/, '')
  return { quote, why: '', locator, sourceId: source.id, sourceName: source.name, heading: '' }
}

/** Takes a Markdown document made earlier; returns it as a manuscript again, to be revised. */
export function manuscriptOf(document: Input, inputs: readonly Input[], known: readonly Note[]): Manuscript {
  const title = /^#\s+(.+)$/m.exec(document.text)?.[1]?.trim() ?? document.name
  const chapters = readDraft(document).map((section) => chapterOf(section, inputs, known))
  return { title, chapters, open: [] }
}

export function labelOf(note: Note): string {
  return [note.sourceName || note.sourceId, note.locator].filter(Boolean).join(', ')
}

/** Removes what is said twice, wherever it stands; returns how many statements went. */
export function removeRepetition(manuscript: Manuscript): number {
  const seen = new Set<string>()
  let removed = 0
  for (const chapter of manuscript.chapters) {
    chapter.paragraphs = chapter.paragraphs.map((paragraph) =>
      paragraph.filter((statement) => {
        const only = statement.refs.length === 1 ? statement.refs[0]?.note : null
        const said = comparable(statement.text)
        const own = only ? comparable(statementOf(only)) : said
        const key = said.includes(own) ? own : said
        const repeated = seen.has(key) && statement.refs.length > 0
        seen.add(key)
        removed += repeated ? 1 : 0
        return !repeated
      }),
    )
  }
  return removed
}

/** Sees to it that a statement which leans on its predecessor ("It adds: …") still stands behind one of the same source. */
export function mendLeads(manuscript: Manuscript): void {
  for (const paragraph of manuscript.chapters.flatMap(({ paragraphs }) => paragraphs)) {
    for (const [index, statement] of paragraph.entries()) {
      const note = statement.refs[0]?.note
      const before = paragraph[index - 1]?.refs[0]?.note
      if (!note || before?.sourceId === note.sourceId) continue
      const text = statement.text.replace(leaning, () => `${capital(sourceLabel(note.sourceName))} says: `)
      paragraph[index] = { ...statement, text }
    }
  }
}

/** Shortens the longest chapters, from their ends, until the document has at most `limit` words; returns how many statements went. */
export function shorten(manuscript: Manuscript, limit: number, openHeading: string): number {
  let removed = 0
  const words = (chapter: Chapter) =>
    wordsOf(
      chapter.paragraphs
        .flat()
        .map(({ text }) => text)
        .join(' '),
    ).length
  while (wordsOf(render(manuscript, openHeading).markdown).length > limit) {
    const longest = manuscript.chapters
      .filter((chapter) => chapter.paragraphs.flat().length > 1)
      .sort((a, b) => words(b) - words(a))[0]
    if (!longest) break
    longest.paragraphs.findLast((paragraph) => paragraph.length > 0)?.pop()
    longest.paragraphs = longest.paragraphs.filter((paragraph) => paragraph.length > 0)
    removed += 1
  }
  return removed
}

/** Takes a manuscript; returns the document with one numbered list of sources, and every statement with the notes it cites. */
export function render(manuscript: Manuscript, openHeading: string) {
  const numbers = new Map<string, number>()
  const cited: { claim: string; note: Note }[] = []
  const written = ({ text, refs }: Statement) => {
    const claim = text.replace(/\s*\[\d+\]/g, '')
    for (const { note } of refs) if (note) cited.push({ claim, note })
    return text.replace(/\[(\d+)\]/g, (mark, n) => {
      const ref = refs[Number(n) - 1]
      if (!ref) return mark
      if (!numbers.has(ref.label)) numbers.set(ref.label, numbers.size + 1)
      return `[${numbers.get(ref.label)}]`
    })
  }
  const chapters = manuscript.chapters.map(({ heading, paragraphs }) => {
    const text = paragraphs
      .filter((paragraph) => paragraph.length > 0)
      .map((paragraph) => paragraph.map(written).join(' '))
    return [`## ${heading}`, ...(text.length > 0 ? text : ['The sources of this goal say nothing about this.'])].join(
      '\n\n',
    )
  })
  const open = manuscript.open.map((statement) => `- ${written(statement)}`)
  const blocks = [`# ${manuscript.title}`, ...chapters]
  if (open.length > 0) blocks.push(`## ${openHeading}\n\n${open.join('\n')}`)
  const list = [...numbers].map(([label, n]) => `${n}. ${label}`)
  if (list.length > 0) blocks.push(`## Sources\n\n${list.join('\n')}`)
  return { markdown: blocks.join('\n\n'), cited }
}
