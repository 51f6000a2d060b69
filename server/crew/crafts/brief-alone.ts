import { artifactOf, type Delivery, type Job, unreadLines } from '../craft.ts'
import { citationOf, type Note, statementOf } from '../notes.ts'
import { onOneLine, splitSentences } from '../text/sentences.ts'
import { listed } from '../text/terms.ts'
import { amount, type Item, itemOf } from './focus.ts'

/**
 * Takes a job without sources that speak to it, and the notes it may have; returns what can be said from the brief alone.
 * Nothing is made up: the result repeats what the brief or its item states and names what is missing.
 */
export function fromBriefAlone(job: Job, kind: string, notes: Note[] = []): Delivery {
  const item = itemOf(job)
  const stated = item
    ? [inWords(item)]
    : splitSentences(job.task.brief || job.task.title).map(({ text }) => `- ${onOneLine(text)}`)
  const known = notes.map((note, index) => `- ${statementOf(note)} [${index + 1}]`)
  const missing = [missingWords(job, item, notes.length > 0), ...unreadLines(job)].join(' ')
  const markdown = [
    `# ${job.task.title}`,
    ...(item ? stated : [`## What the brief states\n\n${stated.join('\n')}`]),
    ...(known.length > 0 ? [`## What the notes say\n\n${known.join('\n')}`] : []),
    item ? missing : `## What is not known\n\n${missing}`,
  ].join('\n\n')
  return {
    response: `No source speaks to this task; the result holds only what the ${item ? 'item' : 'brief'} itself states.`,
    artifact: artifactOf(job, kind, markdown, { notes, stated, missing }),
    sources: notes.map(citationOf),
  }
}

function missingWords({ inputs }: Job, item: Item | null, hasNotes: boolean): string {
  const names = inputs.read.map(({ name }) => name)
  if (item && names.length > 0)
    return `${listed(names)} ${names.length === 1 ? 'says' : 'say'} nothing about ${item.name}.`
  if (item)
    return `No source came with this item: beyond what it states itself, nothing about ${item.name} is known here.`
  return `No source to read came with this task, so beyond ${hasNotes ? 'the notes above' : 'the brief'} nothing can be said about it here. Attach a document or a table, or give the task to somebody who knows.`
}

/** The item in a sentence: "Red kettle: 1.7 litres; colour: red." */
function inWords({ name, fields }: Item): string {
  if (fields.length === 0) return `${name} was named without any particulars.`
  const said = fields.map(([field, value]) =>
    /^-?\d[\d.,]*$/.test(value) ? amount(value, field) : `${field}: ${value}`,
  )
  return `${name}: ${said.join('; ')}.`
}
