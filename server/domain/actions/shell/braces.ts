import type { Part, Word } from './script.ts'

type Letter = { char: string; open: boolean } | { part: Part }

/** The words that braces make of one: {a,b} becomes two, as long as nobody nests them without end. */
export function braced(word: Word, rounds = 6): Word[] {
  if (rounds === 0 || !word.some((part) => part.kind === 'text' && !part.quoted && part.text.includes('{')))
    return [word]
  const letters: Letter[] = word.flatMap((part): Letter[] =>
    part.kind === 'text' ? [...part.text].map((char) => ({ char, open: !part.quoted })) : [{ part }],
  )
  const is = (letter: Letter | undefined, mark: string) =>
    letter !== undefined && 'char' in letter && letter.open && letter.char === mark
  const from = letters.findIndex((letter) => is(letter, '{'))
  const commas: number[] = []
  let depth = 0
  for (let at = from; at >= 0 && at < letters.length; at++) {
    if (is(letters[at], '{')) depth++
    else if (is(letters[at], ',') && depth === 1) commas.push(at)
    else if (is(letters[at], '}') && --depth === 0) {
      if (commas.length === 0) break
      const edges = [from, ...commas, at]
      return edges
        .slice(1)
        .map((edge, index) => [
          ...letters.slice(0, from),
          ...letters.slice((edges[index] ?? 0) + 1, edge),
          ...letters.slice(at + 1),
        ])
        .slice(0, 64)
        .flatMap((one) => braced(wordOf(one), rounds - 1))
        .slice(0, 64)
    }
  }
  return [word]
}

const wordOf = (letters: readonly Letter[]): Word =>
  letters.map((letter) => ('part' in letter ? letter.part : { kind: 'text', text: letter.char, quoted: !letter.open }))
