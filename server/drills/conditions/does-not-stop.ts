import { neverStops } from '../acts.ts'
import type { Condition } from '../condition.ts'
import { oneTask } from '../one-task.ts'

export const doesNotStop: Condition = {
  name: 'does-not-stop',
  kind: 'MAST 1.5',
  fault: 'A worker hands in and then goes on handing in new versions.',
  workers: 1,
  goal: oneTask('Song of the ferryman'),
  acts: {
    report: [
      neverStops([
        'The river is wide, the ferry is slow, and the ferryman sings of the snow.',
        'A better one: the river is wide, and the ferryman sings of the tide.',
        'The best one: the river is long, and nobody knows the end of the song.',
        'One more thought: the river is old, and the ferryman’s song is cold.',
        'The last, I promise: the river is high, and the ferryman sings to the sky.',
      ]),
    ],
  },
  expect: [
    { says: 'what comes afterwards is kept and moves nothing', seen: (log) => log.of('attempt.late_result_kept') },
    {
      says: 'there is no second version',
      never: true,
      seen: (log) => log.of('version.submitted').slice(1),
    },
    {
      says: 'neither does what comes after a person approved it',
      seen: (log) => log.after(log.of('deliverable.approved'), log.of('attempt.late_result_kept')),
    },
    { says: 'the first one is approved', seen: (log) => log.of('deliverable.approved') },
    {
      says: 'and stays the only one',
      holds: ({ deliverables }) =>
        deliverables.every(({ versions: [only, ...more] }) => only?.status === 'approved' && more.length === 0),
    },
  ],
}
