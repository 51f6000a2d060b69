import * as z from 'zod'
import type { Inputs } from './inputs.ts'
import type { Assignment, Citation, Part } from './wire.ts'

/** One task as an agent sees it: the assignment, with its inputs read. */
export type Job = Pick<Assignment, 'goal' | 'task' | 'history'> & { inputs: Inputs }

/** What an agent hands in: one artifact in one or two forms, the answer in words, and where each claim comes from. */
export type Delivery = { response: string; artifact: { id: string; name: string; parts: Part[] }; sources: Citation[] }

/** Asks a model for one JSON value; null when it failed or answered in another shape, and the agent works without it. */
export type Ask = <T>(role: string, job: Job, shape: z.ZodType<T>) => Promise<T | null>

/** What an agent may use while it works: a line to the room with its progress (0 to 1), and a model when one is set. */
export type Bench = {
  say: (type: 'thought' | 'action', line: string, progress: number) => Promise<void>
  ask: Ask | null
}

/** The work of one agent: takes a job, returns what it made. Throws Unfit when it cannot honestly do it. */
export type Craft = (job: Job, bench: Bench) => Promise<Delivery>

/** The task wants something this agent cannot make; somebody else should be asked. */
export class Unfit extends Error {}

/** It went wrong now and may go well at another try. */
export class Passing extends Error {}

/** Takes what was made as Markdown and, where there is one, as JSON; returns the artifact in the media type the task asks for. */
export function artifactOf(
  job: Job,
  name: string,
  markdown: string,
  json?: unknown,
  csv?: string,
): Delivery['artifact'] {
  const wanted = job.task.output?.mediaType?.split(';')[0]
  const prose = wanted === 'text/plain' ? wanted : 'text/markdown'
  const parts: Part[] = [{ text: `${markdown.trim()}\n`, mediaType: prose, filename: `${slug(name)}.md` }]
  if (json !== undefined) parts.push({ data: json, mediaType: 'application/json', filename: `${slug(name)}.json` })
  if (csv !== undefined) parts.push({ text: csv, mediaType: 'text/csv', filename: `${slug(name)}.csv` })
  const first = wanted ? parts.findIndex((part) => part.mediaType === wanted) : 0
  if (first < 0)
    throw new Unfit(`the task wants ${wanted}; I make ${parts.map((part) => part.mediaType).join(' and ')}`)
  requireSchema(job.task.output?.schema, json)
  // The form that was asked for comes first.
  return { id: slug(name), name, parts: [...parts.splice(first, 1), ...parts] }
}

function requireSchema(schema: unknown, json: unknown): void {
  if (schema === null || typeof schema !== 'object') return
  const result = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(json)
  if (!result.success)
    throw new Unfit(`the task's schema asks for a shape I do not make: ${z.prettifyError(result.error)}`)
}

/** Takes a title; returns it as a file name without an ending, at most 60 letters. */
export function slug(title: string): string {
  const plain = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return plain.slice(0, 60) || 'result'
}

/** Takes a job; returns the words that say what is wanted. */
export function questionOf({ goal, task }: Job): string {
  return [task.title, task.brief, goal.title, ...goal.acceptance].join('\n')
}

/** Takes a job; returns the sentences that own up to inputs nobody could read, or nothing. */
export function unreadLines({ inputs }: Job): string[] {
  return inputs.unread.map(({ name, reason }) => `I could not read ${name}: ${reason}.`)
}
