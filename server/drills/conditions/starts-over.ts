import { vanishesWith } from '../acts.ts'
import type { Condition } from '../condition.ts'
import { oneTask } from '../one-task.ts'

export const startsOver: Condition = {
  name: 'starts-over',
  kind: 'MAST 2.1',
  fault: 'A worker leaves a draft, starts a new conversation and is never heard of again on this one.',
  workers: 2,
  goal: oneTask('History of the well'),
  acts: { report: [vanishesWith('The well was dug in 1790. This is as far as I came.')] },
  expect: [
    { says: 'the silence is noticed', seen: (log) => log.about('report', 'attempt.failed', { class: 'lost' }) },
    {
      says: 'the same task goes to somebody else, who finishes it',
      seen: (log) => log.after(log.of('attempt.failed'), log.of('goal.completed')),
    },
  ],
}
