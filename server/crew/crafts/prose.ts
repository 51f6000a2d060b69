import { capital, isTableName, type Note, type Section, sourceLabel, splitStatements, statementOf } from '../notes.ts'
import { findDisagreements, quantitiesIn } from '../text/quantities.ts'
import { comparable, splitSentences } from '../text/sentences.ts'
import { listed, wordsOf } from '../text/terms.ts'

/** Said of numbers that disagree when no table weighs in. */
export const undecided = 'Nothing here decides between them.'
export const counts = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten']
/** A source that speaks of itself or to its reader: its words stand in quotation marks. */
const firstPerson = /\b(?:[Ww]e|[Oo]urs?|[Mm]y|[Yy]ou|[Yy]our|I)\b|(?<!\b(?:tell|show|give)s? )\bus\b/
const verbs = ['says', 'adds', 'also says']
/** Words that are capitalised at the start of a sentence and nowhere else. */
const common =
  /^(a|an|the|in|on|at|of|for|from|by|with|to|and|but|if|when|while|since|until|after|before|among|about|around|over|under|most|many|some|several|all|both|each|every|only|more|fewer|less|another|other|one|two|three|four|five|six|seven|eight|nine|ten|no|none|nobody|people|there|their|its|it|they|this|that|these|those|users|members|results|support|price)$/i

/**
 * Takes a heading and the notes for it; returns the section in prose. The statement that says most opens it; sources that
 * speak of themselves are quoted, the others are followed closely; every statement has its citation. Numbers on which the
 * sources disagree are said to disagree, not chosen between. Notes past `maxWords` are left out; `known` are all notes of the
 * goal, by whose words a name is told from a word at the start of a sentence.
 */
export function composeSection(
  heading: string,
  notes: readonly Note[],
  maxWords: number,
  known: readonly Note[] = notes,
): Section {
  const citations = inReadingOrder(fitting(notes, maxWords))
  if (citations.length === 0) {
    return { heading, text: 'The sources of this goal say nothing about this.', citations: [] }
  }
  const labels = [...new Set(citations.map((note) => sourceLabel(note.sourceName)))]
  const words = new Set(wordsOf(`${heading}\n${known.map(statementOf).join('\n')}`))
  const paragraphs = labels.map((label, at) => {
    const own = citations.flatMap((note, index) =>
      sourceLabel(note.sourceName) === label ? [{ note, n: index + 1 }] : [],
    )
    let quoted = 0
    return own
      .map(({ note, n }, index) => {
        const verb = verbs[Math.min(quoted, verbs.length - 1)] ?? ''
        if (!note.claim && firstPerson.test(statementOf(note))) quoted += 1
        return sentenceOf(note, n, { label: at > 0 && index === 0 ? label : null, words, verb })
      })
      .join(' ')
  })
  return { heading, text: [...paragraphs, ...disagreements(citations)].join('\n\n'), citations }
}

/** The opening statement, then the rest of its source, then the other sources, each in the order of its lines. */
function inReadingOrder(notes: readonly Note[]): Note[] {
  const opens = (note: Note) =>
    note.claim === undefined &&
    !isFragment(statementOf(note)) &&
    /\d/.test(statementOf(note)) &&
    !firstPerson.test(statementOf(note))
  const first = notes.slice(0, 4).find(opens) ?? notes.find(opens) ?? notes.find(({ claim }) => !claim) ?? notes[0]
  // The fields of an item and the figures of a table have an order of their own.
  if (notes.every(({ claim }) => claim !== undefined)) return [...notes]
  const sources = [...new Set([first, ...notes].flatMap((note) => (note ? [note.sourceName] : [])))]
  const line = (note: Note) => Number(/^line (\d+)$/.exec(note.locator)?.[1] ?? 0)
  // What was worked out from a table stands after what is said of it.
  const place = (note: Note) =>
    note === first ? -1 : sources.indexOf(note.sourceName) + (isTableName(note.sourceName) ? sources.length : 0)
  return [...notes].sort((a, b) => place(a) - place(b) || line(a) - line(b))
}

