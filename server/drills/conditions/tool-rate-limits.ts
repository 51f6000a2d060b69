import { busyFor } from '../acts.ts'
import type { Condition } from '../condition.ts'

const districts = ['north', 'south', 'west']

export const toolRateLimits: Condition = {
  name: 'tool-rate-limits',
  kind: 'pilot',
  fault: 'Workers answer 429 with Retry-After when they are handed work.',
  workers: 3,
  goal: {
    title: 'Three districts',
    brief: 'Write a paragraph on each of the districts.',
    plan: {
      tasks: [
        ...districts.map((key) => ({ key, title: `The ${key} district`, skills: ['writing'] })),
        { key: 'all', title: 'All districts', skills: ['writing'], needs: districts },
      ],
      deliverable: 'all',
    },
  },
  acts: { north: [busyFor(2)], south: [busyFor(1)] },
  expect: [
    {
      says: 'being asked for quiet is told apart from failing',
      seen: (log) => log.of('attempt.failed', { class: 'throttled' }),
    },
    {
      says: 'nothing else counts as a failure',
      never: true,
      seen: (log) =>
        log.of('attempt.failed').filter((event) => event.data.class !== 'throttled' && event.data.class !== 'declined'),
    },
    {
      says: 'the task is done afterwards, without a person',
      seen: (log) =>
        log.of('task.needs_human').length > 0
          ? []
          : log.after(log.of('attempt.failed', { class: 'throttled' }), log.of('goal.completed')),
    },
  ],
}
