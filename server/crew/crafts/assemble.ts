import type { Job } from '../craft.ts'
import type { Input } from '../inputs.ts'
import { documentsIn, isTable, type Note, readNotes } from '../notes.ts'
import { comparable, readDocument, saysSomething } from '../text/sentences.ts'
import { draftsOf } from './drafts.ts'
import { chapterOf, type Manuscript, manuscriptOf } from './manuscript.ts'
import { materialOf } from './material.ts'
import { quoteOf, tableNotes } from './pick.ts'
import { composeSection } from './prose.ts'
import { fillSections } from './themes.ts'

/** Takes a job and all there is to quote; returns its sections as one manuscript, or what a person sent back as it was. */
export function begin(job: Job, inputs: readonly Input[], pool: readonly Note[]): Manuscript {
  const version = documentsIn(job.inputs.sentBack)[0]
  return version ? manuscriptOf(version, inputs, pool) : assemble(job, inputs, pool)
}

function assemble(job: Job, inputs: readonly Input[], pool: readonly Note[]): Manuscript {
  const drafts = draftsOf(inputs)
  const material = drafts.length > 0 ? [] : materialOf({ ...job, inputs: { ...job.inputs, read: [...inputs] } })
  const headings = job.task.output?.sections ?? []
  // With notes alone the editor writes the sections itself.
  const written =
    headings.length > 0 ? fillSections(material, headings) : [{ heading: 'What the sources say', notes: material }]
  const composed = material.length > 0 ? written.map(({ heading, notes }) => composeSection(heading, notes, 300)) : []
  const manuscript: Manuscript = { title: job.goal.title, lead: [], chapters: [], open: [], changes: [] }
  for (const section of [...drafts, ...composed]) {
    const chapter = chapterOf(section, inputs, pool)
    const same = manuscript.chapters.find(({ heading }) => comparable(heading) === comparable(chapter.heading))
    if (same) same.paragraphs.push(...chapter.paragraphs)
    else if (chapter.paragraphs.length > 0) manuscript.chapters.push(chapter)
  }
  return manuscript
}

/** Sees to it that every section that was asked for is there; returns the heading under which open points stand. */
export function requireSections(job: Job, manuscript: Manuscript): string {
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

/** Everything there is to quote: notes of others, then every sentence and the highest values of the inputs that people gave. */
export function poolOf(inputs: readonly Input[]): Note[] {
  const material = inputs.filter(({ origin }) => origin !== 'agent')
  const sentences = documentsIn(material).flatMap((input) =>
    readDocument(input.text, input.mediaType)
      .sentences.filter(saysSomething)
      .slice(0, 2000)
      .map((sentence) => quoteOf(input, sentence)),
  )
  return [...readNotes(inputs), ...sentences, ...material.filter(isTable).flatMap(tableNotes)]
}
