import type { Lexicon } from './lexicon.ts'
import type { Side } from './opposites.ts'
import type { Period } from './periods.ts'
import type { Sentence } from './sentences.ts'
import { type Denial, type Reading, readTokens, type Token } from './tokens.ts'

/** A part of a sentence that states something of its own, with what it takes over from the rest. */
export type Clause = {
  from: number
  to: number
  tokens: readonly Token[]
  /** Terms of this part and of the head it takes over. */
  terms: ReadonlyMap<string, Token>
  /** Those of them that say something, which another clause may lack. */
  telling: readonly Token[]
  /** Terms of what it is about: what stands before its verb or value. */
  head: ReadonlySet<string>
  /** Every term of the sentence, of the one before and of the heading: what may be left unsaid. */
  around: ReadonlySet<string>
  /** Which side of which pair of opposites it takes, denials counted in. */
  sides: ReadonlyMap<number, number>
  events: ReadonlySet<string>
  negated: boolean
  inherits: boolean
  /** Beside a number or date it states nothing that could be denied, turned round or said of another name. */
  quiet: boolean
  /** The words for what only one name can fill. */
  relations: readonly Token[]
  /** It states something that only one name, colour or material can be. */
  exclusive: boolean
  /** Whether a number or a date stands in it. */
  valued: boolean
  /** Times it is for; set by the reader of claims. */
  periods: readonly Period[]
}

type Range = { at: number; end: number }

const joint = /;\s|,\s(?:(?:and|but|while|whereas|which|who|so|or|though|although)\s)?|\s(?:and|but|while|whereas)\s/g
// Words for a happening that are also words for a thing.
const things = /^(?:plants?|buildings?|ships?|places?|stops?|deaths?)$/i
const ownSubject = /^\s*(?:the|a|an|its|their|our|this|these|those|each|every|all|no|none|half|most)\s/i
const adverbial =
  /^\s*(?:in|at|on|by|among|for|according|over|during|since|after|before|within|under|from|with|of|planted|founded|built|opened)\s/i
const newSubject = /^(?:it|they|this|most of|some of|all of|its|their|the)\s/i
const pronoun = /^(?:it|they|this|these|he|she|its|their|his|her|both|of (?:these|them|the|which))\b/i

/** The clauses of a sentence; `values`: where its numbers and dates stand; `before`: the clauses of the sentence before. */
export function clausesOf(
  sentence: Sentence,
  values: readonly Range[],
  before: readonly Clause[],
  lexicon: Lexicon,
): Clause[] {
  const { text } = sentence
  const reading = readTokens(blankAll(text, values), lexicon)
  const heading = sentence.heading ? readTokens(sentence.heading, lexicon).tokens.map(({ term }) => term) : []
  const around = new Set([...reading.tokens.map(({ term }) => term), ...heading])
  for (const clause of before) for (const term of clause.terms.keys()) around.add(term)
  const carried = pronoun.test(text) ? headTokens(before) : []
  const parts = partsOf(text, values, reading)
  const heads = parts.map((part) => headOf(part, values, lexicon))
  const main =
    heads.find((head, index) => head.length > 0 && !adverbial.test(text.slice(parts[index]?.from))) ?? heads[0] ?? []
  return parts.map((part, index) => {
    const own = heads[index] ?? []
    const inherits = part.inherits || own.length === 0
    const head = [...carried, ...(inherits ? main : own)]
    const valued = values.some(({ at }) => at >= part.from && at < part.to)
    return makeClause(part, head, { inherits, valued, around }, reading, lexicon)
  })
}

type Part = { from: number; to: number; tokens: Token[]; inherits: boolean }

function partsOf(text: string, values: readonly Range[], reading: Reading): Part[] {
  const cuts = [{ at: 0, end: 0, mark: '' }]
  for (const match of text.matchAll(joint)) {
    const end = match.index + match[0].length
    if (!values.some((value) => match.index >= value.at && match.index < value.end))
      cuts.push({ at: match.index, end, mark: match[0] })
  }
  const parts: Part[] = []
  for (const [index, cut] of cuts.entries()) {
    const to = cuts[index + 1]?.at ?? text.length
    const tokens = reading.tokens.filter(({ at }) => at >= cut.end && at < to)
    const valued = values.some(({ at }) => at >= cut.end && at < to)
    const last = parts.at(-1)
    const lastValued = last && values.some(({ at }) => at >= last.from && at < last.to)
    const strong =
      /;|but|while|whereas/.test(cut.mark) || (/^,\s\w/.test(cut.mark) && newSubject.test(text.slice(cut.end, to)))
    // A part without words of its own, or without a value next to one with, belongs to its neighbour.
    if (last && (tokens.length === 0 || last.tokens.length === 0 || !(strong || (valued && lastValued)))) {
      last.to = to
      last.tokens.push(...tokens)
    } else {
      const inherits = cut.mark !== '' && !cut.mark.startsWith(';') && !ownSubject.test(text.slice(cut.end, to))
      parts.push({ from: cut.end, to, tokens, inherits })
    }
  }
  return parts
}

