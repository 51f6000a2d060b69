import { capital, type Note, type Section, sourceLabel, splitStatements, statementOf } from '../notes.ts'
import { findDisagreements, quantitiesIn } from '../text/quantities.ts'
import { comparable, onOneLine } from '../text/sentences.ts'
import { listed } from '../text/terms.ts'

/** Said of numbers that disagree when no table weighs in. */
export const undecided = 'Nothing here decides between them.'
const counts = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten']
const leads = ['says', 'reports', 'states', 'has this']
/** How a statement goes on from one of the same source. */
export const followUps = ['It adds', 'It goes on', 'It also says', 'In its words', 'The same source has']

/**
 * Takes a heading and the notes for it; returns the section in prose, every statement with its citation. Numbers on which
 * the sources disagree are said to disagree, not chosen between. Notes past `maxWords` are left out.
 */
export function composeSection(heading: string, notes: readonly Note[], maxWords: number): Section {
  const citations = fitting(notes, maxWords)
  if (citations.length === 0) {
    return { heading, text: 'The sources of this goal say nothing about this.', citations: [] }
  }
  const labels = [...new Set(citations.map((note) => sourceLabel(note.sourceName)))]
  const paragraphs = labels.map((label) => {
    const own = citations.flatMap((note, index) =>
      sourceLabel(note.sourceName) === label ? [{ note, n: index + 1 }] : [],
    )
    return own.map(({ note, n }, index) => sentenceOf(note, n, label, index === 0)).join(' ')
  })
  const text = [opening(heading, labels), ...paragraphs, ...disagreements(citations)]
  return { heading, text: [`${text[0]} ${text[1]}`, ...text.slice(2)].join('\n\n'), citations }
}

function opening(heading: string, labels: string[]): string {
  const topic =
    /^[A-Z][a-z]/.test(heading) && !heading.endsWith('?') ? heading.charAt(0).toLowerCase() + heading.slice(1) : 'this'
  if (labels.length === 1) return `One source speaks to ${topic}: ${labels[0]}.`
  return `${counts[labels.length] ?? labels.length} sources speak to ${topic}: ${listed(labels)}.`
}

function sentenceOf(note: Note, n: number, label: string, first: boolean): string {
  if (note.claim) return `${note.claim.replace(/[.\s]+$/, '')} [${n}].`
  const lead = first ? `${capital(label)} ${leads[n % leads.length]}` : followUps[n % followUps.length]
  return `${lead}: “${onOneLine(note.quote)}” [${n}]`
}

/** Takes the notes of a section, numbered from 1; returns a sentence for each pair of sources that give different numbers. */
function disagreements(citations: readonly Note[]): string[] {
  const said = citations.map((note) => ({ text: statementOf(note), from: note.sourceName }))
  return findDisagreements(said).map(({ a, b, written }) => {
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
  // Figures worked out from a table go first: they weigh what the others say.
  const byWeight = [...notes].sort((a, b) => Number(b.claim !== undefined) - Number(a.claim !== undefined))
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

/** Takes a section; returns it as Markdown, its citations listed under it. */
export function sectionMarkdown({ heading, text, citations }: Section): string {
  const rows = citations.map((note, index) => `${index + 1}. ${note.sourceName}, ${note.locator}`)
  const sources = rows.length > 0 ? [`**Sources of this section**`, rows.join('\n')] : []
  return [`## ${heading}`, text, ...sources].join('\n\n')
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
    const said = cites.map((note) => (note ? `${note.quote} ${note.claim ?? ''}` : '')).join('\n')
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
