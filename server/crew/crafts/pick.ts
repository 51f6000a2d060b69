import type { Input } from '../inputs.ts'
import type { Note } from '../notes.ts'
import { hintsFor, saysUnknown } from '../text/hints.ts'
import { rank } from '../text/rank.ts'
import { quotable, readDocument, type Sentence, saysSomething, wordsSeen } from '../text/sentences.ts'
import { listed, overlap, termOf, termsOf, wordsOf } from '../text/terms.ts'
import { numericColumns, readTable } from './table.ts'

/** Sentences that cannot be understood without the one before. */
const leans =
  /^(it|they|this|that|these|those|he|she|but|and|or|so|then|(?:two|three|some|most|all|both) of (?:them|those|these))\b|\b(therefore|however|thus|hence)\b|\bwhy[,.]|\b(?:that|this) (?:money|sum|share|number|amount|figure)\b/i
/** A sentence that sends its reader elsewhere, or says whose the document is, says nothing about its subject. */
const asksReader =
  /^(?:then, )?(?:please |and please |to get started|to learn more|for (?:more|details|further)|see |read |follow |install |visit |check |click |become |join |star |open |download |copyright\b|©)/i
/** Words that somebody meant to replace: not fit to be quoted. */
const unfinished =
  /\b(?:TO-?DO|FIXME|TBD|TBC|XXX+)\b|lorem ipsum|\[(?:insert|add|your|fill in|placeholder|to be)\b|\bto be (?:determined|written|filled in)\b/i

/** Takes a document and a question; returns up to 14 notes on it in reading order, none of them much like another. */
export function pickNotes(document: Input, question: string): Note[] {
  const { sentences } = readDocument(document.text, document.mediaType)
  const asked = new Map(wordsOf(question).map((word) => [termOf(word), word.toLowerCase()]))
  const wanted = Math.min(14, Math.max(3, Math.ceil(sentences.length * 0.45)))
  const scores = weigh(sentences, question)
  const chosen = new Map<number, { sentence: Sentence; terms: Set<string>; why: string }>()
  // The first pass keeps one topic from taking every place; the second fills what is left.
  const perHeading = Math.ceil(wanted / Math.max(1, new Set(sentences.map(({ heading }) => heading)).size)) + 1
  for (const limit of [perHeading, wanted]) {
    for (const { index, terms: matched } of scores) {
      const sentence = sentences[index]
      if (chosen.size === wanted || !sentence || chosen.has(index) || !saysSomething(sentence)) continue
      const said = wordsSeen(sentence)
      if (unfinished.test(said) || asksReader.test(said)) continue
      const terms = termsOf(said)
      const taken = [...chosen.values()]
      if (taken.filter((other) => other.sentence.heading === sentence.heading).length >= limit) continue
      if (taken.some((other) => overlap(other.terms, terms) > 0.7)) continue
      const words = [...new Set(matched.flatMap((term) => asked.get(term) ?? []))]
      chosen.set(index, { sentence, terms, why: reason(words, said) })
    }
  }
  const notes = [...chosen.entries()]
    .sort(([a], [b]) => a - b)
    .map(([index, { why }]) => noteAt(document, sentences, index, why))
  return withoutRepeats(notes)
}

/** Takes notes; returns them without those whose words stand in another one of the same source. */
export function withoutRepeats(notes: readonly Note[]): Note[] {
  const within = (note: Note, other: Note) =>
    other !== note &&
    other.sourceId === note.sourceId &&
    !note.claim &&
    other.quote.length > note.quote.length &&
    other.quote.includes(note.quote)
  return notes.filter((note) => !notes.some((other) => within(note, other)))
}

/** Takes a document, its sentences and the index of one; returns the note that quotes it. */
export function noteAt(document: Input, sentences: readonly Sentence[], index: number, why: string): Note {
  const sentence = withItsSupport(document.text, sentences, index)
  return { ...quoteOf(document, sentence), why, heading: sentences[index]?.heading ?? '' }
}

/** Takes a document and a sentence of it; returns the note that quotes it, without a reason. */
export function quoteOf(document: Input, { text, words, line, heading }: Sentence): Note {
  const place = { locator: `line ${line}`, sourceId: document.id, sourceName: document.name }
  return { quote: quotable(text), why: '', heading, ...place, ...(words === undefined ? {} : { words }) }
}

/** A sentence or, when it leans on the one before it in the same paragraph, both as one verbatim piece. */
function withItsSupport(document: string, sentences: readonly Sentence[], index: number): Sentence {
  const [before, sentence] = [sentences[index - 1], sentences[index] ?? { text: '', line: 1, heading: '' }]
  if (!before || !leans.test(wordsSeen(sentence)) || before.heading !== sentence.heading) return sentence
  const start = document.indexOf(before.text)
  const gap = /^\s+/.exec(document.slice(start + before.text.length))?.[0] ?? '\n\n'
  const both = document.slice(start, start + before.text.length + gap.length + sentence.text.length)
  const joined = start >= 0 && !/\n\s*\n/.test(gap) && both.endsWith(sentence.text) && both.length <= 600
  if (!joined) return sentence
  const seen = before.words ?? sentence.words
  const words = seen === undefined ? {} : { words: `${wordsSeen(before)} ${wordsSeen(sentence)}` }
  return { text: both, line: before.line, heading: sentence.heading, ...words }
}

/** Sentences by how well they answer the question, then by how much they carry the source's own topics; figures count more. */
function weigh(sentences: readonly Sentence[], question: string) {
  const pieces = sentences.map((sentence) => ({ text: wordsSeen(sentence), heading: sentence.heading }))
  const central = new Map(rank(pieces, topics(pieces)).map((hit) => [hit.index, hit.score]))
  const asked = new Map(rank(pieces, question).map((hit) => [hit.index, hit]))
  const hinted = new Map(rank(pieces, hintsFor(question)).map((hit) => [hit.index, hit.score]))
  const topHinted = Math.max(1e-9, ...hinted.values())
  const topAsked = Math.max(1e-9, ...[...asked.values()].map(({ score }) => score))
  const topCentral = Math.max(1e-9, ...central.values())
  const headed = sentences.some(({ heading }) => heading)
  return pieces
    .map((sentence, index) => {
      const answer =
        (asked.get(index)?.score ?? 0) / topAsked +
        (0.5 * (central.get(index) ?? 0)) / topCentral +
        (0.5 * (hinted.get(index) ?? 0)) / topHinted
      const figure = /\d/.test(sentence.text) ? 1.25 : 1
      // Lines above the first heading are dates and names of authors; "It", "They" and the like lean on the sentence before.
      const frontMatter = headed && !sentence.heading ? 0.3 : 1
      const leaning = leans.test(sentence.text) ? 0.7 : 1
      const unknown = saysUnknown.test(sentence.text) ? 1.4 : 1
      return {
        index,
        score: answer * figure * frontMatter * leaning * unknown,
        terms: asked.get(index)?.terms ?? [],
      }
    })
    .sort((a, b) => b.score - a.score || a.index - b.index)
}

/** The 20 words a document uses most. */
function topics(pieces: readonly { text: string }[]): string {
  const counts = new Map<string, number>()
  for (const word of wordsOf(pieces.map(({ text }) => text).join('\n')))
    if (termOf(word)) counts.set(word, (counts.get(word) ?? 0) + 1)
  const most = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 20)
  return most.map(([word]) => word).join(' ')
}

