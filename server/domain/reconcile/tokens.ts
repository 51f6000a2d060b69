import { type Lexicon, mostWords, stopWords } from './lexicon.ts'
import type { Meaning } from './meaning.ts'
import { isUnitWord } from './units.ts'

/** A meaningful word of a sentence, and how it stands there. */
export type Token = Meaning & {
  at: number
  /** The preposition that leads it, if one does ("in Europe"). */
  lead: string | null
  /** Nothing stands between it and the meaningful word before. */
  adjacent: boolean
  /** "is", "was", a colon right in front: what is said of the subject. */
  stated: boolean
}

/** A word that denies, and where. */
export type Denial = { at: number; word: number }

export type Reading = { tokens: Token[]; denials: Denial[]; words: { lower: string; at: number }[] }

const word = /\p{L}[\p{L}\p{N}]*(?:['’-][\p{L}\p{N}]+)*|\d+(?:\.\d+)*/gu
const denying = new Set([
  'not',
  'no',
  'none',
  'never',
  'neither',
  'nor',
  'without',
  'cannot',
  'lacks',
  'lack',
  'lacked',
  'unable',
])
const articles = new Set([
  'the',
  'a',
  'an',
  'its',
  'their',
  'his',
  'her',
  'our',
  'your',
  'this',
  'these',
  'all',
  'some',
  'about',
])
const copulas = new Set(['is', 'are', 'was', 'were', 'be', 'been', 'being'])

/** Takes a sentence with its numbers and dates blanked out; returns its meaningful words in order, and what denies. */
export function readTokens(text: string, lexicon: Lexicon): Reading {
  const tokens: Token[] = []
  const denials: Denial[] = []
  const words: Reading['words'] = []
  let lead: string | null = null
  let copula = false
  let previousEnd = -1
  for (const match of inOneWord(text).matchAll(word)) {
    const raw = match[0]
    const lower = raw.toLowerCase()
    const index = words.push({ lower, at: match.index }) - 1
    const end = match.index + raw.length
    if (mayDeny(lower) && denies(lower, text.slice(end, end + 14))) denials.push({ at: match.index, word: index })
    const ordinal = lower === 'second' && !/^(?:per|a|each|every)$/.test(words.at(-2)?.lower ?? '')
    if ((!ordinal && isFunction(lower, raw) && !isLabel(raw, words.at(-2)?.lower)) || denying.has(lower)) {
      if (copulas.has(lower)) copula = true
      else if (!articles.has(lower)) copula = false
      lead = articles.has(lower) ? lead : lower
      continue
    }
    const meaning = meaningOf(raw, lexicon)
    tokens.push({
      ...meaning,
      at: match.index,
      lead,
      adjacent: previousEnd === match.index - 1 && ' -'.includes(text[previousEnd] ?? '.'),
      code: meaning.code || isLabel(raw, words.at(-2)?.lower),
      stated: copula || text.startsWith(': ', match.index - 2),
    })
    lead = null
    copula = false
    previousEnd = end
  }
  return { tokens, denials, words }
}

// "Model A", "ward C": a letter alone behind a word that names something.
const isLabel = (raw: string, before = '') =>
  raw.length === 1 && /^[A-HJ-Z]$/.test(raw) && /^\p{L}{3,}$/u.test(before) && !stopWords.has(before)

const phrases: readonly [RegExp, string][] = [
  [/\bcame out\b/gi, 'issued'],
  [/\b(?:took effect|(?:came|entered|went) into (?:force|effect))\b/gi, 'effect'],
  [/\bcarried out\b/gi, 'conducted'],
  [/\b(?:took|takes?|taking) place\b/gi, 'held'],
  [/\bturned down\b/gi, 'rejected'],
  [/\b(?:went|goes|gone|going) up\b/gi, 'rose'],
  [/\b(?:went|goes|gone|going|came) down\b/gi, 'fell'],
  [/\bshut down\b/gi, 'closed'],
  [/\b(?:on|in) time\b(?! (?:for|to|of))/gi, 'timely'],
  [/\b(?:is|was) over\b/gi, 'ended'],
  [/\bchief executive(?: officer)?\b/gi, 'ceo'],
]

const anyPhrase = new RegExp(phrases.map(([{ source }]) => source).join('|'), 'i')

// Phrases that one word stands for, every other character in its place.
const inOneWord = (text: string) =>
  !anyPhrase.test(text)
    ? text
    : phrases.reduce((rest, [pattern, one]) => rest.replace(pattern, (phrase) => one.padEnd(phrase.length)), text)

const isFunction = (lower: string, raw: string) =>
  (stopWords.has(lower) && !(raw.length > 1 && raw === raw.toUpperCase())) ||
  (lower.length < 2 && !/[\dA-Z]/.test(raw)) ||
  raw === 'A' ||
  isUnitWord(lower)

const mayDeny = (lower: string) => denying.has(lower) || lower.endsWith('t') || lower === 'failed' || lower === 'fails'

function denies(lower: string, after: string): boolean {
  if (lower.endsWith("n't") || lower.endsWith('n’t')) return true
  if (lower === 'failed' || lower === 'fails') return /^ to\b/.test(after)
  if (lower === 'not') return !/^ only\b/.test(after)
  if (lower === 'no') return !/^ (?:less|more|fewer|later|sooner)\b/.test(after)
  return denying.has(lower)
}

// What a word says by itself; kept, as texts say the same words again and again.
function meaningOf(raw: string, lexicon: Lexicon): Meaning {
  const known = lexicon.meanings.get(raw)
  if (known) return known
  const term = lexicon.termOf(raw)
  const code = /\d/.test(raw)
  const name = /^\p{Lu}/u.test(raw)
  const meaning: Meaning = {
    term,
    raw,
    name,
    code,
    weight: lexicon.supporting.has(term) ? 0 : code ? 2 : name ? 1.3 : 1,
    narrows: lexicon.narrowing.has(term),
    relation: lexicon.agentive.has(term)
      ? 'agent'
      : lexicon.placed.has(term)
        ? 'place'
        : lexicon.offices.has(term)
          ? 'office'
          : null,
    kind: lexicon.kinds.get(term) ?? null,
  }
  if (lexicon.meanings.size > mostWords) lexicon.meanings.clear()
  lexicon.meanings.set(raw, meaning)
  return meaning
}
