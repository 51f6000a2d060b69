import type { Assignment } from '../../domain/assignment.ts'
import { handsIn } from '../acts.ts'
import { markdown } from '../attempt-calls.ts'
import type { Condition } from '../condition.ts'
import { oneTask } from '../one-task.ts'

const trips = 'day,trips\nMonday,12\nTuesday,15\nWednesday,9\n'
const summed = (total: string) => (job: Assignment) =>
  markdown(`There were ${total} trips in all; the sum was checked.`, {
    sources: [{ inputId: job.task.inputs[0]?.id ?? '', quote: total, locator: 'sum(trips)' }],
  })

export const verifiesWrongly: Condition = {
  name: 'verifies-wrongly',
  kind: 'MAST 3.3',
  fault: 'A worker says that it checked its sum, and the sum is wrong.',
  workers: 2,
  goal: {
    ...oneTask('Trips of the week', { checks: [{ name: 'numbers', required: true }] }),
    inputs: [{ name: 'trips.csv', mediaType: 'text/csv', text: trips }],
  },
  acts: { report: [handsIn(summed('38'))] },
  results: { report: summed('36') },
  expect: [
    {
      says: 'the coordinator works the sum out again and does not believe it',
      seen: (log) => log.about('report', 'attempt.failed', { class: 'failed_checks' }),
    },
    {
      says: 'the right sum is accepted',
      seen: (log) => log.after(log.of('attempt.failed'), log.of('goal.completed')),
    },
  ],
}
