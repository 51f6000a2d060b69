import { comparable, onOneLine } from '../text/sentences.ts'
import { overlap, termsOf, wordsOf } from '../text/terms.ts'
import type { Chapter, Manuscript, Statement } from './manuscript.ts'

/** Where a comment points: one statement, or nowhere when it is about the whole. */
export type Place = { chapter: Chapter; paragraph: Statement[]; index: number; statement: Statement }

/** Takes a quoted passage; returns the statement it is in, or the one that shares most of its words. */
export function findPlace({ chapters }: Manuscript, quote: string): Place | null {
  const wanted = plain(quote)
  const terms = termsOf(quote)
  const figures = wanted.match(/\d[\d,.]*\d|\d/g) ?? []
  let best: { place: Place; score: number } | null = null
  for (const chapter of chapters) {
    for (const paragraph of chapter.paragraphs) {
      for (const [index, statement] of paragraph.entries()) {
        const said = plain(statement.text)
        const place = { chapter, paragraph, index, statement }
        if (said.includes(wanted)) return place
        const score = wanted.includes(said) ? 1 : overlap(terms, termsOf(said))
        if (score >= 0.8 && figures.every((figure) => said.includes(figure)) && score > (best?.score ?? 0))
          best = { place, score }
      }
    }
  }
  return best?.place ?? null
}

function plain(text: string): string {
  return onOneLine(comparable(text.replace(/\s*\[\d+\]/g, '')))
}

/** Takes words; returns the first of them, on one line. */
export function shortened(text: string, most = 12): string {
  const line = onOneLine(text)
  return wordsOf(line).length > most ? `${line.split(' ').slice(0, most).join(' ')} …` : line
}
