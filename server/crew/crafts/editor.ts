import * as z from 'zod'
import { artifactOf, type Bench, type Craft, type Job, questionOf, unreadLines } from '../craft.ts'
import type { Input } from '../inputs.ts'
import {
  citationOf,
  documentsIn,
  type Finding,
  findingSchema,
  findShapes,
  isTable,
  type Note,
  readNotes,
  sourceLabel,
  statementOf,
} from '../notes.ts'
import { quantitiesIn } from '../text/quantities.ts'
import { rank } from '../text/rank.ts'
import { comparable, quotable, readDocument } from '../text/sentences.ts'
import { wordsOf } from '../text/terms.ts'
import { fromBriefAlone } from './brief-alone.ts'
import { type Comment, commentsOf, isReview } from './comments.ts'
import { draftsOf } from './drafts.ts'
import {
  chapterOf,
  labelOf,
  type Manuscript,
  manuscriptOf,
  mendLeads,
  removeRepetition,
  render,
  shorten,
} from './manuscript.ts'
import { materialOf } from './material.ts'
import { tableNotes } from './pick.ts'
import { bearsOut, composeSection, keepWhatHolds, undecided, wordLimit } from './prose.ts'
import { findPlace, revise, shortened } from './revise.ts'
import { fillSections } from './themes.ts'

const passageSchema = z.object({ passage: z.string() })

/** Puts the sections together as the deliverable, or revises the last version as reviewers asked; hands in one Markdown document. */
export const editor: Craft = async (job, bench) => {
  const inputs = job.inputs.read.filter((input) => !isReview(input))
  const pool = poolOf(inputs)
  const comments = commentsOf(job)
  const manuscript =
    comments.length > 0
      ? (previousVersion(job, inputs, pool) ?? assemble(job, inputs, pool))
      : assemble(job, inputs, pool)
  if (manuscript.chapters.length === 0) return fromBriefAlone(job, job.goal.title, pool)
  const openHeading = requireSections(job, manuscript)
  const repeated = removeRepetition(manuscript)
  await bench.say('action', `Put ${manuscript.chapters.length} sections together, ${repeated} repetitions removed`, 0.3)
  for (const finding of findShapes(inputs, findingSchema)) takeUp(manuscript, finding.value)
  for (const line of unreadLines(job)) manuscript.open.push({ text: line, refs: [] })
  const answers: string[] = []
  for (const [index, comment] of comments.entries()) {
    await bench.say(
      'action',
      `Answering comment ${index + 1} of ${comments.length}`,
      0.3 + (0.6 * index) / comments.length,
    )
    const done = (await rewrite(job, bench, manuscript, comment, pool)) ?? revise(manuscript, comment, pool)
    answers.push(`Comment ${index + 1} (“${shortened(comment.body)}”): ${done}.`)
  }
  const limit = wordLimit(questionOf(job))
  mendLeads(manuscript)
  const cut = limit === null ? 0 : shorten(manuscript, limit, openHeading)
  const { markdown, cited } = render(manuscript, openHeading)
  const words = wordsOf(markdown).length
  const notes = [
    ...(limit !== null && words > limit
      ? [`It has ${words} words; ${limit} cannot be kept without losing whole sections.`]
      : []),
    ...(repeated > 0 ? [`${repeated} repeated statements removed.`] : []),
    ...(cut > 0 ? [`${cut} statements cut to keep to ${limit} words.`] : []),
  ]
  const { parts, ...artifact } = artifactOf(job, job.goal.title, markdown)
  return {
    response: [`${manuscript.title}: ${manuscript.chapters.length} sections.`, ...notes, ...answers].join(' '),
    artifact: { ...artifact, parts },
    sources: cited.map(({ claim, note }) => ({ ...citationOf(note), claim })),
  }
}

function assemble(job: Job, inputs: readonly Input[], pool: readonly Note[]): Manuscript {
  const drafts = draftsOf(inputs)
  const material = drafts.length > 0 ? [] : materialOf({ ...job, inputs: { ...job.inputs, read: [...inputs] } })
  const headings = job.task.output?.sections ?? []
  // With notes alone the editor writes the sections itself.
  const written =
    headings.length > 0 ? fillSections(material, headings) : [{ heading: 'What the sources say', notes: material }]
  const composed = material.length > 0 ? written.map(({ heading, notes }) => composeSection(heading, notes, 300)) : []
  const manuscript: Manuscript = { title: job.goal.title, chapters: [], open: [] }
  for (const section of [...drafts, ...composed]) {
    const chapter = chapterOf(section, inputs, pool)
    const same = manuscript.chapters.find(({ heading }) => comparable(heading) === comparable(chapter.heading))
    if (same) same.paragraphs.push(...chapter.paragraphs)
    else if (chapter.paragraphs.length > 0) manuscript.chapters.push(chapter)
  }
  return manuscript
}

