import { handsIn } from '../acts.ts'
import type { Condition } from '../condition.ts'
import { oneTask } from '../one-task.ts'

export const stopsEarly: Condition = {
  name: 'stops-early',
  kind: 'MAST 3.1',
  fault: 'A worker declares itself done with nothing in its hands.',
  workers: 2,
  goal: oneTask('Guide to the museum'),
  acts: {
    report: [
      handsIn({ response: '', artifacts: [{ name: 'guide.md', parts: [{ text: '  ', mediaType: 'text/markdown' }] }] }),
    ],
  },
  expect: [
    {
      says: 'nothing is not a result',
      seen: (log) => log.about('report', 'attempt.failed'),
    },
    {
      says: 'somebody writes it',
      seen: (log) => log.after(log.of('attempt.failed'), log.of('goal.completed')),
    },
  ],
}
