import type { Input } from '../inputs.ts'
import { capital, type Note, sourceLabel, statementOf } from '../notes.ts'
import { quantitiesIn } from '../text/quantities.ts'
import { rank } from '../text/rank.ts'
import { shared, termsOf } from '../text/terms.ts'
import type { Comment } from './comments.ts'
import { leaveOut } from './leave-out.ts'
import { homeOf, labelOf, type Manuscript, type Statement, unused } from './manuscript.ts'
import { findPlace, type Place, shortened } from './place.ts'
import { stated } from './prose.ts'
import { askTables } from './table-answer.ts'

const asks = {
  reword: /\b(?:replace|reword|change|should (?:read|say|be)|write)\b[^“"]{0,40}[“"]([^”"]+)[”"]/i,
  remove:
    /\b(remove|delete|drop|strike|omit|take (this |it )?out|leave (this |it |that )?(out|away)|get rid of|cut this|not needed|unnecessary|irrelevant|too much detail)\b/i,
  first:
    /\b(?:(?:in|to|at|as) the (?:very )?(?:first (?:paragraph|sentence|line)|top|start|beginning|lead|opening|summary|introduction)|up front|first of all|start with|open with)\b/i,
  shorten: /\b(short(er|en)?|too long|trim|condense|tighten|cut|brief(er)?|concise)\b/i,
  source:
    /\b(cite|sources?|sourced|citation|reference|evidence|prove|instead of|rather than|according to|where (is|does) this)\b/i,
  add: /\b(add|mention|include|expand|explain|missing|what about|say more|more (on|about|detail)|also)\b/i,
}

/** Takes a manuscript, a reviewer's comment, all notes and the inputs there are; changes the manuscript and returns what was done, in words. */
export function revise(
  manuscript: Manuscript,
  comment: Comment,
  pool: readonly Note[],
  inputs: readonly Input[] = [],
): string {
  const place = comment.quote ? findPlace(manuscript, comment.quote) : null
  if (comment.quote && !place) return leaveOpen(manuscript, comment, 'the passage is no longer in the text')
  const { body } = comment
  const wording = asks.reword.exec(body)?.[1]
  if (place && wording) return reword(place, comment, wording)
  if (place && asks.remove.test(body)) return remove(place)
  const out = place ? null : leaveOut(manuscript, body)
  if (out) {
    const done = out.done ?? leaveOpen(manuscript, comment, 'nothing in the text speaks of it')
    // What else it says is answered after.
    if (termsOf(wantedIn(out.rest)).size < 2) return done
    return `${done}; ${revise(manuscript, { ...comment, body: out.rest }, pool, inputs)}`
  }
  if (asks.source.test(body) && place) return resource(manuscript, comment, place, pool)
  if (asks.shorten.test(body)) return place ? shortenAt(place) : shortenAll(manuscript)
  const about = place?.statement.refs.flatMap(({ note }) => note ?? []) ?? []
  const figure = askTables(body, about, inputs)
  if (figure && unused(manuscript, [figure]).length > 0) return addFigure(manuscript, place, figure)
  if (!place && asks.first.test(body)) return sayFirst(manuscript, comment, pool)
  return strengthen(manuscript, comment, place, pool)
}

/** Words of a comment that praise the work or point at a place in it: they say nothing about what is wanted. */
const besides =
  /\b(?:good|great|nice|fine|well done|start|work|thanks?|thank you|please|also|tell|say|whether|first|paragraph|sentence|section|top|beginning|opening|lead|summary)\b/gi

const wantedIn = (body: string) => body.replace(besides, ' ')

function addFigure(manuscript: Manuscript, place: Place | null, figure: Note): string {
  const added: Statement = { text: stated(figure), refs: [{ label: labelOf(figure), note: figure }], kept: true }
  if (place) place.paragraph.splice(place.index + 1, 0, added)
  else homeOf(manuscript, figure)?.paragraphs.push([added])
  return `answered from ${sourceLabel(figure.sourceName)} (${figure.locator})`
}

/** Puts what speaks most to the comment where the document begins. */
function sayFirst(manuscript: Manuscript, comment: Comment, pool: readonly Note[]): string {
  const asked = wantedIn(comment.body)
  const advice = /\bshould\b/i.test(comment.body) ? ' recommends recommend proposes' : ''
  const hits = rank(
    pool.map((note) => ({ text: statementOf(note), heading: note.heading })),
    `${asked}${advice}`,
  )
  const enough = Math.min(2, termsOf(asked).size)
  const hit = hits.find(({ terms }) => terms.length >= enough)
  const note = hit && pool[hit.index]
  if (!note) return leaveOpen(manuscript, comment, 'the material at hand says nothing about it')
  manuscript.opening = { text: stated(note), refs: [{ label: labelOf(note), note }], kept: true }
  return `now said in the first paragraph, after ${sourceLabel(note.sourceName)} (${note.locator})`
}

function reword({ paragraph, index, statement }: Place, { quote }: Comment, wording: string): string {
  const text = statement.text.includes(quote)
    ? statement.text.replace(quote, () => wording)
    : withMarks(wording, statement)
  paragraph[index] = { ...statement, text, kept: true }
  return 'worded as you wrote'
}

function remove({ paragraph, index }: Place): string {
  paragraph.splice(index, 1)
  return 'removed'
}

/** Another source was asked for: the passage is replaced by what the wanted source says, or backed up, or its weakness is named. */
function resource(
  manuscript: Manuscript,
  comment: Comment,
  { paragraph, index, statement }: Place,
  pool: readonly Note[],
): string {
  const [wantedWords = '', ...unwantedWords] = comment.body.split(/\b(?:not|instead of|rather than|and no)\b/i)
  const names = [...new Set(pool.map((note) => note.sourceName))]
  const named = (words: string) =>
    names.filter((name) => shared(termsOf(name.replace(/[-_.\d]/g, ' ')), termsOf(words)) > 0)
  const unwanted = named(unwantedWords.join(' '))
  const wanted = named(wantedWords).filter((name) => !unwanted.includes(name))
  const cited = statement.refs.flatMap(({ note }) => (note ? [note.sourceName] : []))
  const others = pool.filter(({ sourceName }) =>
    (wanted.length > 0 ? wanted : names.filter((name) => !cited.includes(name) && !unwanted.includes(name))).includes(
      sourceName,
    ),
  )
  // A source was named that is not here: nothing else may stand in for it.
  const absent = wanted.length === 0 && namesSomething(wantedWords, unwantedWords.length > 0)
  // A second source must not say another number; a source asked for by name may, and then it replaces the first.
  const fit = wanted.length > 0 ? others : others.filter((other) => !contradicts(statement, other))
  const note = absent ? undefined : likest(statement, fit)
  if (!note) {
    const label = statement.refs[0] ? sourceLabel(statement.refs[0].note?.sourceName ?? statement.refs[0].label) : null
    const hedge = label ? ` This rests on ${label} alone.` : ' No source is given for this.'
    if (!statement.text.endsWith(hedge))
      paragraph[index] = { ...statement, text: `${statement.text}${hedge}`, kept: true }
    return leaveOpen(
      manuscript,
      comment,
      'no such source at hand speaks to it, so the passage now says on whose word it rests',
    )
  }
  const [label, ref] = [sourceLabel(note.sourceName), { label: labelOf(note), note }]
  const stands = unused(manuscript, [note]).length === 0
  if (wanted.length > 0 || unwanted.length > 0) {
    paragraph.splice(index, 1, ...(stands ? [] : [quoting(note)]))
    return stands
      ? `taken out; what ${label} says on it stands in the text already`
      : `replaced with what ${label} says (${note.locator})`
  }
  if (stands)
    paragraph[index] = {
      text: `${statement.text} (see also [${statement.refs.length + 1}])`,
      refs: [...statement.refs, ref],
    }
  else paragraph.splice(index + 1, 0, quoting(note))
  return `backed up with ${label} (${note.locator})`
}

function shortenAt({ chapter, paragraph, index }: Place): string {
  if (paragraph.length === 1) {
    chapter.paragraphs = chapter.paragraphs.filter((each) => each !== paragraph)
    return 'shortened: the passage was one sentence, it is left out'
  }
  const keep = Math.ceil(paragraph.length / 2)
  // The passage itself stays when it can; what follows or surrounds it goes.
  const from = Math.min(index, paragraph.length - keep)
  const removed = paragraph.length - keep
  paragraph.splice(0, paragraph.length, ...paragraph.slice(from, from + keep))
  return `shortened by ${removed} ${removed === 1 ? 'sentence' : 'sentences'}`
}

function shortenAll({ chapters }: Manuscript): string {
  let removed = 0
  for (const chapter of chapters) {
    for (const paragraph of chapter.paragraphs) {
      const away = Math.floor(paragraph.length / 3)
      paragraph.splice(paragraph.length - away, away)
      removed += away
    }
  }
  return removed > 0 ? `shortened by ${removed} sentences` : 'nothing could be left out without losing a whole section'
}

/** Adds the note that speaks most to the comment, beside the passage or in the chapter it fits best. */
function strengthen(manuscript: Manuscript, comment: Comment, place: Place | null, pool: readonly Note[]): string {
  const free = unused(manuscript, pool)
  const asked = termsOf(wantedIn(comment.body))
  const hit = rank(
    free.map((note) => ({ text: statementOf(note), heading: note.heading })),
    wantedIn(comment.body),
  )[0]
  const note = hit ? free[hit.index] : undefined
  // One word in common is enough only where more was asked for on just that.
  const enough = asks.add.test(comment.body) ? Math.min(2, asked.size) : 2
  const fits = note && shared(asked, termsOf(`${statementOf(note)} ${note.heading}`)) >= enough
  // What a reviewer asks about stays, however short the text must be.
  if (place) place.paragraph[place.index] = { ...place.statement, kept: true }
  if (!note || !fits) {
    return leaveOpen(manuscript, comment, 'the material at hand says nothing about it')
  }
  const added = quoting(note)
  if (place) place.paragraph.splice(place.index + 1, 0, added)
  else homeOf(manuscript, note)?.paragraphs.push([added])
  return `added what ${sourceLabel(note.sourceName)} says (${note.locator})`
}

function leaveOpen(manuscript: Manuscript, { quote, body }: Comment, why: string): string {
  const about = quote ? ` on “${shortened(quote)}”` : ''
  manuscript.open.push({
    text: `Asked in review${about}: “${shortened(body, 30)}” The material at hand does not settle it.`,
    refs: [],
  })
  return `left open and listed as not known: ${why}`
}

/** Takes a note; returns a statement that quotes it. */
export function quoting(note: Note): Statement {
  const text = note.claim
    ? `${note.claim} [1]`
    : `${capital(sourceLabel(note.sourceName))} says: “${statementOf(note)}” [1]`
  return { text, refs: [{ label: labelOf(note), note }], kept: true }
}

const anySource = termsOf(
  'need needs second third another other better stronger please add give provide source sources cite citation quote quoted reference evidence claim passage original primary official proper real',
)

/** Whether words such as "cite Eurostat" name a source, rather than ask for any ("needs a second source"). */
function namesSomething(words: string, instead: boolean): boolean {
  const named = /\b(?:cite|quote|use|according to)\b(.*)/is.exec(words)?.[1] ?? (instead ? words : '')
  return [...termsOf(named)].some((term) => !anySource.has(term))
}

/** Whether a note gives another number for what a statement counts in the same unit and year. */
function contradicts(statement: Statement, note: Note): boolean {
  const own = quantitiesIn(statement.text.replace(/\[\d+\]/g, ''))
  const others = quantitiesIn(statementOf(note))
  const alike = own.flatMap((one) =>
    others.filter((two) => two.unit === one.unit && two.year === one.year).map((two) => [one, two]),
  )
  return alike.length > 0 && alike.every(([one, two]) => one?.value !== two?.value)
}

/** The note that says most nearly what a statement says; undefined when none has a third of its words. */
function likest({ text, refs }: Statement, pool: readonly Note[]): Note | undefined {
  const own = refs.flatMap(({ note }) => (note ? [statementOf(note)] : []))
  const topics = (words: string) => new Set([...termsOf(words)].filter((term) => !/^\d+$/.test(term)))
  const terms = topics(own.length > 0 ? own.join(' ') : text)
  const scored = pool
    .filter((note) => !own.includes(statementOf(note)))
    .map((note) => ({ note, score: shared(terms, topics(statementOf(note))) }))
  return scored.filter(({ score }) => score >= 3 || score * 3 >= terms.size).sort((a, b) => b.score - a.score)[0]?.note
}

function withMarks(wording: string, statement: Statement): string {
  return `${wording}${statement.refs.map((_, index) => ` [${index + 1}]`).join('')}`
}
