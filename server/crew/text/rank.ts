import MiniSearch from 'minisearch'
import { termOf, wordsOf } from './terms.ts'

export type Ranked = { index: number; score: number; terms: string[] }

/**
 * Takes pieces of text with their headings and a question; returns those that match it, best first, by BM25+ over stems
 * (MiniSearch), each with the stems that matched. A heading counts half as much as the words themselves.
 */
export function rank(pieces: readonly { text: string; heading: string }[], question: string): Ranked[] {
  const index = new MiniSearch<{ id: number; text: string; heading: string }>({
    fields: ['text', 'heading'],
    tokenize: wordsOf,
    processTerm: termOf,
  })
  index.addAll(pieces.map(({ text, heading }, id) => ({ id, text, heading })))
  return index
    .search(question, { boost: { heading: 0.5 } })
    .map(({ id, score, terms }) => ({ index: Number(id), score, terms }))
    .sort((a, b) => b.score - a.score || a.index - b.index)
}
