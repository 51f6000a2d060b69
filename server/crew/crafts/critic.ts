import * as z from 'zod'
import { artifactOf, type Craft, type Job, questionOf, unreadLines } from '../craft.ts'
import {
  citationOf,
  type Finding,
  type Note,
  readNotes,
  type Section,
  sourceLabel,
  splitStatements,
  statementOf,
} from '../notes.ts'
import { findDisagreements, quantitiesIn } from '../text/quantities.ts'
import { comparable, onOneLine } from '../text/sentences.ts'
import { countWords, shared, termOf, termsOf, wordsOf } from '../text/terms.ts'
import { fromBriefAlone } from './brief-alone.ts'
import { draftsOf } from './drafts.ts'
import { citedStatements, wordLimit } from './prose.ts'

const adviceSchema = z.object({
  findings: z.array(
    z.object({ severity: z.enum(['major', 'minor']), text: z.string().min(10), where: z.string(), quote: z.string() }),
  ),
})
const role =
  'You are a critic. Name what is wrong or missing in the draft, measured by the task and the goal: claims the sources do not carry, contradictions, gaps. Quote the words of the draft each finding is about.'

/** Judges a draft against the brief and the acceptance criteria; hands in Markdown and `{findings, verdict}`. */
export const critic: Craft = async (job, bench) => {
  const sections = draftsOf(job.inputs.read)
  const notes = readNotes(job.inputs.read)
  if (sections.length === 0 && notes.length === 0) return fromBriefAlone(job, 'Review')
  await bench.say('thought', `Reading ${sections.length} sections against ${job.goal.acceptance.length} criteria`, 0.2)
  const advice = await bench.ask?.(role, job, adviceSchema)
  const draft = comparable(sections.map(({ text }) => text).join('\n'))
  const advised = (advice?.findings ?? []).filter(({ quote }) => quote === '' || draft.includes(comparable(quote)))
  const findings: Finding[] = [
    ...disagreements(notes, sections),
    ...duplicates(sections),
    ...(sections.length > 0 ? [...uncovered(job, sections), ...unsourced(sections), ...tooLong(job, sections)] : []),
    ...advised,
  ]
  const verdict = findings.some(({ severity }) => severity === 'major') ? 'needs work' : 'ready'
  await bench.say('action', `${findings.length} findings: ${verdict}`, 0.9)
  return {
    response: [`${findings.length} findings; verdict: ${verdict}.`, ...unreadLines(job)].join(' '),
    artifact: artifactOf(job, 'Review', markdownOf(job, findings, verdict, readingOf(sections, notes)), {
      findings,
      verdict,
    }),
    sources: [...findings.flatMap((finding) => finding.notes ?? []), ...lookedUp(sections, notes)].map(citationOf),
  }
}

/** At most so many of the notes that were read are cited. */
const mostCited = 20

/** What was read is what a verdict rests on, also when nothing was found: the notes that the draft cites, else all of them. */
function lookedUp(sections: readonly Section[], notes: readonly Note[]): Note[] {
  const cited = sections.flatMap(({ citations }) => citations)
  return (cited.length > 0 ? cited : [...notes]).slice(0, mostCited)
}

/** One line on how much was read: a verdict without it could as well be a guess. */
function readingOf(sections: readonly Section[], notes: readonly Note[]): string {
  const statements = sections.flatMap(({ text }) => citedStatements(text)).length
  const of = (n: number, one: string) => `${n} ${one}${n === 1 ? '' : 's'}`
  return `Read: ${of(sections.length, 'section')} with ${of(statements, 'cited statement')}, beside ${of(notes.length, 'note')} on the sources.`
}

