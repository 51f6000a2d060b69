import { artifactOf, type Delivery, type Job, unreadLines } from '../craft.ts'
import { citationOf, type Note, statementOf } from '../notes.ts'
import { onOneLine, splitSentences } from '../text/sentences.ts'

/**
 * Takes a job without sources to read, and the notes it may have; returns what can be said from the brief alone. Nothing
 * is made up: the result repeats what the brief states and names what is missing.
 */
export function fromBriefAlone(job: Job, kind: string, notes: Note[] = []): Delivery {
  const stated = splitSentences(job.task.brief || job.task.title).map(({ text }) => `- ${onOneLine(text)}`)
  const known = notes.map((note, index) => `- ${statementOf(note)} [${index + 1}]`)
  const missing = `No source to read came with this task, so beyond ${notes.length > 0 ? 'the notes above' : 'the brief'} nothing can be said about it here. Attach a document or a table, or give the task to somebody who knows.`
  const markdown = [
    `# ${job.task.title}`,
    `## What the brief states\n\n${stated.join('\n')}`,
    ...(known.length > 0 ? [`## What the notes say\n\n${known.join('\n')}`] : []),
    `## What is not known\n\n${[missing, ...unreadLines(job)].join(' ')}`,
  ].join('\n\n')
  return {
    response: [
      `No source came with this task; the result holds only what the brief itself states.`,
      ...unreadLines(job),
    ].join(' '),
    artifact: artifactOf(job, kind, markdown, { notes, stated, missing }),
    sources: notes.map(citationOf),
  }
}
