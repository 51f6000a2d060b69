import * as z from 'zod'
import { artifactOf, type Craft, type Job, questionOf, slug, unreadLines } from '../craft.ts'
import { citationOf, type Note, type Outline, sourceLabel, statementOf } from '../notes.ts'
import { listed } from '../text/terms.ts'
import { fromBriefAlone } from './brief-alone.ts'
import { materialOf } from './material.ts'
import { fillSections, groupByTheme } from './themes.ts'
import { sectionsAsked, topicsOf } from './topics.ts'

const planSchema = z.object({
  title: z.string().min(3),
  sections: z
    .array(z.object({ heading: z.string().min(2), points: z.array(z.string()) }))
    .min(1)
    .max(12),
})
const role =
  'You are an outliner. Group the notes into sections that answer the task, in the order a reader wants them. A point is the reference of a note, such as "n3"; notes are numbered n1, n2, … in the order in which they appear in the inputs.'

/** Groups all notes by theme into sections; hands in Markdown and an outline that carries the notes along. */
export const outliner: Craft = async (job, bench) => {
  const material = materialOf(job)
  const required = job.task.output?.sections ?? []
  if (material.length === 0 && required.length === 0) return fromBriefAlone(job, 'Outline')
  await bench.say('thought', `Grouping ${material.length} notes by theme`, 0.2)
  const notes = new Map(material.map((note, index) => [`n${index + 1}`, note]))
  const planned = await bench.ask?.(role, job, planSchema)
  const themes = planned && fits(planned, notes, required) ? planned.sections : themesOf(job, notes, required)
  const asked = sectionsAsked(job.task.brief)
  const outline: Outline = {
    title: job.goal.title,
    ...(asked === null ? {} : { asked }),
    sections: themes.map(({ heading, points }) => ({ key: slug(heading), heading, points })),
    notes: Object.fromEntries(notes),
  }
  await bench.say('action', `${outline.sections.length} sections: ${listed(themes.map(({ heading }) => heading))}`, 0.8)
  const empty = themes.filter(({ points }) => points.length === 0).map(({ heading }) => `“${heading}”`)
  const gap = empty.length > 0 ? [`No note speaks to ${listed(empty)}.`] : []
  return {
    response: [`${notes.size} notes in ${themes.length} sections.`, ...gap, ...unreadLines(job)].join(' '),
    artifact: artifactOf(job, 'Outline', markdownOf(outline), outline),
    sources: themes.flatMap(({ points }) => points.flatMap((ref) => notes.get(ref) ?? [])).map(citationOf),
  }
}

function themesOf(job: Job, notes: Map<string, Note>, required: readonly string[]) {
  const all = [...notes.values()]
  const groups = required.length > 0 ? fillSections(all, required, job.goal.title) : groupsOf(job, all)
  const refs = new Map([...notes].map(([ref, note]) => [note, ref]))
  return groups.map((group) => ({
    heading: group.heading,
    points: group.notes.flatMap((note) => refs.get(note) ?? []),
  }))
}

/** Sections after the questions that the brief lists when most find an answer, else after the themes of the sources. */
function groupsOf(job: Job, notes: readonly Note[]) {
  const asked = sectionsAsked(job.task.brief)
  const topics = topicsOf(job.task.brief, asked ?? 3)
  const filled = topics.length > 0 ? fillSections(notes, topics, job.goal.title) : []
  const answered = filled.filter((theme) => theme.notes.length > 0)
  // A number of sections that was asked for is kept to, and a question without an answer is told of as such.
  if (answered.length > 1 && answered.length * 2 > filled.length) return asked === null ? answered : filled
  return groupByTheme(notes, questionOf(job), asked)
}

/** Whether a model's plan keeps to the notes there are and to the sections that were asked for. */
function fits(plan: z.infer<typeof planSchema>, notes: Map<string, Note>, required: readonly string[]): boolean {
  const headings = plan.sections.map(({ heading }) => heading)
  const known = plan.sections.every(({ points }) => points.every((ref) => notes.has(ref)))
  return known && required.every((heading) => headings.includes(heading))
}

function markdownOf({ title, sections, notes }: Outline): string {
  const blocks = sections.map(({ heading, points }) => {
    const rows = points.flatMap((ref) => {
      const note = notes[ref]
      return note ? [`- ${statementOf(note)} (${sourceLabel(note.sourceName)}, ${note.locator})`] : []
    })
    return `## ${heading}\n\n${rows.join('\n') || 'No note speaks to this yet.'}`
  })
  return [`# ${title}`, ...blocks].join('\n\n')
}
