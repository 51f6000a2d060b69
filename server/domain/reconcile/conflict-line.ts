import type { Position } from '../conflict.ts'

/**
 * One contradiction as a line of Markdown: each value once, with who says it and the words of the first. `whoSays` names
 * what stands behind a position: an agent, or the task that it comes from.
 */
export function conflictLine(
  subject: string,
  positions: readonly Position[],
  whoSays: (position: Position) => string,
): string {
  const byValue = new Map<string, { names: Set<string>; quote: string }>()
  for (const position of positions) {
    const said = byValue.get(position.value) ?? { names: new Set(), quote: position.quote }
    byValue.set(position.value, said)
    said.names.add(whoSays(position))
  }
  const values = [...byValue].map(([value, { names, quote }]) => {
    const stated = cutAtWords(plainWords(value), longestValue)
    const words = cutAtWords(plainWords(quotedPart(quote)), longestQuote)
    return `**${stated}** (${listed([...names])}${words === stated ? '' : `: “${words}”`})`
  })
  return `- ${cutAtWords(plainWords(subject), longestValue)}: ${values.join(' or ')}`
}

const mostNames = 3
function listed(names: readonly string[]): string {
  const more = names.length - mostNames
  return names.slice(0, mostNames).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

// A note quotes its source and goes on about it: the source's own words are what counts.
const quotedPart = (text: string): string => /^[\s>*_-]*["“„]+([^"“”„]{12,})["”]/.exec(text)?.[1] ?? text

export const longestValue = 80
export const longestQuote = 140

/** Quoted Markdown as words on one line: no marks, no quotation marks around it, single ones inside. */
export const plainWords = (markdown: string): string =>
  markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[\^?[\d, ]+\]/g, '')
    .replace(/^[\s>]*(?:#{1,6}\s+|[-*+]\s+|\d{1,2}[.)]\s+)?/gm, '')
    .replace(/[*`|]+|(?<![\p{L}\d])_+|_+(?![\p{L}\d])/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[.,;:!?])/g, '')
    .replace(/^[\s"“”„]+|[\s"“”„]+$/g, '')
    .replace(/(^|[\s(])["“„]+/g, '$1‘')
    .replace(/["“”„]+/g, '’')

/** At most `width` characters, ending with a whole word and an ellipsis where something is left out. */
export function cutAtWords(text: string, width: number): string {
  if (text.length <= width) return text
  const kept = text.slice(0, width)
  const space = kept.lastIndexOf(' ')
  return `${(space > width / 2 ? kept.slice(0, space) : kept.slice(0, width - 1)).replace(/[\s,;:–-]+$/, '')} …`
}