// What stands before the first value, opposite or verb that is known; at most four words.
function headOf(part: Part, values: readonly Range[], lexicon: Lexicon): Token[] {
  const head: Token[] = []
  const lead = part.tokens[0]
  const stop = values.find(({ at }) => at >= part.from && at < part.to && lead && at > lead.at)?.at ?? part.to
  for (const token of part.tokens) {
    const verb =
      lexicon.opposites.has(token.term) || lexicon.events.has(token.term) || lexicon.supporting.has(token.term)
    if (token.at > stop || head.length >= 4 || token.stated || (verb && head.length > 0)) break
    if (!verb) head.push(token)
  }
  return head
}

const headTokens = (clauses: readonly Clause[]): Token[] => {
  const first = clauses[0]
  return first ? [...first.terms.values()].filter(({ term }) => first.head.has(term)) : []
}

function makeClause(
  part: Part,
  head: readonly Token[],
  given: Pick<Clause, 'inherits' | 'valued' | 'around'>,
  reading: Reading,
  lexicon: Lexicon,
): Clause {
  const terms = new Map(head.map((token) => [token.term, token]))
  const events = new Set<string>()
  const taken: Taken[] = []
  for (const [position, token] of part.tokens.entries()) {
    if (lexicon.events.has(token.term) && !things.test(token.raw)) events.add(token.term)
    const side = token.name && token.at > 0 ? undefined : lexicon.opposites.get(token.term)
    // In front of its noun it says which one is meant: "the small size".
    const which = side && side.group > 4 && isAttribute(token, part.tokens[position + 1])
    if (side && !which) taken.push({ ...side, at: token.at })
    else if (!terms.has(token.term)) terms.set(token.term, which ? { ...token, narrows: true } : token)
  }
  const telling = [...terms.values()].filter(({ weight, narrows }) => weight > 0 || narrows)
  const denials = reading.denials.filter(({ at }) => at >= part.from && at < part.to)
  return {
    from: part.from,
    to: part.to,
    tokens: part.tokens,
    terms,
    telling,
    relations: part.tokens.filter(({ relation }) => relation !== null),
    exclusive: part.tokens.some(({ relation, kind }) => relation !== null || kind !== null),
    quiet: given.valued && taken.length === 0 && !telling.some(mayDiffer),
    head: new Set(head.map(({ term }) => term)),
    ...given,
    ...sidesOf(taken, denials, reading),
    events,
    periods: [],
  }
}

const mayDiffer = ({ relation, kind, raw }: Token) =>
  relation !== null || kind !== null || /^(?:un|in|im|il|ir|non|dis)/i.test(raw)

const isAttribute = (token: Token, next: Token | undefined) =>
  !token.adjacent && !token.stated && next?.adjacent === true

type Taken = Side & { at: number }

// A denial up to three words in front turns the side over; one that turns nothing denies the clause.
function sidesOf(
  taken: readonly Taken[],
  denials: readonly Denial[],
  { words }: Reading,
): Pick<Clause, 'sides' | 'negated'> {
  const wordAt = new Map(words.map(({ at }, index) => [at, index]))
  const open = new Set(denials)
  const sides = new Map<number, number>()
  const mixed = new Set<number>()
  for (const { group, side: written, sides: many, at } of taken) {
    const index = wordAt.get(at) ?? 0
    const denial = many === 2 ? [...open].find(({ word }) => index > word && index - word <= 3) : undefined
    if (denial) open.delete(denial)
    const side = denial ? 1 - written : written
    if ((sides.get(group) ?? side) !== side) mixed.add(group)
    sides.set(group, side)
  }
  for (const group of mixed) sides.delete(group)
  return { sides, negated: open.size % 2 === 1 }
}

const blankAll = (text: string, ranges: readonly Range[]) =>
  ranges.reduce((rest, { at, end }) => rest.slice(0, at) + '·'.repeat(end - at) + rest.slice(end), text)
