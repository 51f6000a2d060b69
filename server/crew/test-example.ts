import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { blocking } from '../domain/checks/judge.ts'
import { goalInput, type Made } from './test-playbook.ts'

// For tests only: the example that ships with the crew, and what is looked at in what is made of it.

const examples = join(import.meta.dirname, 'examples')
const asked = z
  .object({
    title: z.string(),
    brief: z.string(),
    acceptance: z.array(z.string()),
    files: z.array(z.object({ name: z.string() })),
  })
  .parse(JSON.parse(readFileSync(join(examples, 'goal.json'), 'utf8')))
const { files: named, ...terms } = asked
/** The example's goal, its documents and its tables. */
export const goal = terms
export const files = named.map(({ name }) => goalInput(name, readFileSync(join(examples, name), 'utf8')))
export const tables = files.filter(({ mediaType }) => mediaType === 'text/csv')

/** What the coordinator would hold against the results, by task. */
export const faults = (made: Iterable<Made>) =>
  [...made].flatMap(({ task, checks }) =>
    [...blocking(checks), ...checks.filter(({ status }) => status === 'failed')].map(
      ({ name, summary }) => `${task.key} ${name}: ${summary}`,
    ),
  )
/** The names of the checks that a result passed. */
export const passed = ({ checks }: Made) => checks.filter(({ status }) => status === 'passed').map(({ name }) => name)
export const headings = (markdown: string) => [...markdown.matchAll(/^## (.+)$/gm)].map((match) => match[1])
export const at = (made: ReadonlyMap<string, Made>, key: string) => {
  const found = made.get(key)
  if (!found) throw new Error(`no task ${key}`)
  return found
}
