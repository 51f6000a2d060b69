import { writes } from '../acts.ts'
import type { Condition } from '../condition.ts'

const long = 'The Tower Bridge in London was finished in 1894 and is 244 metres long.'
const short = 'The Tower Bridge in London was finished in 1894 and is 144 metres long.'

export const contradictoryOutputs: Condition = {
  name: 'contradictory-outputs',
  kind: 'pilot',
  fault: 'Two agents who were asked the same independently state different lengths.',
  workers: 3,
  goal: {
    title: 'How long is the bridge?',
    brief: 'Say how long the Tower Bridge is, and write a note with it.',
    plan: {
      tasks: [
        { key: 'length', title: 'Length of the bridge', skills: ['writing'], answers: 2 },
        { key: 'note', title: 'Note on the bridge', skills: ['writing'], needs: ['length'] },
      ],
      deliverable: 'note',
    },
  },
  acts: { 'length:answer-1': [writes(long)], 'length:answer-2': [writes(short)] },
  person: async ({ room, once, command }) => {
    const conflict = room.conflicts.find((one) => one.status === 'open')
    const versionId = conflict?.positions.find((one) => one.quote.includes('244'))?.versionId
    if (conflict && versionId && once('choose'))
      await command('task.accept_conflict', { taskId: conflict.taskId, versionId, reason: 'I measured it.' })
  },
  expect: [
    { says: 'the contradiction is noticed', seen: (log) => log.of('answers.contradicted') },
    {
      says: 'neither answer wins in silence: nothing is built on them before a verdict',
      never: true,
      seen: (log) => {
        const [settled] = log.about('length', 'answers.settled')
        return log.about('note', 'attempt.offered').filter((event) => !settled || event.seq < settled.seq)
      },
    },
    {
      says: 'what lost is kept beside what stands',
      holds: ({ conflicts }) =>
        conflicts.some(
          ({ status, positions }) =>
            status === 'settled' &&
            ['144', '244'].every((length) => positions.some((one) => one.quote.includes(length))),
        ),
    },
    {
      says: 'the verdict is recorded, and the work goes on with it',
      seen: (log) => log.after(log.about('length', 'answers.settled', { by: 'person' }), log.of('goal.completed')),
    },
  ],
}
