import type { Deed } from './deeds/catalogue.ts'

/** One command understood in a request. */
export type Unit = {
  /** What would run, in plain words. */
  words: readonly string[]
  /** Positions of words that cannot be known before it runs. */
  unsure: readonly number[]
  /** What it was found behind, outermost first: sudo, sh -c, base64, a variable left empty … */
  via: readonly string[]
  does: readonly Deed[]
  /** Why it cannot be understood, null when it can. */
  opaque: string | null
  /** Found only if variables that nobody set are empty. */
  guessed: boolean
  /** Where it stands in the text that was read. */
  at: number
}

/** A unit as one line, words with blanks between quotation marks. */
export const lineOf = ({ words }: Pick<Unit, 'words'>): string =>
  words.map((word) => (word === '' || /[\s;|&]/.test(word) ? `"${word}"` : word)).join(' ')
