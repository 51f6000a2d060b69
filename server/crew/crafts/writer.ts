import * as z from 'zod'
import { artifactOf, type Bench, type Craft, type Job, questionOf, unreadLines } from '../craft.ts'
import { citationOf, findShapes, type Note, outlineSchema, type Section, sourceLabel, statementOf } from '../notes.ts'
import { comparable } from '../text/sentences.ts'
import { listed } from '../text/terms.ts'
import { fromBriefAlone } from './brief-alone.ts'
import { materialOf } from './material.ts'
import { citedStatements, composeSection, keepWhatHolds, sectionMarkdown, wordLimit } from './prose.ts'

const proseSchema = z.object({ text: z.string().min(40) })

/** Writes the section its task names (or all of them) from the notes; hands in Markdown and `{sections}`. */
export const writer: Craft = async (job, bench) => {
  const orders = ordersOf(job)
  if (orders.every(({ notes }) => notes.length === 0)) return fromBriefAlone(job, job.task.title)
  const limit = wordLimit(questionOf(job))
  // The outline may have more sections than this task; the words are shared between all of them, with a fifth for the sources.
  const maxWords = limit ? Math.floor((limit * 0.8) / Math.max(1, orders[0]?.of ?? 1)) : 400
  const sections: Section[] = []
  for (const [index, { heading, notes }] of orders.entries()) {
    await bench.say('action', `Writing “${heading}” from ${notes.length} notes`, index / orders.length)
    const plain = composeSection(heading, notes, maxWords)
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
    artifact: artifactOf(job, job.task.title, sections.map(sectionMarkdown).join('\n\n'), { sections }),
    sources: sections.flatMap(sourcesOf),
  }
}

type Order = { heading: string; notes: Note[]; of: number }

/** The sections to write: the one the task names, else all of the outline, else one section with all there is. */
function ordersOf(job: Job): Order[] {
  const outline = findShapes(job.inputs.read, outlineSchema)[0]?.value
  if (!outline) return [{ heading: job.task.output?.sections?.[0] ?? job.task.title, notes: materialOf(job), of: 1 }]
  const all = outline.sections.map(({ key, heading, points }) => ({
    key,
    heading,
    notes: points.flatMap((ref) => outline.notes[ref] ?? []),
    of: outline.sections.length,
  }))
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
