import { type Anchor, findAnchor, makeAnchor } from '../../server/domain/text/anchor.ts'

/**
 * The anchor of a stretch that was picked in the rendered text: in the words of the source where it can be found there
 * (markup may stand between them), since that is the text of which versions are made; else in the words seen.
 */
export function anchorOf(rendered: string, source: string | null, start: number, end: number): Anchor {
  const seen = makeAnchor(rendered, start, end)
  if (source === null || source === rendered) return seen
  const found = findAnchor(source, seen)
  return found ? makeAnchor(source, found.start, found.end) : seen
}

/** The same words without the marks of markdown, as a reader sees them. */
export const plainWords = (quote: string): string =>
  quote
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(^|\n)\s{0,3}(#{1,6}\s+|>\s?|[-*+]\s+)/g, '$1')
    .replace(/(\*\*|__|`)/g, '')
    .trim()
