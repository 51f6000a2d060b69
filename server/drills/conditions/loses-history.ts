import { fails } from '../acts.ts'
import type { Condition } from '../condition.ts'
import { oneTask } from '../one-task.ts'

export const losesHistory: Condition = {
  name: 'loses-history',
  kind: 'MAST 1.4',
  fault: 'A worker no longer knows what the task was and gives it up.',
  workers: 2,
  goal: oneTask('Timetable of the tram'),
  acts: { report: [fails('My context is full: I no longer know what the task was.', false)] },
  expect: [
    { says: 'the failure is recorded', seen: (log) => log.about('report', 'attempt.failed', { class: 'errored' }) },
    {
      says: 'the task is handed on with the whole brief and what went wrong',
      seen: (log) => log.about('report', 'task.ready', { action: 'hand_on', rewritten: true }),
    },
    { says: 'the goal is completed', seen: (log) => log.of('goal.completed') },
  ],
}
