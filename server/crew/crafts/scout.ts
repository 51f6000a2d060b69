import * as z from 'zod'
import { artifactOf, type Craft, type Job, questionOf, unreadLines } from '../craft.ts'
import type { Input } from '../inputs.ts'
import { citationOf, type Note, readNotes, statementOf } from '../notes.ts'
import { readDocument } from '../text/sentences.ts'
import { listed } from '../text/terms.ts'
import { fromBriefAlone } from './brief-alone.ts'
import { notesOn } from './material.ts'

const pickSchema = z.object({ notes: z.array(z.object({ inputId: z.string(), quote: z.string(), why: z.string() })) })
const role =
  'You are a scout. Pick the sentences of the inputs that matter most for the task, 3 to 12 from each input, and say in a few words why each matters.'

/** Picks the sentences of each source that matter for the brief; hands in Markdown and `{notes}`. */
export const scout: Craft = async (job, bench) => {
  const inputs = job.inputs.read
  const notes: Note[] = []
  for (const [index, input] of inputs.entries()) {
    if (index < 20) await bench.say('action', `Reading ${input.name}`, index / (inputs.length + 1))
    notes.push(...notesOn(input, questionOf(job)))
  }
  if (notes.length === 0) return fromBriefAlone(job, 'Notes', readNotes(inputs))
  const picked = await bench.ask?.(role, job, pickSchema)
  const chosen = picked ? verbatimOnly(picked.notes, inputs) : []
  const kept = chosen.length > 0 ? [...chosen, ...notes.filter((note) => note.claim)] : notes
  await bench.say('thought', `${kept.length} notes kept from ${inputs.length} sources`, 0.9)
  return {
    response: [`I kept ${kept.length} notes from ${listed(names(kept))}.`, ...unreadLines(job)].join(' '),
    artifact: artifactOf(job, 'Notes', markdownOf(job, kept), { notes: kept }),
    sources: kept.map(citationOf),
  }
}

/** The model's picks that really stand in their source, with the line they stand on. */
function verbatimOnly(picks: z.infer<typeof pickSchema>['notes'], documents: Input[]): Note[] {
  return picks.flatMap(({ inputId, quote, why }) => {
    const document = documents.find(({ id }) => id === inputId)
    const at = quote.trim() ? (document?.text.indexOf(quote) ?? -1) : -1
    if (!document || at < 0) return []
    const line = document.text.slice(0, at).split('\n').length
    const heading =
      readDocument(document.text, document.mediaType).sentences.findLast((each) => each.line <= line)?.heading ?? ''
    return [{ quote, why, locator: `line ${line}`, sourceId: inputId, sourceName: document.name, heading }]
  })
}

function markdownOf(job: Job, notes: Note[]): string {
  const blocks = names(notes).map((name) => {
    const own = notes.filter((note) => note.sourceName === name)
    const rows = own.map((note) => `- ${note.claim ?? `“${statementOf(note)}”`} (${note.locator}): ${note.why}.`)
    return `## ${name}\n\n${rows.join('\n')}`
  })
  return [`# Notes: ${job.task.title}`, ...blocks, ...unreadLines(job)].join('\n\n')
}

function names(notes: readonly Note[]): string[] {
  return [...new Set(notes.map((note) => note.sourceName))]
}
