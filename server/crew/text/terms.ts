import { stemmer } from 'stemmer'

const stopWords = new Set(
  `a about above after again all also am among an and any are as at be because been before being below between both
  but by can could did do does doing down during each either else even ever every few for from further had has have
  having he her here hers him his how i if in into is it its itself just less let like may me might more most much must
  my near no nor not now of off on once one only or other our out over own per please rather same say says said she
  should since so some such than that the their them then there these they this those through to too two under until
  up upon us use used using very was we were what when where whether which while who whom whose why will with within
  without would yes yet you your write brief find give make name named according attached document documents`.split(
    /\s+/,
  ),
)

/** Takes a word; returns its stem in lower case, or null for a word that carries no topic (stop words, bare numbers but years). */
export function termOf(word: string): string | null {
  const plain = word.toLowerCase().replace(/['’]s?$/, '')
  if (/^\d+$/.test(plain)) return /^(19|20)\d\d$/.test(plain) ? plain : null
  if (plain.length < 2 || stopWords.has(plain)) return null
  return stemmer(plain)
}

/** Takes text; returns its words as written, in order. */
export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu) ?? []
}

/** Takes text; returns how many words it has, as the coordinator counts: runs of letters, digits, apostrophes and hyphens. */
export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}]+(?:['’-]+[\p{L}\p{N}]+)*/gu)?.length ?? 0
}

/** Takes text; returns the set of its terms. */
export function termsOf(text: string): Set<string> {
  const terms = new Set<string>()
  for (const word of wordsOf(text)) {
    const term = termOf(word)
    if (term) terms.add(term)
  }
  return terms
}

/** Takes two sets of terms; returns how much of the smaller one is in the other, 0 to 1. */
export function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const smaller = Math.min(a.size, b.size)
  return smaller === 0 ? 0 : shared(a, b) / smaller
}

/** Takes two sets of terms; returns how many they have in common. */
export function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  let count = 0
  for (const term of small) if (large.has(term)) count += 1
  return count
}

/** Takes words; returns them as one line: "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? ''
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
