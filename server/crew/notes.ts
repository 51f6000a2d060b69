import * as z from 'zod'
import type { Input } from './inputs.ts'
import { comparable, onOneLine, readDocument, splitSentences } from './text/sentences.ts'
import type { Citation } from './wire.ts'

/**
 * One thing a source says. `quote` is a verbatim piece of the input `sourceId` (or, with a locator such as `sum(trips)`, a
 * number computed from that table); `claim` says it in words when the quote alone does not, and `words` are the quoted ones
 * as a reader sees them, without the links and the emphasis of a document.
 */
export const noteSchema = z.looseObject({
  quote: z.string().min(1),
  why: z.string().default(''),
  locator: z.string().default(''),
  sourceId: z.string(),
  sourceName: z.string().default(''),
  heading: z.string().default(''),
  claim: z.string().optional(),
  words: z.string().optional(),
})
export type Note = z.infer<typeof noteSchema>

export const outlineSchema = z.looseObject({
  title: z.string(),
  sections: z.array(z.looseObject({ key: z.string(), heading: z.string(), points: z.array(z.string()) })),
  /** How many sections the outline was asked to have: so many writers wait for it. */
  asked: z.number().optional(),
  notes: z.record(z.string(), noteSchema),
})
export type Outline = z.infer<typeof outlineSchema>

/** A written section: `text` is Markdown without its heading, `[n]` points at the n-th note. */
export const sectionSchema = z.looseObject({ heading: z.string(), text: z.string(), citations: z.array(noteSchema) })
export type Section = z.infer<typeof sectionSchema>

export const findingSchema = z.looseObject({
  kind: z.enum(['disagreement', 'duplicate', 'uncovered', 'unsourced', 'length']).optional(),
  severity: z.enum(['major', 'minor']),
  text: z.string(),
  where: z.string(),
  quote: z.string(),
  notes: z.array(noteSchema).optional(),
})
export type Finding = z.infer<typeof findingSchema>

/** Takes inputs and a shape; returns every JSON value of that shape in them: a whole input, a wrapped one or a fenced block. */
export function findShapes<T>(inputs: readonly Input[], shape: z.ZodType<T>): { value: T; input: Input }[] {
  return inputs.flatMap((input) =>
    jsonOf(input).flatMap((json) => within(json, shape, 0).map((value) => ({ value, input }))),
  )
}

function jsonOf(input: Input): unknown[] {
  const fenced = [...input.text.matchAll(/^```json\n([\s\S]*?)^```/gm)].map((match) => match[1] ?? '')
  const whole = input.mediaType.includes('json') || /^\s*[[{]/.test(input.text) ? [input.text] : []
  return [...whole, ...fenced].flatMap((text) => {
    try {
      return [JSON.parse(text) as unknown]
    } catch {
      return []
    }
  })
}

function within<T>(json: unknown, shape: z.ZodType<T>, depth: number): T[] {
  const parsed = shape.safeParse(json)
  if (parsed.success) return [parsed.data]
  if (depth === 4 || json === null || typeof json !== 'object') return []
  return Object.values(json).flatMap((value) => within(value, shape, depth + 1))
}

/** Takes inputs; returns the notes other agents took, each once, in the order they came. */
export function readNotes(inputs: readonly Input[]): Note[] {
  const found = findShapes(inputs, noteSchema)
  const notes = new Map<string, Note>()
  for (const { value } of found) notes.set(`${value.sourceId} ${value.locator} ${comparable(value.quote)}`, value)
  return [...notes.values()]
}

/** Takes inputs; returns those that are documents to read rather than another agent's structured output. */
export function documentsIn(inputs: readonly Input[]): Input[] {
  return inputs.filter((input) => input.text.trim() && jsonOf(input).length === 0 && !isTable(input))
}

/** Whether an input is a table of comma-separated values. */
export function isTable(input: Input): boolean {
  return input.mediaType.includes('csv') || isTableName(input.name)
}

export function isTableName(name: string): boolean {
  return /\.(csv|tsv)$/i.test(name)
}

/** Names that read as one speaks of a document; any other file is named as it is called. */
const spoken =
  /^[a-z ]* ?(?:report|review|survey|study|letter|minutes|notes|memo|plan|budget|statement|paper|summary|guide|policy|strategy|proposal|contract|interview|article|brief|audit|handbook|manual)( [a-z]+)?( \d{4})?$/

/** Takes a file's name; returns how prose speaks of it: "town-report-2025.md" is "the town report 2025". */
export function sourceLabel(name: string): string {
  const words = name
    .replace(/\.[a-z0-9]{1,8}$/i, '')
    .replace(/[-_]+/g, ' ')
    .trim()
  if (isTableName(name)) return `the table ${name}`
  if (spoken.test(words)) return `the ${words}`
  return /\.[a-z0-9]{1,8}$/i.test(name) ? `the file ${name}` : words || 'the source'
}

/** Takes words; returns them with a capital first letter. */
export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Takes a note; returns it as a statement in words, without its citation. */
export function statementOf(note: Note): string {
  return note.claim ?? note.words ?? onOneLine(note.quote)
}

/** Takes a note; returns it as a source that the coordinator can look up. */
export function citationOf(note: Note): Citation & { inputId: string } {
  const claim = note.claim ? { claim: note.claim } : {}
  const words = note.words ? { words: note.words } : {}
  return { ...claim, ...words, inputId: note.sourceId, quote: note.quote, locator: note.locator }
}

/** A heading, or a line in bold, over a list of sources. */
export const ownList = /^(?:\*\*|#{1,6}\s*)?(?:sources|references)(?: of this section)?(?:\*\*)?:?\s*$/i

/** Takes a draft in plain Markdown; returns its headed parts as sections. A list of sources under a heading of its own goes with each. */
export function readDraft(input: Input): Section[] {
  const { title } = readDocument(input.text)
  const parts = input.text.split(/^(?=#{1,3}\s)/m).filter((part) => part.trim())
  const sections = parts.flatMap((part) => {
    const head = /^#{1,3}\s+(.+)\n?/.exec(part)
    const text = part.slice(head?.[0].length ?? 0).trim()
    return text ? [{ heading: head?.[1]?.trim() ?? title ?? input.name, text, citations: [] }] : []
  })
  const list = sections.find(({ heading }) => ownList.test(heading))
  const written = sections.filter((section) => section !== list)
  return list
    ? written.map((section) => ({ ...section, text: `${section.text}\n\nSources\n\n${list.text}` }))
    : sections
}

/** Takes a paragraph; returns its statements: sentences, each together with the citation marks that follow it. */
export function splitStatements(paragraph: string): string[] {
  const statements: string[] = []
  for (const { text } of splitSentences(paragraph)) {
    const marks = /^(?:["”)]*\s*)?((?:\[\d+\][,.]?\s*)+)/.exec(text)
    const last = statements.length - 1
    if (marks && last >= 0) {
      statements[last] = `${statements[last]} ${marks[0].trim()}`
      const rest = text.slice(marks[0].length).trim()
      if (rest) statements.push(rest)
    } else {
      statements.push(text)
    }
  }
  return statements
}
