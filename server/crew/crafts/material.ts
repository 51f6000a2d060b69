import { type Job, questionOf } from '../craft.ts'
import type { Input } from '../inputs.ts'
import { documentsIn, isTable, type Note, readNotes } from '../notes.ts'
import { focusedNotes, focusOf, itemOf } from './focus.ts'
import { pickNotes, tableNotes } from './pick.ts'

/**
 * Takes a job; returns what there is to write from: the notes of other agents or, when there are none, notes on the inputs.
 * A task that is one of many gets what speaks to its own item or point.
 */
export function materialOf(job: Job): Note[] {
  const { read } = job.inputs
  const taken = readNotes(read)
  if (taken.length > 0) return taken
  const [focus, item] = [focusOf(job), itemOf(job)]
  const focused = focus === null ? [] : focusedNotes(read, focus, item?.name ?? null)
  return focused.length > 0 || item ? focused : read.flatMap((input) => notesOn(input, questionOf(job)))
}

/** Takes one input and a question; returns notes on it, whether it is a document, a table or an item of a list. */
export function notesOn(input: Input, question: string): Note[] {
  if (isTable(input)) return tableNotes(input)
  if (documentsIn([input]).length > 0) return pickNotes(input, question)
  return input.origin === 'agent' ? [] : fieldNotes(input)
}

/** An item such as `{"name": "Red kettle", "litres": 1.7}` is read field by field; only values that stand verbatim are quoted. */
function fieldNotes(input: Input): Note[] {
  const item: unknown = JSON.parse(input.text)
  const fields = item !== null && typeof item === 'object' ? Object.entries(item) : [['item', item]]
  return fields.flatMap(([name, value]) => {
    const quote = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
    if (!quote.trim() || !input.text.includes(quote)) return []
    const claim = `${name}: ${quote}`
    return [
      {
        quote,
        claim,
        why: 'a field of the item',
        locator: String(name),
        sourceId: input.id,
        sourceName: input.name,
        heading: '',
      },
    ]
  })
}
