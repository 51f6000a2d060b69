import * as z from 'zod'
import { artifactOf, type Bench, type Craft, type Delivery, type Job, questionOf, slug, unreadLines } from '../craft.ts'
import {
  citationOf,
  documentsIn,
  findShapes,
  type Note,
  type Outline,
  outlineSchema,
  type Section,
  sourceLabel,
  statementOf,
} from '../notes.ts'
import { comparable } from '../text/sentences.ts'
import { listed } from '../text/terms.ts'
import { fromBriefAlone } from './brief-alone.ts'
import { materialOf } from './material.ts'
import { citedStatements, composeSection, keepWhatHolds, sectionMarkdown, wordLimit } from './prose.ts'
import { fillSections } from './themes.ts'

const proseSchema = z.object({ text: z.string().min(40) })

/** Writes the section its task names (or all of them) from the notes; hands in Markdown and `{sections}`. */
export const writer: Craft = async (job, bench) => {
  const outline = outlineOf(job)
  const number = sectionNumber(job)
  if (outline && number !== null && number > outline.sections.length) return nothingToWrite(job, outline, number)
  const orders = ordersOf(job, outline, number)
  if (orders.every(({ notes }) => notes.length === 0)) return fromBriefAlone(job, job.task.title)
  const limit = wordLimit(questionOf(job))
  // The outline may have more sections than this task; the words are shared between all of them, with a part for the sources.
  const maxWords = limit ? Math.floor((limit * 0.85) / Math.max(1, orders[0]?.of ?? 1)) : 400
  const sections: Section[] = []
  const known = [...Object.values(outline?.notes ?? {}), ...orders.flatMap(({ notes }) => notes)]
  for (const [index, { heading, notes }] of orders.entries()) {
    await bench.say('action', `Writing “${heading}” from ${notes.length} notes`, index / orders.length)
    const plain = composeSection(heading, notes, maxWords, known)
    sections.push((await modelSection(job, bench, plain, maxWords)) ?? plain)
  }
  const left =
    orders.reduce((sum, { notes }) => sum + notes.length, 0) -
    sections.reduce((sum, each) => sum + each.citations.length, 0)
  const skipped = left > 0 ? [`${left} notes left out to keep it short.`] : []
  return {
    response: [`Wrote ${listed(sections.map(({ heading }) => `“${heading}”`))}.`, ...skipped, ...unreadLines(job)].join(
      ' ',
    ),
    artifact: artifactOf(
      job,
      job.task.title,
      (outline ? sections.map((each) => sectionMarkdown(each)) : sections.map((each) => sectionMarkdown(each, 1))).join(
        '\n\n',
      ),
      { sections },
    ),
    sources: sections.flatMap(sourcesOf),
  }
}

type Order = { heading: string; notes: Note[]; of: number }

/** How many section tasks the shipped research brief has, when neither the outline nor the task says it. */
const usualSections = 3

/** The number of the section to write, when the task names one: "Section 2 of the outline". */
function sectionNumber({ task }: Job): number | null {
  const named =
    /^section-(\d{1,2})$/.exec(task.key) ?? /\bsection (\d{1,2}) of the outline\b/i.exec(`${task.title}\n${task.brief}`)
  return named ? Number(named[1]) : null
}

/** The outline among the inputs; one in plain Markdown is filled with the notes. */
function outlineOf(job: Job): Outline | null {
  const { read } = job.inputs
  const structured = findShapes(read, outlineSchema)[0]?.value
  if (structured) return structured
  const plain = documentsIn(read).find(({ origin, name }) => origin === 'agent' && /^outline\b/i.test(name))
  const headings = [...(plain?.text ?? '').matchAll(/^(?:#{2,4}|\d{1,2}[.)])\s+(.+)$/gm)].map(
    (match) => match[1]?.trim() ?? '',
  )
  if (!plain || headings.length === 0) return null
  const filled = fillSections(materialOf(job), headings, job.goal.title)
  const notes = filled.flatMap((theme) => theme.notes)
  const sections = filled.map(({ heading, notes: own }) => ({
    key: slug(heading),
    heading,
    points: own.map((note) => `n${notes.indexOf(note)}`),
  }))
  return { title: job.goal.title, sections, notes: Object.fromEntries(notes.map((note, at) => [`n${at}`, note])) }
}

/** The outline is shorter than the plan: the honest result is one line that says so. */
function nothingToWrite(job: Job, outline: Outline, number: number): Delivery {
  const count = `${outline.sections.length} section${outline.sections.length === 1 ? '' : 's'}`
  const line = `The outline has ${count}, so there is no section ${number} to write.`
  // The first line of the outline that says anything stands for it as its source.
  const file = job.inputs.read.find(
    (each) => each.origin === 'agent' && each.text.includes(outline.sections[0]?.heading ?? outline.title),
  )
  const quote = file?.text
    .split('\n')
    .map((row) => row.replace(/^[#*\s-]+/, '').trim())
    .find((row) => row.length > 12)
  return {
    response: line,
    artifact: artifactOf(job, job.task.title, line, { sections: [] }),
    sources: file && quote ? [{ claim: line, versionId: file.id, quote }] : [],
  }
}

/** The sections to write: the one the task names by number or heading, else all of the outline, else one with all there is. */
function ordersOf(job: Job, outline: Outline | null, number: number | null): Order[] {
  if (!outline) return [{ heading: job.task.output?.sections?.[0] ?? job.task.title, notes: materialOf(job), of: 1 }]
  const all = outline.sections.map(({ key, heading, points }) => ({
    key,
    heading,
    notes: points.flatMap((ref) => outline.notes[ref] ?? []),
    of: outline.sections.length,
  }))
  // The last writer takes what the outline has more than there are writers.
  if (number !== null)
    return number >= (outline.asked ?? usualSections) ? all.slice(number - 1) : all.slice(number - 1, number)
  const asked = job.task.output?.sections ?? []
  const named = [
    (order: (typeof all)[number]) => asked.includes(order.heading),
    (order: (typeof all)[number]) => comparable(job.task.title).includes(comparable(order.heading)),
    (order: (typeof all)[number]) => job.task.key === order.key || job.task.key.endsWith(`-${order.key}`),
    (order: (typeof all)[number]) =>
      comparable(job.task.brief).includes(`“${comparable(order.heading)}”`.replace(/[“”]/g, '"')),
  ]
  for (const isNamed of named) {
    const found = all.filter(isNamed)
    if (found.length > 0) return found
  }
  return all
}

async function modelSection(job: Job, bench: Bench, plain: Section, maxWords: number): Promise<Section | null> {
  if (!bench.ask || plain.citations.length === 0) return null
  const notes = plain.citations.map(
    (note, index) => `[${index + 1}] ${sourceLabel(note.sourceName)}: “${statementOf(note)}”`,
  )
  const role = `You are a writer. Write the section “${plain.heading}” in at most ${maxWords} words of plain prose, without its heading. Use only these notes and end every statement with the number of its note, such as [1]. Where notes give different numbers, say that they do not agree.\n${notes.join('\n')}`
  const written = await bench.ask(role, job, proseSchema)
  const text = written ? keepWhatHolds(written.text, plain.citations) : ''
  return citedStatements(text).length > 0 ? { ...plain, text } : null
}

/** Takes a section; returns its sources, each with the statement it stands for. */
export function sourcesOf({ text, citations }: Section) {
  return citedStatements(text).flatMap(({ statement, cites }) =>
    cites.flatMap((n) => {
      const note = citations[n - 1]
      return note ? [{ ...citationOf(note), claim: statement.replace(/\s*\[\d+\]/g, '') }] : []
    }),
  )
}
