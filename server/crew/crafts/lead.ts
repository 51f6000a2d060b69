import type { Job } from '../craft.ts'
import { capital, isTableName } from '../notes.ts'
import { hintsFor } from '../text/hints.ts'
import { rank } from '../text/rank.ts'
import { listed } from '../text/terms.ts'
import type { Manuscript, Statement } from './manuscript.ts'
import { counts, wordLimit } from './prose.ts'

/** How many answers the lead gives. */
const most = 3

/** Takes a manuscript; returns the paragraph before its chapters: the shortest answers to what was asked, and what they rest on. */
export function leadOf(job: Job, manuscript: Manuscript): Statement[] {
  const plain = manuscript.chapters.flatMap(({ paragraphs }) => paragraphs.flat()).filter(isPlain)
  if (plain.length < 3) return []
  const statements = plain.filter(standsAlone)
  const criteria = job.goal.acceptance.filter(
    (each) => !/\b(source|cite|citation)/i.test(each) && wordLimit(each) === null,
  )
  const answer = manuscript.opening ?? answerTo(job.goal.title, plain)
  const chosen: Statement[] = answer ? [answer] : []
  for (const criterion of criteria.slice(0, most)) {
    if (chosen.length >= most) break
    const free = statements.filter((each) => !chosen.includes(each))
    const hits = rank(
      free.map(({ text }) => ({ text, heading: '' })),
      `${criterion} ${hintsFor(criterion)}`,
    )
    const best = hits.slice(0, 4).flatMap(({ index }) => free[index] ?? [])[0]
    if (best) chosen.push(best)
  }
  for (const { paragraphs } of manuscript.chapters) {
    const first = paragraphs.flat().find(standsAlone) ?? paragraphs.flat().find(isPlain)
    if (first && chosen.length < most && !chosen.includes(first)) chosen.push(first)
  }
  const disputed = /\bno source here explains the difference\b/
  const inDispute = manuscript.open.filter(({ text }) => disputed.test(text)).length
  const caution =
    inDispute === 0
      ? ''
      : ` On ${inDispute === 1 ? 'one number' : `${inDispute} numbers`} they do not agree; see the end.`
  return [...chosen.map(clipped), { text: `${basis(manuscript)}${caution}`, refs: [] }]
}

/** What the goal asks by its title, answered by the statement that speaks to it most; a "should" by what somebody recommends. */
function answerTo(title: string, statements: readonly Statement[]): Statement | undefined {
  const advised = /^\s*(?:should|ought|shall|whether)\b/i.test(title) ? statements.filter(isAdvice) : []
  const among = advised.length > 0 ? advised : statements
  const hits = rank(
    among.map(({ text }) => ({ text, heading: '' })),
    `${title} ${hintsFor(title)}`,
  )
  const hit = hits.find(({ terms }) => terms.length > 1)
  return hit && among[hit.index]
}

const isAdvice = ({ text }: Statement) =>
  /\b(?:recommends?|advises?|proposes?|suggests?|should|conclude[sd]?)\b/.test(text)

/** A plain statement, which needs none of its neighbours to be understood. */
function isPlain({ text, refs }: Statement): boolean {
  const plain = !/^\s*([|#>*-]|\d+[.)]\s|```)|“|^The sources do not agree/.test(text)
  const leaning =
    /\b(that|this|these|those|such) (?!is\b|are\b|the\b|a\b|they\b|most\b|it\b|people\b)\w+|^(it|they|there)\b/i.test(
      text,
    )
  return plain && !leaning && !elsewhere.test(text) && refs.some(({ note }) => note !== null)
}

/** Words that point at a sentence before. */
const elsewhere = /\b(?:also|even|too|remaining|others?)\b|\b(?:higher|lower|more|less|fewer) among\b/i

/** A plain statement with a number. */
function standsAlone(statement: Statement): boolean {
  return isPlain(statement) && /\d/.test(unattributed(statement.text).replace(notFigures, ''))
}

/** Years, dates and ages. */
const notFigures =
  /\b(?:over|under|above|below|aged) \d+\b|\b(?:19|20)\d\d\b|\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)\b/g

function unattributed(text: string): string {
  return text.replace(/\s*\[\d+\]/g, '').replace(/^According to [^,]+, /, '')
}

/** The first clause that holds a number, or the whole when it is no figure that counts. */
function clipped({ text, refs }: Statement): Statement {
  const said = unattributed(text).replace(/[.\s]+$/, '')
  const ends = [...said.matchAll(/[,;] (?=\D)/g)].map(({ index }) => index)
  const end = ends.find((at) => /\d/.test(said.slice(0, at)) && said.slice(0, at).split(' ').length >= 6) ?? said.length
  return { text: `${capital(said.slice(0, end))} [1].`, refs: refs.slice(0, 1) }
}

function basis({ chapters }: Manuscript): string {
  const names = new Set(
    chapters.flatMap(({ paragraphs }) =>
      paragraphs.flat().flatMap(({ refs }) => refs.flatMap(({ note }) => note?.sourceName ?? [])),
    ),
  )
  const tables = [...names].filter(isTableName).length
  const of = (n: number, one: string) =>
    n === 0 ? [] : [`${(counts[n] ?? String(n)).toLowerCase()} ${one}${n === 1 ? '' : 's'}`]
  return `All of it rests on ${listed([...of(names.size - tables, 'document'), ...of(tables, 'table')])}, named at the end.`
}
