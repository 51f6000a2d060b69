import { nearestWords } from './nearest-words.ts'

/** Where a comment hangs: the quoted words and up to 32 characters on either side (a W3C text-quote selector). */
export type Anchor = { quote: string; prefix: string; suffix: string }

/** A range of a text; exact: words and surroundings the same, moved: the words stand, fuzzy: the words were changed. */
export type Found = { start: number; end: number; how: 'exact' | 'moved' | 'fuzzy' }

const context = 32

/** The anchor of a range; offsets in UTF-16 units, put in order and into the text, never inside a surrogate pair. */
export function makeAnchor(text: string, start: number, end: number): Anchor {
  const inside = (offset: number) => Math.min(Math.max(0, Math.trunc(offset) || 0), text.length)
  const from = wholeCharacter(text, Math.min(inside(start), inside(end)), -1)
  const to = wholeCharacter(text, Math.max(inside(start), inside(end)), 1)
  return {
    quote: text.slice(from, to),
    prefix: text.slice(wholeCharacter(text, Math.max(0, from - context), 1), from),
    suffix: text.slice(to, wholeCharacter(text, Math.min(text.length, to + context), -1)),
  }
}

/** Finds an anchor in another version of its text; null when the words are gone. Linear in the text. */
export function findAnchor(text: string, anchor: Anchor): Found | null {
  const { quote, prefix, suffix } = anchor
  if (quote === '') return null
  const exact = text.indexOf(prefix + quote + suffix)
  if (exact !== -1) return rangeOf(exact + prefix.length, quote.length, 'exact')
  const moved = bestOccurrence(text, anchor)
  if (moved !== null) return rangeOf(moved, quote.length, 'moved')
  const between = betweenContext(text, anchor)
  if (between) return { ...between, how: 'fuzzy' }
  const near = nearestWords(text, quote)
  return near && { ...near, how: 'fuzzy' }
}

const rangeOf = (start: number, length: number, how: Found['how']): Found => ({ start, end: start + length, how })

// Common words occur often: beyond this many places the rest is not weighed.
const mostPlaces = 2000

// A very short quote must keep some of its surroundings, or any "the" would do.
const shortQuote = 4

function bestOccurrence(text: string, { quote, prefix, suffix }: Anchor): number | null {
  let best: number | null = null
  let most = -1
  let places = 0
  for (let at = text.indexOf(quote); at !== -1 && places < mostPlaces; at = text.indexOf(quote, at + 1)) {
    places++
    const same = sameEnding(text, at, prefix) + sameBeginning(text, at + quote.length, suffix)
    if (same > most) {
      most = same
      best = at
    }
  }
  return quote.trim().length < shortQuote && places > 1 && most < shortQuote ? null : best
}

/** The range between the old surroundings when both still stand near each other and the words between are akin. */
function betweenContext(text: string, { quote, prefix, suffix }: Anchor): { start: number; end: number } | null {
  if (prefix.trim().length < 8 || suffix.trim().length < 8) return null
  const reach = quote.length * 2 + 40
  for (let at = text.indexOf(prefix), tries = 0; at !== -1 && tries < 50; at = text.indexOf(prefix, at + 1), tries++) {
    const start = at + prefix.length
    const inner = text.slice(start, start + reach + suffix.length).indexOf(suffix)
    if (inner > 0 && text.slice(start, start + inner).trim()) return { start, end: start + inner }
  }
  return null
}

function sameEnding(text: string, at: number, prefix: string): number {
  let same = 0
  while (same < prefix.length && same < at && text[at - 1 - same] === prefix[prefix.length - 1 - same]) same++
  return same
}

function sameBeginning(text: string, at: number, suffix: string): number {
  let same = 0
  while (same < suffix.length && at + same < text.length && text[at + same] === suffix[same]) same++
  return same
}

function wholeCharacter(text: string, offset: number, step: 1 | -1): number {
  const low = text.charCodeAt(offset)
  const high = text.charCodeAt(offset - 1)
  return low >= 0xdc00 && low <= 0xdfff && high >= 0xd800 && high <= 0xdbff ? offset + step : offset
}
