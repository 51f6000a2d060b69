import * as z from 'zod'
import type { Input } from '../inputs.ts'
import { documentsIn, findShapes, noteSchema, outlineSchema, readDraft, type Section, sectionSchema } from '../notes.ts'
import { comparable } from '../text/sentences.ts'

const emptySchema = z.looseObject({ sections: z.array(z.unknown()).max(0) })
const figuresSchema = z.looseObject({ figures: z.array(z.unknown()) })
/** What the tasks of the research brief that write are called. */
const sectionTask = /^section \d+ of the outline: /i
const findingsSchema = z.looseObject({ findings: z.array(z.unknown()), verdict: z.string() })

/**
 * Takes inputs; returns the written sections in them, in the order of the outline when there is one. Sections come as
 * `{heading, text, citations}` or, from agents that deliver Markdown alone, as the headed parts of their documents.
 */
export function draftsOf(inputs: readonly Input[]): Section[] {
  const structured = findShapes(inputs, sectionSchema)
  const twins = new Set(structuredInputs(inputs).flatMap(({ id, name }) => [id, stem(name)]))
  const named = inputs.some(({ name }) => sectionTask.test(name))
  const documents = documentsIn(inputs).filter(
    ({ id, name, origin }) =>
      origin === 'agent' && !twins.has(id) && !twins.has(stem(name)) && (!named || sectionTask.test(name)),
  )
  const sections = [...structured.map(({ value }) => value), ...documents.flatMap(readDraft)]
  const order = findShapes(inputs, outlineSchema)[0]?.value.sections.map(({ heading }) => comparable(heading)) ?? []
  const place = (section: Section) =>
    order.includes(comparable(section.heading)) ? order.indexOf(comparable(section.heading)) : order.length
  return sections.sort((a, b) => place(a) - place(b))
}

/** Inputs that carry structure; a Markdown input of the same id or name says the same again in words. */
function structuredInputs(inputs: readonly Input[]): Input[] {
  const shapes = [sectionSchema, outlineSchema, noteSchema, findingsSchema, figuresSchema, emptySchema]
  return shapes.flatMap((shape) => findShapes(inputs, shape as z.ZodType<unknown>).map(({ input }) => input))
}

function stem(name: string): string {
  return name.toLowerCase().replace(/\.[a-z0-9]{1,8}$/, '')
}