/** The version the reviewers saw, when it came along: a finished document with its own list of sources. */
function previousVersion(job: Job, inputs: readonly Input[], pool: readonly Note[]): Manuscript | null {
  const title = comparable(job.goal.title)
  const version = documentsIn(inputs).findLast(
    ({ origin, text }) =>
      origin === 'agent' && comparable(/^#\s+(.+)$/m.exec(text)?.[1] ?? '') === title && /^## Sources\s*$/m.test(text),
  )
  return version ? manuscriptOf(version, inputs, pool) : null
}

/** Sees to it that every section that was asked for is there; returns the heading under which open points stand. */
function requireSections(job: Job, manuscript: Manuscript): string {
  const required = job.task.output?.sections ?? []
  const isOpen = (heading: string) => /not known|open (question|point|issue)|limit(s|ations)|unknown/i.test(heading)
  const standing = manuscript.chapters.find(({ heading }) => isOpen(heading))
  if (standing) {
    manuscript.chapters = manuscript.chapters.filter((chapter) => chapter !== standing)
    for (const statement of standing.paragraphs.flat())
      manuscript.open.push({ ...statement, text: statement.text.replace(/^[-*]\s+/, '') })
  }
  for (const heading of required) {
    const there = manuscript.chapters.some((chapter) => comparable(chapter.heading) === comparable(heading))
    if (!there && !isOpen(heading) && !/^(sources|references)$/i.test(heading))
      manuscript.chapters.push({ heading, paragraphs: [] })
  }
  const place = (heading: string) => required.findIndex((each) => comparable(each) === comparable(heading))
  const known = manuscript.chapters
    .filter(({ heading }) => place(heading) >= 0)
    .sort((a, b) => place(a.heading) - place(b.heading))
  const extra = manuscript.chapters.filter(({ heading }) => place(heading) < 0)
  manuscript.chapters = [...known, ...extra]
  const openHeading = required.find(isOpen) ?? standing?.heading ?? 'What is not known'
  if (required.some(isOpen)) {
    const without = manuscript.chapters
      .filter(({ paragraphs }) => paragraphs.length === 0)
      .map(({ heading }) => heading)
    for (const heading of without)
      manuscript.open.push({ text: `The sources say nothing about “${heading}”.`, refs: [] })
    if (manuscript.open.length === 0)
      manuscript.open.push({ text: 'The work on this left no question open that the sources raise.', refs: [] })
  }
  return openHeading
}

/** What the critic found and the editor cannot settle is owned up to; repetitions are removed already, length is seen to later. */
function takeUp(manuscript: Manuscript, finding: Finding): void {
  if (finding.kind === 'duplicate' || finding.kind === 'length') return
  const refs = (finding.notes ?? []).map((note) => ({ label: labelOf(note), note }))
  if (
    finding.kind === 'disagreement' &&
    bearOut(
      manuscript,
      refs.map(({ note }) => note),
    )
  )
    return
  const text = `${finding.text}${refs.map((_, index) => ` [${index + 1}]`).join('')}`
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

/** A model's answer to a comment, kept only as far as the notes carry it; null when there is none and the rules must do. */
async function rewrite(
  job: Job,
  bench: Bench,
  manuscript: Manuscript,
  comment: Comment,
  pool: readonly Note[],
): Promise<string | null> {
  const place = comment.quote ? findPlace(manuscript, comment.quote) : null
  if (!bench.ask || !place) return null
  const own = place.statement.refs.flatMap(({ note }) => (note ? [note] : []))
  const hits = rank(
    pool.map((note) => ({ text: statementOf(note), heading: note.heading })),
    `${comment.body} ${comment.quote}`,
  )
  const notes = [...own, ...hits.slice(0, 20).flatMap(({ index }) => pool[index] ?? [])]
  const numbered = notes
    .map((note, index) => `[${index + 1}] ${sourceLabel(note.sourceName)}: “${statementOf(note)}”`)
    .join('\n')
  const role = `You are an editor. A reviewer says of the passage “${place.statement.text}”: “${comment.body}”. Write the passage anew. Use only these notes and end every statement with the number of its note, such as [1].\n${numbered}`
  const passage = keepWhatHolds((await bench.ask(role, job, passageSchema))?.passage ?? '', notes)
  if (!/\[\d+\]/.test(passage) || comparable(passage) === comparable(place.statement.text)) return null
  const numbers = [...new Set([...passage.matchAll(/\[(\d+)\]/g)].map((match) => Number(match[1])))]
  const refs = numbers.flatMap((n) => notes[n - 1] ?? []).map((note) => ({ label: labelOf(note), note }))
  const text = passage.replace(/\[(\d+)\]/g, (_, n) => `[${numbers.indexOf(Number(n)) + 1}]`)
  place.paragraph[place.index] = { text, refs }
  return 'written anew from the notes'
}

/** Everything there is to quote: notes of others, then every sentence and the highest values of the inputs that people gave. */
function poolOf(inputs: readonly Input[]): Note[] {
  const material = inputs.filter(({ origin }) => origin !== 'agent')
  const sentences = documentsIn(material).flatMap((input) =>
    readDocument(input.text)
      .sentences.slice(0, 2000)
      .map(({ text, line, heading }) => ({
        quote: quotable(text),
        why: '',
        locator: `line ${line}`,
        sourceId: input.id,
        sourceName: input.name,
        heading,
      })),
  )
  return [...readNotes(inputs), ...sentences, ...material.filter(isTable).flatMap(tableNotes)]
}
