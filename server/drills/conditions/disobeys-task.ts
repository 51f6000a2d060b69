import { writes } from '../acts.ts'
import { markdown } from '../attempt-calls.ts'
import type { Condition } from '../condition.ts'
import { oneTask } from '../one-task.ts'

export const disobeysTask: Condition = {
  name: 'disobeys-task',
  kind: 'MAST 1.1',
  fault: 'A worker leaves out a section that was asked for, and then writes far too little.',
  // Alone it is asked again; two workers who fail alike would be a matter for a person.
  workers: 1,
  clocks: { attemptsPerAgent: 3 },
  goal: oneTask('Report on the mill', {
    output: { kind: 'document', mediaType: 'text/markdown', sections: ['Findings', 'Costs'] },
    checks: [{ name: 'length', min: 20, required: true }],
  }),
  acts: {
    report: [
      writes(
        '## Findings\n\nThe mill turns for nine hours a day, as long as the stream carries water, and in summer it rests for weeks at a time.',
      ),
      writes('## Findings\n\nThe mill turns.\n\n## Costs\n\n300 crowns.'),
    ],
  },
  results: {
    report: () =>
      markdown(
        '## Findings\n\nThe mill turns for nine hours a day, as long as the stream carries water.\n\n## Costs\n\nThe wheel was mended for 300 crowns this spring.',
      ),
  },
  expect: [
    {
      says: 'what is missing is named',
      seen: (log) => log.about('report', 'attempt.failed', { class: 'failed_checks', reason: /Costs/ }),
    },
    {
      says: 'what is too short is told apart from it',
      seen: (log) => log.about('report', 'attempt.failed', { class: 'failed_checks', reason: /word/ }),
    },
    { says: 'the next try is told', seen: (log) => log.about('report', 'task.ready', { rewritten: true }) },
    {
      says: 'nothing of it reaches a person: the one version that does has all that was asked for',
      never: true,
      seen: (log) => log.of('deliverable.ready').slice(1),
    },
    { says: 'the goal is completed', seen: (log) => log.of('goal.completed') },
  ],
}
