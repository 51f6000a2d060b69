import { writes } from '../acts.ts'
import { markdown } from '../attempt-calls.ts'
import type { Condition } from '../condition.ts'
import { oneTask } from '../one-task.ts'

export const disobeysTask: Condition = {
  name: 'disobeys-task',
  kind: 'MAST 1.1',
  fault: 'A section that was asked for is missing, and the text is far too short.',
  workers: 2,
  goal: oneTask('Report on the mill', {
    output: { kind: 'document', mediaType: 'text/markdown', sections: ['Findings', 'Costs'] },
    checks: [{ name: 'length', min: 20, required: true }],
  }),
  acts: { report: [writes('## Findings\n\nThe mill turns.')] },
  results: {
    report: () =>
      markdown(
        '## Findings\n\nThe mill turns for nine hours a day, as long as the stream carries water.\n\n## Costs\n\nThe wheel was mended for 300 crowns this spring.',
      ),
  },
  expect: [
    {
      says: 'what is missing is named, and nothing of it reaches a person',
      seen: (log) => log.about('report', 'attempt.failed', { class: 'failed_checks' }),
    },
    { says: 'the next try is told', seen: (log) => log.about('report', 'task.ready', { rewritten: true }) },
    { says: 'the goal is completed', seen: (log) => log.of('goal.completed') },
  ],
}
