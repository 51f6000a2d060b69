import type { Input } from '../inputs.ts'
import { type Note, ownList, readDraft, type Section, splitStatements, statementOf } from '../notes.ts'
import { comparable, onOneLine } from '../text/sentences.ts'
import { countWords, shared, termsOf, wordsOf } from '../text/terms.ts'

/** One statement: `[n]` in its text points at the n-th of its own references. What answers a reviewer is `kept` however short the text. */
export type Statement = { text: string; refs: Reference[]; kept?: true }
/** What a statement rests on: a note, or a label another agent gave that cannot be looked up here. */
export type Reference = { label: string; note: Note | null }
export type Chapter = { heading: string; paragraphs: Statement[][] }
/** The document in the making; `lead` stands before the chapters, `open` and `changes` after them. */
export type Manuscript = {
  title: string
  lead: Statement[]
  /** What a reviewer wants to read first. */
  opening?: Statement
  chapters: Chapter[]
  open: Statement[]
  changes: Change[]
}
/** What was done about one comment of a reviewer. */
export type Change = { asked: string; done: string }

export const changesHeading = 'What changed after review'

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
  // The lead is written anew from the chapters; what changed in an earlier round is told there.
  const sections = readDraft(document).filter(({ heading }) => heading !== title && heading !== changesHeading)
  return {
    title,
    lead: [],
    chapters: sections.map((section) => chapterOf(section, inputs, known)),
    open: [],
    changes: [],
  }
}

export function labelOf(note: Note): string {
  return [note.sourceName || note.sourceId, note.locator].filter(Boolean).join(', ')
}

/** A statement comparable with others: without its citations and its full stop. */
function bare(text: string): string {
  return comparable(text.replace(/\s*\[\d+\]/g, '')).replace(/[.\s]+$/, '')
}

/** Removes what is said twice, wherever it stands; returns how many statements went. */
export function removeRepetition(manuscript: Manuscript): number {
  const seen = new Set<string>()
  let removed = 0
  for (const chapter of manuscript.chapters) {
    chapter.paragraphs = chapter.paragraphs.map((paragraph) =>
      paragraph.filter((statement) => {
        const only = statement.refs.length === 1 ? statement.refs[0]?.note : null
        const said = bare(statement.text)
        const own = only ? bare(statementOf(only)) : said
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

/** Where sources disagree must be told, however short the document. */
function mayGo({ text, kept }: Statement): boolean {
  return !kept && !/^The sources do not agree|^Nothing here decides|\bbears out\b/.test(text)
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
  while (countWords(render(manuscript, openHeading).markdown) > limit) {
    const longest = manuscript.chapters
      .filter((chapter) => chapter.paragraphs.flat().filter(mayGo).length > 1)
      .sort((a, b) => words(b) - words(a))[0]
    const paragraph = longest?.paragraphs.findLast((each) => each.some(mayGo))
    if (!longest || !paragraph) break
    paragraph.splice(paragraph.findLastIndex(mayGo), 1)
    longest.paragraphs = longest.paragraphs.filter((each) => each.length > 0)
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
  const lead = manuscript.lead.map(written).join(' ')
  const chapters = manuscript.chapters.map(({ heading, paragraphs }) => {
    const text = paragraphs
      .filter((paragraph) => paragraph.length > 0)
      .map((paragraph) => paragraph.map(written).join(' '))
    return [`## ${heading}`, ...(text.length > 0 ? text : ['The sources of this goal say nothing about this.'])].join(
      '\n\n',
    )
  })
  const open = manuscript.open.map((statement) => `- ${written(statement)}`)
  const blocks = [`# ${manuscript.title}`, ...(lead ? [lead] : []), ...chapters]
  if (open.length > 0) blocks.push(`## ${openHeading}\n\n${open.join('\n')}`)
  const changes = manuscript.changes.map(({ asked, done }) => `- ${asked}: ${done}.`)
  if (changes.length > 0) blocks.push(`## ${changesHeading}\n\n${changes.join('\n')}`)
  const list = [...numbers].map(([label, n]) => `${n}. ${label}`)
  if (list.length > 0) blocks.push(`## Sources\n\n${list.join('\n')}`)
  return { markdown: blocks.join('\n\n'), cited }
}

/** The chapter whose words a note shares most. */
export function homeOf({ chapters }: Manuscript, note: Note): Chapter | undefined {
  const words = termsOf(`${statementOf(note)} ${note.heading}`)
  const score = (chapter: Chapter) =>
    shared(
      words,
      termsOf(
        `${chapter.heading} ${chapter.paragraphs
          .flat()
          .map(({ text }) => text)
          .join(' ')}`,
      ),
    )
  return [...chapters].sort((a, b) => score(b) - score(a))[0]
}

/** The notes that the text does not give yet. */
export function unused({ chapters }: Manuscript, pool: readonly Note[]): Note[] {
  const statements = chapters.flatMap(({ paragraphs }) => paragraphs.flat().map(({ text }) => text))
  const said = comparable(statements.join('\n').replace(/\s*\[\d+\]/g, ''))
  return pool.filter((note) => !said.includes(comparable(statementOf(note))))
}
