import { type Conflict, type Position, valuesBeside } from '../conflict.ts'
import { cutAtWords, longestQuote, longestValue, plainWords } from './conflict-line.ts'

type Said = Pick<Conflict, 'subject' | 'positions'>
const short = (words: string, width = longestValue): string => cutAtWords(plainWords(words), width)

/** A verdict in one plain sentence: what holds, which task and words it rests on, and what does not hold. */
export function verdictLine({ subject, positions }: Said, { value, quote, task }: Position): string {
  const stated = short(value)
  const words = short(quote, longestQuote)
  const evidence = [task && `T-${task.number} ${task.title}`, words !== stated && `“${words}”`]
    .filter(Boolean)
    .join(': ')
  const lost = valuesBeside({ positions }, value).map((one) => short(one))
  return `${short(subject)}: ${stated} holds${evidence && ` (${evidence})`}${lost.length > 0 ? `, not ${lost.join(' or ')}` : ''}.`
}

/** How a text stands to a verdict, by its words alone: it names what does not hold, only what holds, or neither. */
export function keepsToVerdict(text: string, { positions }: Said, value: string): 'keeps' | 'against' | 'silent' {
  const read = plain(text)
  if (valuesBeside({ positions }, value).some((one) => names(read, one))) return 'against'
  return names(read, value) ? 'keeps' : 'silent'
}

const plain = (words: string): string => plainWords(words.normalize('NFKC')).toLowerCase()
const letter = /[\p{L}\d]/u

/** Whether the text has these words as whole words: 44 is not in 144, nor in 44.5. */
function names(text: string, value: string): boolean {
  const wanted = plain(value)
  if (wanted === '') return false
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const [before, after] = [
      text.slice(Math.max(0, at - 2), at),
      text.slice(at + wanted.length, at + wanted.length + 2),
    ]
    if (!letter.test(before.at(-1) ?? '') && !letter.test(after[0] ?? '') && !goesOn(before, after)) return true
  }
  return false
}

/** Whether digits before or after belong to the same figure: 1,244 or 244.5. */
const goesOn = (before: string, after: string): boolean => /\d[.,]$/.test(before) || /^[.,]\d/.test(after)
