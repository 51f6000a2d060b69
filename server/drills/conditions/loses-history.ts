import { asks } from '../acts.ts'
import type { Condition } from '../condition.ts'
import { oneTask } from '../one-task.ts'

export const losesHistory: Condition = {
  name: 'loses-history',
  kind: 'MAST 1.4',
  fault: 'A worker asks half way what the task was, is told, and gives it up all the same.',
  workers: 2,
  goal: oneTask('Timetable of the tram'),
  acts: {
    report: [
      asks('I lost the thread: what was the task?', [], (_, say) =>
        say.fail('error', 'My context is full: I no longer know what the task was.', false),
      ),
    ],
  },
  person: async ({ room, once, command }) => {
    const asked = room.handoffs.find((one) => one.kind === 'question' && one.status === 'open')
    if (asked && once('answer'))
      await command('handoff.answer', { handoffId: asked.id, body: 'As the brief says: the timetable of the tram.' })
  },
  expect: [
    {
      says: 'the question waits for a person, who answers it',
      seen: (log) => log.after(log.of('handoff.opened'), log.of('handoff.answered')),
    },
    {
      says: 'the failure is recorded',
      seen: (log) => log.after(log.of('handoff.answered'), log.about('report', 'attempt.failed', { class: 'errored' })),
    },
    {
      says: 'the task is handed on with the whole brief and what went wrong',
      seen: (log) => log.about('report', 'task.ready', { action: 'hand_on', rewritten: true }),
    },
    { says: 'the goal is completed', seen: (log) => log.of('goal.completed') },
  ],
}
