import { diffArrays } from 'diff'

// Cuts words as people see them: `3.9` is one, and so is each word of a script without spaces.
const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

function words(text: string): string[] {
  return Array.from(segmenter.segment(text), (piece) => piece.segment)
}

export type DiffPart = { kind: 'same' | 'add' | 'del'; text: string }

/** Takes two texts, returns what stayed, came and went, word by word. Costs grow with the changes: over some 50,000 words do it on the server. */
export function wordDiff(before: string, after: string): DiffPart[] {
  return diffArrays(words(before), words(after)).map((change) => ({
    kind: change.added ? 'add' : change.removed ? 'del' : 'same',
    text: change.value.join(''),
  }))
}

/** Takes the parts of a diff, returns how many words came and went. */
export function countWords(parts: readonly DiffPart[]): { added: number; removed: number } {
  const count = (kind: DiffPart['kind']) =>
    parts.filter((part) => part.kind === kind).reduce((sum, part) => sum + (part.text.match(/\S+/g)?.length ?? 0), 0)
  return { added: count('add'), removed: count('del') }
}

/** Takes an unchanged stretch, returns its first and last paragraphs and how many words are folded between; null when it is short. */
export function foldSame(text: string, keep = 160): { head: string; tail: string; words: number } | null {
  if (text.length < keep * 3) return null
  const headEnd = text.indexOf(' ', keep)
  const tailStart = text.lastIndexOf(' ', text.length - keep)
  if (headEnd < 0 || tailStart <= headEnd) return null
  const middle = text.slice(headEnd, tailStart)
  return { head: text.slice(0, headEnd), tail: text.slice(tailStart), words: middle.match(/\S+/g)?.length ?? 0 }
}