/** How a statement is led in: by the name of its source where the text comes to a new one, and by this verb when it is quoted. */
type Leading = { label: string | null; words: ReadonlySet<string>; verb: string }

/** One statement with its citation. */
function sentenceOf(note: Note, n: number, { label, words, verb }: Leading): string {
  if (note.claim) return cite(note.claim, n)
  const said = statementOf(note)
  const who = capital(sourceLabel(note.sourceName))
  if (firstPerson.test(said)) return `${who} ${verb}: “${said}” [${n}]`
  // An item of a list is no sentence of its own.
  if (isFragment(said)) return `${who} lists: “${said}” [${n}]`
  // Every sentence has its citation, also where two were quoted together.
  return splitSentences(said)
    .map(({ text }, index) => {
      if (!label || index > 0) return cite(capital(text), n)
      const led = midSentence(text, words)
      return led ? cite(`According to ${label}, ${led}`, n) : `${who} ${verb}: “${text}” [${n}]`
    })
    .join(' ')
}

/** Takes a note; returns it as a statement that cites it as its only source. */
export function stated(note: Note): string {
  return sentenceOf(note, 1, { label: null, words: new Set(), verb: 'says' })
}

function isFragment(said: string): boolean {
  return said.length < 300 && !/[.!?…]["”’)]*$/.test(said)
}

function cite(statement: string, n: number): string {
  return /[!?:”"]$/.test(statement) ? `${statement} [${n}]` : `${statement.replace(/[.\s]+$/, '')} [${n}].`
}

/** A sentence as it stands after other words, where a name keeps its capital; null when its first word may be either. */
function midSentence(sentence: string, words: ReadonlySet<string>): string | null {
  const first = /^[\p{L}’']+/u.exec(sentence)?.[0] ?? ''
  const plain = common.test(first) || words.has(first.toLowerCase()) || /^\p{Lu}\p{Ll}{5,}ing$/u.test(first)
  if (!/^\p{Lu}(?!\p{Lu})/u.test(first)) return sentence
  return plain ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : null
}

function disagreementsIn(notes: readonly Note[]) {
  return findDisagreements(notes.map((note) => ({ text: statementOf(note), from: note.sourceName })))
}

/** Takes the notes of a section, numbered from 1; returns a sentence for each pair of sources that give different numbers. */
function disagreements(citations: readonly Note[]): string[] {
  return disagreementsIn(citations).map(({ a, b, written }) => {
    const [one, other] = [citations[a], citations[b]]
    const names = [one, other].map((note) => sourceLabel(note?.sourceName ?? ''))
    const third = citations.findIndex(({ claim }) => claim && written.some((number) => sayTheSame(claim, number)))
    const table = citations[third]
    const evidence = table ? bearsOut(table, written, third + 1) : undecided
    return `The sources do not agree: ${names[0]} gives ${written[0]} [${a + 1}] where ${names[1]} gives ${written[1]} [${b + 1}]. ${evidence}`
  })
}

/** Takes a note worked out from a table, the numbers in dispute and its citation; returns which of them the table supports. */
export function bearsOut(table: Note, written: readonly string[], n: number): string {
  const borne = written.filter((number) => sayTheSame(table.claim ?? '', number))
  return `${capital(sourceLabel(table.sourceName))} bears out ${listed(borne)} [${n}].`
}

function sayTheSame(claim: string, number: string): boolean {
  const value = quantitiesIn(number)[0]?.value
  return value !== undefined && quantitiesIn(claim).some((quantity) => quantity.value === value)
}

/** The notes that fit the words there are, each thing once. */
function fitting(notes: readonly Note[], maxWords: number): Note[] {
  const kept: Note[] = []
  const seen = new Set<string>()
  let words = 25
  // What disagrees goes first, then figures worked out from a table: they weigh what the others say.
  const disputed = new Set(disagreementsIn(notes).flatMap(({ a, b }) => [notes[a], notes[b]]))
  const weight = (note: Note) => (disputed.has(note) ? 2 : note.claim === undefined ? 0 : 1)
  const byWeight = [...notes].sort((a, b) => weight(b) - weight(a))
  for (const note of byWeight) {
    const said = comparable(statementOf(note))
    const length = said.split(' ').length + 5
    if (seen.has(said) || (kept.length > 0 && words + length > maxWords)) continue
    seen.add(said)
    words += length
    kept.push(note)
  }
  return notes.filter((note) => kept.includes(note))
}

/** Takes a section and the level of its heading; returns it as Markdown, its citations listed under it. */
export function sectionMarkdown({ heading, text, citations }: Section, level: 1 | 2 = 2): string {
  // Two quotations from one line are one entry of the list.
  const labels = [...new Set(citations.map(({ sourceName, locator }) => `${sourceName}, ${locator}`))]
  const numbered = text.replace(/\[(\d+)\]/g, (mark, n) => {
    const note = citations[Number(n) - 1]
    return note ? `[${labels.indexOf(`${note.sourceName}, ${note.locator}`) + 1}]` : mark
  })
  const rows = labels.map((label, index) => `${index + 1}. ${label}`)
  const list = level === 1 ? '## Sources' : '**Sources of this section**'
  return [`${'#'.repeat(level)} ${heading}`, numbered, ...(rows.length > 0 ? [list, rows.join('\n')] : [])].join('\n\n')
}

/** Takes a text; returns each statement in it that cites, with the numbers it cites. */
export function citedStatements(text: string): { statement: string; cites: number[] }[] {
  return text
    .split(/\n{2,}/)
    .flatMap(splitStatements)
    .map((statement) => ({ statement, cites: [...statement.matchAll(/\[(\d+)\]/g)].map((match) => Number(match[1])) }))
    .filter(({ cites }) => cites.length > 0)
}

/**
 * Takes a model's prose and the notes it was given; returns it without the statements that do not hold: a citation of no
 * note, quoted words or a number that stand in none of the cited notes, or a number without a citation.
 */
export function keepWhatHolds(text: string, notes: readonly Note[]): string {
  const holds = (statement: string) => {
    const cites = [...statement.matchAll(/\[(\d+)\]/g)].map((match) => notes[Number(match[1]) - 1])
    if (cites.some((note) => note === undefined)) return false
    const said = cites.map((note) => (note ? `${note.quote} ${statementOf(note)}` : '')).join('\n')
    const quoted = [...statement.matchAll(/[“"]([^”"]+)[”"]/g)].map((match) => comparable(match[1] ?? ''))
    const numbers = quantitiesIn(statement.replace(/\[\d+\]/g, '')).map(({ value }) => value)
    const given = quantitiesIn(said).map(({ value }) => value)
    return quoted.every((words) => comparable(said).includes(words)) && numbers.every((value) => given.includes(value))
  }
  const paragraphs = text.split(/\n{2,}/).map((paragraph) => splitStatements(paragraph).filter(holds).join(' '))
  return paragraphs.filter((paragraph) => paragraph.trim()).join('\n\n')
}

/** Takes what was asked; returns the most words the result may have, or null when nothing was said. A page counts as 500 words. */
export function wordLimit(asked: string): number | null {
  const words = /(\d[\d,]{1,6})[\s-]words?\b/i.exec(asked)?.[1]
  if (words) return Number(words.replaceAll(',', ''))
  const pages = /\b(one|a single|two|three|\d)[\s-]pages?\b/i.exec(asked)?.[1]?.toLowerCase()
  const named: Record<string, number> = { one: 1, 'a single': 1, two: 2, three: 3 }
  return pages ? (named[pages] ?? Number(pages)) * 500 : null
}