/** Asked for, but no topic. */
const everyday = /^(?:made?|making|told|tells?|reports?|claims?|sources?|every|keeps?|works?|takes?|happens?|pages?)$/i

function reason(asked: string[], text: string): string {
  const plain = asked.filter((word) => !/^\d+$/.test(word) && !everyday.test(word))
  const words = plain.slice(0, 3)
  const about = words.length > 0 ? `speaks of ${listed(words)}` : 'carries a main topic of this source'
  return /\d/.test(text) ? `${about}, with a figure` : about
}

/** Takes a table as an input; returns notes on its highest values, each quoting one cell, for agents that only read notes. */
export function tableNotes(input: Input): Note[] {
  const table = readTable(input.text)
  return numericColumns(table).flatMap(({ name, values }) => {
    const top = values.reduce((best, each) => (each.value > best.value ? each : best))
    const label = table.rows.find(({ number }) => number === top.row)?.cells[0] ?? `row ${top.row}`
    const claim = `Of the ${values.length} rows of ${input.name}, ${label} has the highest ${name.replaceAll('_', ' ')}: ${top.value.toLocaleString('en')}.`
    const locator = `row ${top.row} column ${name}`
    return [
      {
        quote: top.cell,
        why: `the highest ${name}`,
        locator,
        sourceId: input.id,
        sourceName: input.name,
        heading: 'Figures',
        claim,
      },
    ]
  })
}
