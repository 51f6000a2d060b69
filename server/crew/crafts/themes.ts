import { type Note, statementOf } from '../notes.ts'
import { hintsFor } from '../text/hints.ts'
import { shared, termsOf } from '../text/terms.ts'

export type Theme = { heading: string; notes: Note[] }

/** Takes notes, the sections that were asked for and the subject of it all; returns each section with the notes that speak to it, each note once. */
export function fillSections(notes: readonly Note[], headings: readonly string[], subject = ''): Theme[] {
  // The words of the subject are everywhere: they say nothing about where a note belongs.
  const everywhere = termsOf(subject)
  const wanted = headings.map((heading) => {
    const own = new Set([...termsOf(heading)].filter((term) => !everywhere.has(term)))
    return { own, hinted: termsOf(hintsFor(heading)) }
  })
  const filled = headings.map((heading) => ({ heading, notes: [] as Note[] }))
  const weight = new Map<Note, number>()
  const spare: Note[] = []
  for (const note of notes) {
    const words = termsOf(statementOf(note))
    const head = termsOf(note.heading)
    const name = termsOf(note.sourceName.replace(/[-_.]/g, ' '))
    const scores = wanted.map(({ own, hinted }) => {
      const hintHits = shared(words, hinted) + 1.5 * shared(head, hinted)
      // A note from the resident survey belongs under "What residents think" even when it does not say "residents".
      return 3 * shared(head, own) + 2 * shared(words, own) + 2.5 * shared(name, own) + hintHits
    })
    const best = Math.max(...scores)
    const section = best > 0 ? filled[scores.indexOf(best)] : undefined
    weight.set(note, best + (/\d/.test(statementOf(note)) ? 1 : 0))
    if (section) section.notes.push(note)
    else spare.push(note)
  }
  // What no section asks for may help out a thin section whose notes share its heading in the source; otherwise it is left out.
  for (const note of spare) {
    const home = filled.find(({ notes: own }) => own.length < 3 && own.some((other) => sameBlock(other, note)))
    home?.notes.push(note)
  }
  // What speaks most to the section comes first: a writer short of words leaves out the end.
  for (const theme of filled) theme.notes.sort((a, b) => (weight.get(b) ?? 0) - (weight.get(a) ?? 0))
  return filled
}

/** Takes notes and the question; returns themes, `wanted` or else two to six, named after the headings of the sources, most asked for first. */
export function groupByTheme(notes: readonly Note[], question: string, wanted: number | null = null): Theme[] {
  const weight = weights(notes)
  let themes: Theme[] = []
  for (const note of notes) {
    const block = themes.find((theme) => theme.notes.some((other) => sameBlock(other, note)))
    if (block) block.notes.push(note)
    else themes.push({ heading: note.heading, notes: [note] })
  }
  const limit = wanted ?? Math.min(6, Math.max(2, Math.ceil(Math.sqrt(notes.length))))
  themes = gather(themes, weight)
  while (themes.length > limit) {
    const vectors = themes.map(termsOfTheme)
    let best = { a: 0, b: 1, score: -1 }
    for (let a = 0; a < themes.length; a += 1) {
      for (let b = a + 1; b < themes.length; b += 1) {
        const size = (themes[a]?.notes.length ?? 0) + (themes[b]?.notes.length ?? 0)
        // Dividing by the size keeps one big theme from swallowing everything.
        const score = likeness(vectors[a], vectors[b], weight) / Math.sqrt(size)
        if (score > best.score) best = { a, b, score }
      }
    }
    themes = merge(themes, best.a, best.b)
  }
  const asked = termsOf(question)
  return themes
    .map((theme) => ({
      heading: headingOf(theme, weight),
      notes: theme.notes,
      wanted: shared(termsOfTheme(theme), asked),
    }))
    .sort((a, b) => b.wanted - a.wanted)
    .map(({ heading, notes: own }, index, all) => {
      const taken = all.slice(0, index).some((other) => other.heading === heading)
      return { heading: taken ? `${heading} (${index + 1})` : heading, notes: own }
    })
}

/** Pairing every theme with every other is cubic: past 40, the smaller ones first join the largest they are most like. */
function gather(themes: Theme[], weight: Map<string, number>): Theme[] {
  const bySize = [...themes].sort((a, b) => b.notes.length - a.notes.length)
  const seeds = bySize.slice(0, 40).map((theme) => ({ ...theme, notes: [...theme.notes], terms: termsOfTheme(theme) }))
  for (const theme of bySize.slice(40)) {
    const terms = termsOfTheme(theme)
    const scores = seeds.map((seed) => likeness(seed.terms, terms, weight))
    seeds[scores.indexOf(Math.max(...scores))]?.notes.push(...theme.notes)
  }
  return seeds.map(({ heading, notes }) => ({ heading, notes }))
}

function sameBlock(a: Note, b: Note): boolean {
  return a.heading !== '' && a.sourceId === b.sourceId && a.heading === b.heading
}

function termsOfTheme(theme: Theme): Set<string> {
  return termsOf(theme.notes.map((note) => `${note.heading} ${statementOf(note)}`).join(' '))
}

/** How telling each term is: the rarer among the notes, the more. */
function weights(notes: readonly Note[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const note of notes)
    for (const term of termsOf(`${note.heading} ${statementOf(note)}`)) counts.set(term, (counts.get(term) ?? 0) + 1)
  return new Map([...counts].map(([term, count]) => [term, Math.log(1 + notes.length / count)]))
}

function likeness(a: Set<string> | undefined, b: Set<string> | undefined, weight: Map<string, number>): number {
  if (!a || !b) return 0
  const sum = (terms: Iterable<string>) => [...terms].reduce((total, term) => total + (weight.get(term) ?? 0), 0)
  const common = sum([...a].filter((term) => b.has(term)))
  return common / Math.sqrt(Math.max(1e-9, sum(a) * sum(b)))
}

function merge(themes: Theme[], a: number, b: number): Theme[] {
  const [one, other] = [themes[a], themes[b]]
  if (!one || !other) return themes
  const heading = other.notes.length > one.notes.length ? other.heading : one.heading
  const merged = { heading: heading || one.heading || other.heading, notes: [...one.notes, ...other.notes] }
  return themes.flatMap((theme, index) => (index === a ? [merged] : index === b ? [] : [theme]))
}

/** The heading the sources gave, or else the theme's two most telling words as they were written. */
function headingOf(theme: Theme, weight: Map<string, number>): string {
  if (theme.heading) return theme.heading
  const words = theme.notes.flatMap((note) => statementOf(note).match(/\p{L}{4,}/gu) ?? [])
  const scored = new Map<string, { word: string; score: number }>()
  for (const word of words) {
    for (const term of termsOf(word)) {
      scored.set(term, { word: word.toLowerCase(), score: (scored.get(term)?.score ?? 0) + (weight.get(term) ?? 0) })
    }
  }
  const best = [...scored.values()].sort((a, b) => b.score - a.score).slice(0, 2)
  const name = best.map(({ word }) => word).join(' and ') || 'Findings'
  return name.charAt(0).toUpperCase() + name.slice(1)
}
