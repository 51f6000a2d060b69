import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import type { Bench, Craft, Delivery, Job } from '../craft.ts'
import type { Input } from '../inputs.ts'
import { analyst } from './analyst.ts'
import { critic } from './critic.ts'
import { editor } from './editor.ts'
import { outliner } from './outliner.ts'
import { scout } from './scout.ts'
import { writer } from './writer.ts'

/** For tests only: the example goal with its files, and the crew's work on it without a coordinator. */
const examples = join(import.meta.dirname, '../examples')
export const goal = z
  .object({
    title: z.string(),
    brief: z.string(),
    acceptance: z.array(z.string()),
    sections: z.array(z.string()),
    files: z.array(z.object({ name: z.string(), mediaType: z.string() })),
  })
  .parse(JSON.parse(readFileSync(join(examples, 'goal.json'), 'utf8')))
export const files: Input[] = goal.files.map(({ name, mediaType }) => ({
  id: `file_${name}`,
  name,
  mediaType,
  origin: 'person',
  text: readFileSync(join(examples, name), 'utf8'),
}))
export const table = files.filter(({ name }) => name.endsWith('.csv'))
export const bench: Bench = { say: () => Promise.resolve(), ask: null }

type Extra = { brief?: string; sections?: string[]; mediaType?: string; schema?: unknown; history?: Job['history'] }
export function jobOf(title: string, read: Input[], { brief = goal.brief, history = [], ...output }: Extra = {}): Job {
  return {
    goal: { id: 'goal_1', title: goal.title, acceptance: goal.acceptance },
    task: { id: 'task_1', key: '', title, brief, skills: [], inputs: [], output },
    history,
    inputs: { read, unread: [], sentBack: [] },
  }
}
export const text = (delivery: Delivery) =>
  delivery.artifact.parts.flatMap((part) => ('text' in part ? [part.text] : []))[0] ?? ''
export const json = (delivery: Delivery) =>
  delivery.artifact.parts.flatMap((part) => ('data' in part ? [part.data] : []))[0]
/** What a result looks like as the input of the next task. */
export const passOn = (name: string, delivery: Delivery): Input => ({
  id: `ver_${name}`,
  name: `${name}.json`,
  mediaType: 'application/json',
  origin: 'agent',
  text: JSON.stringify(json(delivery)),
})
export const plain = (value: string) => value.replace(/\s+/g, ' ')

/** The whole brief, each agent reading what the ones before it wrote. */
export async function wholeBrief() {
  const work = (craft: Craft, title: string, read: Input[], extra?: Extra) => craft(jobOf(title, read, extra), bench)
  const notes = await Promise.all(
    files.map(async (file) => passOn(`notes on ${file.name}`, await work(scout, 'Take notes', [file]))),
  )
  const figures = passOn('figures', await work(analyst, 'Work out the table', table))
  const outline = passOn('outline', await work(outliner, 'Outline', [...notes, figures], { sections: goal.sections }))
  const sections = await Promise.all(
    goal.sections.map(async (heading) => passOn(heading, await work(writer, `Write “${heading}”`, [outline]))),
  )
  const review = await work(critic, 'Review', [...notes, figures, ...sections])
  const inputs = [outline, ...sections, passOn('review', review)]
  return {
    notes,
    figures,
    outline,
    sections,
    review,
    inputs,
    document: await work(editor, 'Assemble', inputs, { sections: goal.sections }),
  }
}
