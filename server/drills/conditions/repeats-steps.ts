import { repeats } from '../acts.ts'
import type { Condition } from '../condition.ts'
import { oneTask } from '../one-task.ts'

export const repeatsSteps: Condition = {
  name: 'repeats-steps',
  kind: 'MAST 1.3',
  fault: 'A worker says the same step again and again.',
  workers: 2,
  goal: oneTask('List of the bridges'),
  acts: { report: [repeats('I look through the list of bridges.', 8)] },
  expect: [
    {
      says: 'going round in circles is noticed as such',
      seen: (log) => log.about('report', 'attempt.failed', { class: 'looping' }),
    },
    {
      says: 'somebody else finishes it',
      seen: (log) => log.after(log.of('attempt.failed'), log.of('goal.completed')),
    },
  ],
}
