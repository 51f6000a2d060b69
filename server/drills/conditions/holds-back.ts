import { markdown } from '../attempt-calls.ts'
import type { Condition } from '../condition.ts'
import { oneTask } from '../one-task.ts'

export const holdsBack: Condition = {
  name: 'holds-back',
  kind: 'MAST 2.4',
  fault: 'A worker says on the way that it found the passage that decides it, and hands in without it.',
  workers: 2,
  goal: {
    ...oneTask('Closing of the lock', { checks: [{ name: 'quotes', required: true }] }),
    inputs: [{ name: 'notice.md', mediaType: 'text/markdown', text: 'The lock is closed from 3 to 9 May.\n' }],
  },
  acts: {
    report: [
      {
        async does(_, say) {
          await say.activity('I found it in notice.md: the lock is closed from 3 to 9 May.', { progress: 0.5 })
          await say.complete(markdown('The lock will be closed for some days in spring.'))
        },
      },
    ],
  },
  results: {
    report: (job) =>
      markdown('The lock is closed from 3 to 9 May.', {
        sources: [{ inputId: job.task.inputs[0]?.id ?? '', quote: 'The lock is closed from 3 to 9 May.' }],
      }),
  },
  expect: [
    {
      says: 'a result without its sources is not accepted',
      seen: (log) => log.about('report', 'attempt.failed', { class: 'failed_checks' }),
    },
    {
      says: 'the one that shows where it has it from is',
      seen: (log) => log.after(log.of('attempt.failed'), log.of('goal.completed')),
    },
  ],
}
