import { repeats } from '../acts.ts'
import type { Condition } from '../condition.ts'

const bridges = ['I look through the list of bridges.']
const ferries = ['I open the list of ferries.', 'I look for the first ferry.']

export const repeatsSteps: Condition = {
  name: 'repeats-steps',
  kind: 'MAST 1.3',
  fault: 'One worker says the same step again and again, another goes round between two.',
  workers: 3,
  goal: {
    title: 'Bridges and ferries',
    brief: 'List the bridges and the ferries of the river.',
    plan: {
      tasks: [
        { key: 'bridges', title: 'List of the bridges', skills: ['writing'] },
        { key: 'ferries', title: 'List of the ferries', skills: ['writing'] },
        { key: 'both', title: 'Bridges and ferries', skills: ['writing'], needs: ['bridges', 'ferries'] },
      ],
      deliverable: 'both',
    },
  },
  acts: { bridges: [repeats(bridges, 12)], ferries: [repeats(ferries, 8)] },
  expect: [
    {
      says: 'the same step again and again is noticed as a loop',
      seen: (log) => log.about('bridges', 'attempt.failed', { class: 'looping' }),
    },
    {
      says: 'so is a round of two steps',
      seen: (log) => log.about('ferries', 'attempt.failed', { class: 'looping' }),
    },
    {
      says: 'the next ones are told what went wrong',
      seen: (log) => log.atLeast(2, log.of('task.ready', { rewritten: true })),
    },
    {
      says: 'somebody else finishes it',
      seen: (log) => log.after(log.of('attempt.failed', { class: 'looping' }), log.of('goal.completed')),
    },
  ],
}
