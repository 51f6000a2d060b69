import { vanishesWith } from '../acts.ts'
import { markdown } from '../attempt-calls.ts'
import type { Condition } from '../condition.ts'
import { oneTask } from '../one-task.ts'

const introduction = 'Hello! I am new here. As I understand it, you want something about a well. Wells are holes.'

export const startsOver: Condition = {
  name: 'starts-over',
  kind: 'MAST 2.1',
  fault: 'A worker leaves a draft, falls silent, and comes back much later in a new conversation that starts over.',
  workers: 2,
  goal: oneTask('History of the well'),
  acts: {
    report: [vanishesWith('The well was dug in 1790. This is as far as I came.', 9, markdown(introduction))],
  },
  expect: [
    { says: 'the silence is noticed', seen: (log) => log.about('report', 'attempt.failed', { class: 'lost' }) },
    {
      says: 'the same task goes to somebody else, who finishes it',
      seen: (log) => log.after(log.of('attempt.failed'), log.of('goal.completed')),
    },
    {
      says: 'what comes of the new conversation is kept beside it',
      seen: (log) => log.after(log.of('attempt.failed'), log.of('attempt.late_result_kept')),
    },
    {
      says: 'and replaces nothing',
      holds: ({ deliverables }) =>
        deliverables.every(({ versions: [only, ...more] }) => only?.status === 'approved' && more.length === 0),
    },
  ],
}
