import { type Finding, type Note, sourceLabel, statementOf } from '../notes.ts'
import { saysUnknown } from '../text/hints.ts'
import { quantitiesIn } from '../text/quantities.ts'
import { rank } from '../text/rank.ts'
import { comparable } from '../text/sentences.ts'
import { homeOf, labelOf, type Manuscript, unused } from './manuscript.ts'
import { bearsOut, stated, undecided } from './prose.ts'

/** How many of the things that the sources themselves say they do not know are told. */
const mostUnknown = 4

/** Acts on what the critic found; what cannot be settled from the sources is owned up to. */
export function takeUp(manuscript: Manuscript, finding: Finding, pool: readonly Note[]): void {
  // Repetitions are removed already, length is seen to later.
  if (finding.kind === 'duplicate' || finding.kind === 'length') return
  const notes = finding.notes ?? []
  if (finding.kind === 'disagreement' && notes.length > 1) tellDisagreement(manuscript, notes)
  else if (finding.kind !== 'uncovered' || !cover(manuscript, finding, pool)) leaveOpen(manuscript, finding.text, notes)
}

/** What the sources say they do not know is what a reader must not take for known. */
export function takeUpUnknowns(manuscript: Manuscript, pool: readonly Note[]): void {
  const said = withoutParts(pool.filter((note) => saysUnknown.test(statementOf(note))))
  for (const note of said.slice(0, mostUnknown)) {
    const statement = comparable(statementOf(note))
    for (const chapter of manuscript.chapters) {
      const holds = (paragraph: Manuscript['lead']) =>
        paragraph.filter(
          ({ text }) => !comparable(text.replace(/\s*\[\d+\]/g, '')).includes(statement.replace(/\.$/, '')),
        )
      // A chapter keeps its only statement.
      if (chapter.paragraphs.flat().length > 1) chapter.paragraphs = chapter.paragraphs.map(holds)
    }
    manuscript.open.push({ text: stated(note), refs: [{ label: labelOf(note), note }] })
  }
}

/** The notes whose words are not a part of what another one of them says. */
function withoutParts(notes: readonly Note[]): Note[] {
  const said = notes.map((note) => comparable(statementOf(note)))
  return notes.filter(
    (_, at) =>
      !said.some(
        (other, index) => other.includes(said[at] ?? '') && (other !== said[at] || index < at) && index !== at,
      ),
  )
}

function tellDisagreement(manuscript: Manuscript, notes: readonly Note[]): void {
  bearOut(manuscript, notes)
  const [one, other, table] = notes
  if (!one || !other) return
  const [mine, theirs] = differing(one, other)
  const settled = table?.claim ? `; ${lowerFirst(bearsOut(table, [mine, theirs], 3)).replace(/ \[3\]\.$/, '')}` : ''
  const why = `Why ${sourceLabel(other.sourceName)} gives ${theirs} where ${sourceLabel(one.sourceName)} gives ${mine}`
  leaveOpen(manuscript, `${why}${settled}, but no source here explains the difference`, notes.slice(0, 3))
}

const lowerFirst = (words: string) => words.charAt(0).toLowerCase() + words.slice(1)

/** The first pair of numbers of the same unit and year that differ, with what they count. */
function differing(one: Note, other: Note): [string, string] {
  const counted = (note: Note, written: string) => {
    const said = statementOf(note)
    const after = said.slice(said.indexOf(written) + written.length)
    return `${written}${/^ \p{Ll}+/u.exec(after)?.[0] ?? ''}`
  }
  const theirs = quantitiesIn(statementOf(other))
  for (const a of quantitiesIn(statementOf(one)))
    for (const b of theirs)
      if (a.unit === b.unit && a.year === b.year && a.value !== b.value)
        return [counted(one, a.written), counted(other, b.written)]
  return ['one number', 'another']
}

/** Adds what the sources say on a criterion that the sections left out; false when they say nothing. */
function cover(manuscript: Manuscript, finding: Finding, pool: readonly Note[]): boolean {
  const criterion = /“(.+?)”/.exec(finding.text)?.[1] ?? finding.text
  const free = unused(manuscript, pool)
  const hit = rank(
    free.map((note) => ({ text: statementOf(note), heading: note.heading })),
    criterion,
  )[0]
  const note = hit && hit.terms.length > 1 ? free[hit.index] : undefined
  if (!note) return false
  homeOf(manuscript, note)?.paragraphs.push([{ text: stated(note), refs: [{ label: labelOf(note), note }] }])
  return true
}

function leaveOpen(manuscript: Manuscript, words: string, notes: readonly Note[]): void {
  const marks = notes.map((_, index) => ` [${index + 1}]`).join('')
  const text = `${words.replace(/\.$/, '')}${marks}.`
  const refs = notes.map((note) => ({ label: labelOf(note), note }))
  if (!manuscript.open.some((open) => comparable(open.text) === comparable(text))) manuscript.open.push({ text, refs })
}

/** Says, where the text leaves two numbers side by side, which of them a table bears out; false when there is no such place. */
function bearOut(manuscript: Manuscript, [one, other, table]: readonly Note[]): boolean {
  if (!one || !other || !table?.claim) return false
  for (const paragraph of manuscript.chapters.flatMap(({ paragraphs }) => paragraphs)) {
    const about = paragraph.flatMap(({ refs }) => refs.map(({ label }) => label))
    const at = paragraph.findIndex(({ text }) => text === undecided)
    if (at < 0 || !about.includes(labelOf(one)) || !about.includes(labelOf(other))) continue
    paragraph[at] = {
      text: bearsOut(table, numbersIn(one).concat(numbersIn(other)), 1),
      refs: [{ label: labelOf(table), note: table }],
    }
    return true
  }
  return false
}

function numbersIn(note: Note): string[] {
  return quantitiesIn(statementOf(note)).map(({ written }) => written)
}