/** Numbers on which two sources disagree; a draft that already says so makes it a minor point, not a settled one. */
function disagreements(notes: readonly Note[], sections: readonly Section[]): Finding[] {
  const said = notes.map((note) => ({ text: statementOf(note), from: note.sourceName }))
  return findDisagreements(said).flatMap(({ a, b, written }) => {
    const [one, other] = [notes[a], notes[b]]
    if (!one || !other) return []
    const told = sections.find(
      ({ text }) => /do(es)? not agree|disagree/i.test(text) && written.every((number) => text.includes(number)),
    )
    const places = told ? [told] : sections.filter(({ text }) => written.some((number) => text.includes(number)))
    const third = notes.find(({ claim }) => claim !== undefined && written.some((number) => claim.includes(number)))
    const settled = third?.claim
      ? `the table supports one of them: ${third.claim}`
      : 'which of them is right is not settled.'
    const text = `${sourceLabel(one.sourceName)} gives ${written[0]} where ${sourceLabel(other.sourceName)} gives ${written[1]}; ${settled}`
    const where = places[0]?.heading ?? 'the notes'
    const quote = statementOf(one)
    return [
      {
        kind: 'disagreement' as const,
        severity: told ? 'minor' : 'major',
        text: text.charAt(0).toUpperCase() + text.slice(1),
        where,
        quote,
        notes: [one, other, ...(third ? [third] : [])],
      },
    ]
  })
}

/** Statements that stand in the draft twice, whatever leads up to them. */
function duplicates(sections: readonly Section[]): Finding[] {
  const seen = new Map<string, string>()
  return sections.flatMap(({ heading, text, citations }) =>
    citedStatements(text).flatMap(({ statement, cites }) => {
      const note = cites.length === 1 ? citations[(cites[0] ?? 0) - 1] : undefined
      const key = comparable(note ? statementOf(note) : statement.replace(/\[\d+\]/g, ''))
      const first = seen.get(key)
      if (first === undefined) seen.set(key, heading)
      if (first === undefined || first === heading) return []
      return [
        {
          kind: 'duplicate' as const,
          severity: 'minor' as const,
          text: `Said already under “${first}”.`,
          where: heading,
          quote: statement,
        },
      ]
    }),
  )
}

/** Criteria of the goal whose words the draft hardly uses. Criteria on sources and length are judged by looking at those. */
function uncovered(job: Job, sections: readonly Section[]): Finding[] {
  const draft = termsOf(sections.map(({ heading, text }) => `${heading} ${text}`).join('\n'))
  return job.goal.acceptance.flatMap((criterion) => {
    if (/\b(source|cite|citation)/i.test(criterion) || wordLimit(criterion) !== null) return []
    const wanted = termsOf(criterion)
    if (wanted.size === 0 || shared(wanted, draft) / wanted.size >= 0.5) return []
    const missing = wordsOf(criterion).filter(
      (word) => wanted.has(termOf(word) ?? '') && !draft.has(termOf(word) ?? ''),
    )
    const text = `The draft hardly speaks to “${criterion}”: nothing on ${[...new Set(missing)].slice(0, 4).join(', ')}.`
    return [{ kind: 'uncovered' as const, severity: 'major' as const, text, where: 'the whole draft', quote: '' }]
  })
}

function unsourced(sections: readonly Section[]): Finding[] {
  return sections.flatMap(({ heading, text }) =>
    text
      .split(/\n{2,}/)
      .filter((paragraph) => !/^\s*([|#>*-]|\d+[.)]\s)/.test(paragraph))
      .flatMap(splitStatements)
      .filter((statement) => quantitiesIn(statement).length > 0 && !/\[\d+\]/.test(statement))
      .map((statement) => ({
        kind: 'unsourced' as const,
        severity: 'minor' as const,
        text: `A figure without a source: “${statement}”`,
        where: heading,
        quote: statement,
      })),
  )
}

function tooLong(job: Job, sections: readonly Section[]): Finding[] {
  const limit = wordLimit(questionOf(job))
  const words = sections.reduce((sum, { heading, text }) => sum + countWords(`${heading} ${text}`), 0)
  if (limit === null || words <= limit) return []
  return [
    {
      kind: 'length',
      severity: 'minor',
      text: `${words} words where at most ${limit} are wanted.`,
      where: 'the whole draft',
      quote: '',
    },
  ]
}

function markdownOf(job: Job, findings: readonly Finding[], verdict: string, reading: string): string {
  const rows = findings.map(({ severity, text, where, quote }) => {
    const about = quote && !text.includes(quote) ? `\n  > ${onOneLine(quote)}` : ''
    return `- **${severity}**, in ${where}: ${text}${about}`
  })
  return [
    `# Review: ${job.goal.title}`,
    `Verdict: **${verdict}**. ${reading}`,
    rows.join('\n') || 'Nothing was found that must be changed.',
  ].join('\n\n')
}
