import { handsIn, writes } from '../acts.ts'
import { markdown } from '../attempt-calls.ts'
import type { Condition } from '../condition.ts'
import { oneTask } from '../one-task.ts'

const sections = ['Rooms', 'Hours', 'Tickets', 'Ways', 'Café']
const guide = (parts: readonly string[]) =>
  parts.map((part) => `## ${part}\n\nWhat a visitor of the museum must know about ${part.toLowerCase()}.`).join('\n\n')

export const stopsEarly: Condition = {
  name: 'stops-early',
  kind: 'MAST 3.1',
  fault: 'A worker declares itself done with an empty file, and then with two of five sections.',
  // Alone it is asked again; two workers who fail alike would be a matter for a person.
  workers: 1,
  clocks: { attemptsPerAgent: 3 },
  goal: oneTask('Guide to the museum', { output: { kind: 'document', mediaType: 'text/markdown', sections } }),
  acts: {
    report: [
      handsIn({ response: '', artifacts: [{ name: 'guide.md', parts: [{ text: '  ', mediaType: 'text/markdown' }] }] }),
      writes(guide(sections.slice(0, 2)), { response: 'The guide is complete.' }),
    ],
  },
  results: { report: () => markdown(guide(sections)) },
  expect: [
    { says: 'nothing is not a result', seen: (log) => log.about('report', 'attempt.failed').slice(0, 1) },
    {
      says: 'neither are two of five: those that are missing are named',
      seen: (log) => log.about('report', 'attempt.failed', { class: 'failed_checks', reason: /Tickets/ }).slice(-1),
    },
    {
      says: 'it is asked for until it is whole',
      seen: (log) => log.after(log.of('attempt.failed').slice(1), log.of('goal.completed')),
    },
  ],
}
