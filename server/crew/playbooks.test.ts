import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { blocking } from '../domain/checks/judge.ts'
import { goalInput, type Made, workThrough } from './test-playbook.ts'

const examples = join(import.meta.dirname, 'examples')
const asked = z
  .object({
    title: z.string(),
    brief: z.string(),
    acceptance: z.array(z.string()),
    files: z.array(z.object({ name: z.string() })),
  })
  .parse(JSON.parse(readFileSync(join(examples, 'goal.json'), 'utf8')))
const { files: listed, ...goal } = asked
const files = listed.map(({ name }) => goalInput(name, readFileSync(join(examples, name), 'utf8')))
const tables = files.filter(({ mediaType }) => mediaType === 'text/csv')

/** What the coordinator would hold against each result. */
const faults = (made: Iterable<Made>) =>
  [...made].flatMap(({ task, checks }) =>
    [...blocking(checks), ...checks.filter(({ status }) => status === 'failed')].map(
      ({ name, summary }) => `${task.key} ${name}: ${summary}`,
    ),
  )

describe('the research brief', () => {
  it('passes every check of every task on its way', async () => {
    const { made, deliverable } = await workThrough('research-brief', goal, files)
    if (process.env.SHOW)
      for (const m of made.values())
        console.log(
          `\n######## ${m.task.key} by ${m.doer} sources ${m.version.sources.length} ${m.checks.map((c) => `${c.name}:${c.status}`).join(' ')}\n${m.version.response}\n${process.env.SHOW === m.task.key ? m.markdown : ''}`,
        )
    expect(faults(made.values())).toEqual([])
    expect(deliverable.version.sources.length).toBeGreaterThan(12)
  })
})
const show = (made: Iterable<Made>, keys: string[]) => {
  if (process.env.SHOW)
    for (const m of made)
      console.log(
        `\n######## ${m.task.key} by ${m.doer} sources ${m.version.sources.length} ${m.checks.map((c) => `${c.name}:${c.status}`).join(' ')}\n${m.version.response}\n${keys.includes(m.task.key) ? m.markdown : ''}`,
      )
}
it('data-summary', async () => {
  const { made } = await workThrough(
    'data-summary',
    { title: 'Alderbike in numbers', brief: 'Summarise the stations table: docks, trips and fees by district.' },
    tables,
  )
  show(made.values(), ['figures-1', 'summary'])
  expect(faults(made.values())).toEqual([])
})
it('for-each', async () => {
  const items = [
    { name: 'Red kettle', litres: 1.7, colour: 'red' },
    { name: 'Blue kettle', litres: 1.2, colour: 'blue' },
    'Green toaster',
    'Rail Station',
    'Northfield',
  ]
  const { made } = await workThrough(
    'for-each',
    { title: 'Product texts', brief: 'Write one short text about each item.', items },
    [],
  )
  show(made.values(), ['item-1', 'item-3', 'merge'])
  expect(faults(made.values())).toEqual([])
  const more = await workThrough(
    'for-each',
    {
      title: 'Districts',
      brief: 'What do the documents say about this place?',
      items: ['Northfield', 'Hafenpark', 'Centre', 'Rail Station', 'Veloworks'],
    },
    files,
  )
  show(more.made.values(), ['merge'])
  expect(faults(more.made.values())).toEqual([])
})
it('checklist', async () => {
  const { made } = await workThrough(
    'checklist',
    {
      title: 'Prepare the council meeting',
      brief:
        'Prepare the meeting.\n\n- Say what the scheme costs\n- Say what residents think of the scheme\n- List open questions',
    },
    files,
  )
  show(made.values(), ['point-1', 'together'])
  expect(faults(made.values())).toEqual([])
})
