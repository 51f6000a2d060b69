import * as z from 'zod'
import { artifactOf, type Bench, type Craft, type Job, questionOf, unreadLines } from '../craft.ts'
import { citationOf, findingSchema, findShapes, type Note, sourceLabel, statementOf } from '../notes.ts'
import { rank } from '../text/rank.ts'
import { comparable } from '../text/sentences.ts'
import { countWords } from '../text/terms.ts'
import { begin, poolOf, requireSections } from './assemble.ts'
import { fromBriefAlone } from './brief-alone.ts'
import { type Comment, commentsOf, isReview } from './comments.ts'
import { takeUp, takeUpUnknowns } from './findings.ts'
import { leadOf } from './lead.ts'
import { labelOf, type Manuscript, removeRepetition, render, shorten } from './manuscript.ts'
import { findPlace, shortened } from './place.ts'
import { keepWhatHolds, wordLimit } from './prose.ts'
import { revise } from './revise.ts'
import { isSummary, summarise } from './summary.ts'

const passageSchema = z.object({ passage: z.string() })

/** Puts the sections together as the deliverable, or revises the last version as reviewers asked; hands in one Markdown document. */
export const editor: Craft = async (job, bench) => {
  const inputs = job.inputs.read.filter((input) => !isReview(input))
  const pool = poolOf(inputs)
  const comments = commentsOf(job)
  if (comments.length === 0 && isSummary(inputs)) return summarise(job, inputs)
  const manuscript = begin(job, inputs, pool)
  if (manuscript.chapters.length === 0) return fromBriefAlone(job, job.goal.title, pool)
  const openHeading = requireSections(job, manuscript)
  const repeated = removeRepetition(manuscript)
  await bench.say('action', `Put ${manuscript.chapters.length} sections together, ${repeated} repetitions removed`, 0.3)
  // A version that was sent back has been through this already.
  if (job.inputs.sentBack.length === 0) {
    for (const finding of findShapes(inputs, findingSchema)) takeUp(manuscript, finding.value, pool)
    takeUpUnknowns(manuscript, pool)
    for (const line of unreadLines(job)) manuscript.open.push({ text: line, refs: [] })
  }
  for (const [index, comment] of comments.entries()) {
    const share = 0.3 + (0.6 * index) / comments.length
    await bench.say('action', `Answering comment ${index + 1} of ${comments.length}`, share)
    const done = (await rewrite(job, bench, manuscript, comment, pool)) ?? revise(manuscript, comment, pool, inputs)
    const about = comment.quote ? `, on “${shortened(comment.quote)}”` : ''
    manuscript.changes.push({ asked: `“${shortened(comment.body, 30)}”${about}`, done })
  }
  const limit = wordLimit(questionOf(job))
  manuscript.lead = leadOf(job, manuscript)
  const cut = limit === null ? 0 : keepTo(limit, manuscript, openHeading)
  const { markdown, cited } = render(manuscript, openHeading)
  const words = countWords(markdown)
  const notes = [
    ...(limit !== null && words > limit
      ? [`It has ${words} words; ${limit} cannot be kept without losing whole sections.`]
      : []),
    ...(repeated > 0 ? [`${repeated} repeated statements removed.`] : []),
    ...(cut > 0 ? [`${cut} statements cut to keep to ${limit} words.`] : []),
  ]
  const answers = manuscript.changes
    .slice(0, comments.length)
    .map(({ asked, done }, index) => `Comment ${index + 1} (${asked}): ${done}.`)
  return {
    response: [`${manuscript.title}: ${manuscript.chapters.length} sections.`, ...notes, ...answers].join(' '),
    artifact: artifactOf(job, job.goal.title, markdown),
    sources: cited.map(({ claim, note }) => ({ ...citationOf(note), claim })),
  }
}

/** Words that telling of what was left out takes. */
const wordsToTell = 20

/** Keeps a document to its limit; in one that a reviewer has read, what goes is told of. */
function keepTo(limit: number, manuscript: Manuscript, openHeading: string): number {
  if (manuscript.changes.length === 0) return shorten(manuscript, limit, openHeading)
  const over = countWords(render(manuscript, openHeading).markdown) > limit
  const cut = over ? shorten(manuscript, limit - wordsToTell, openHeading) : 0
  if (cut > 0)
    manuscript.changes.push({
      asked: `To keep to ${limit} words`,
      done: `${cut} ${cut === 1 ? 'sentence was' : 'sentences were'} left out at the ends of the longest sections`,
    })
  return cut
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
