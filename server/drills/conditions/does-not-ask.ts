import type { Condition } from '../condition.ts'

export const doesNotAsk: Condition = {
  name: 'does-not-ask',
  kind: 'MAST 2.2',
  fault: 'The goal speaks of a file that is not there; a worker would guess.',
  workers: 1,
  goal: { title: 'Summary', brief: 'Summarise the attached report in three sentences for the board of the harbour.' },
  acts: {},
  person: async ({ room, once, command }) => {
    const asked = room.handoffs.find((one) => one.kind === 'goal_question' && one.status === 'open')
    if (asked && once('clarify'))
      await command('handoff.answer', { handoffId: asked.id, body: 'Go by this: 1,200 ships came, 1,190 left.' })
  },
  expect: [
    { says: 'the coordinator asks before anybody can guess', seen: (log) => log.of('goal.questioned') },
    {
      says: 'nothing is handed out before the answer',
      never: true,
      seen: (log) => {
        const [answered] = log.of('handoff.answered')
        return log.of('attempt.offered').filter((event) => !answered || event.seq < answered.seq)
      },
    },
    {
      says: 'the goal is completed with the answer',
      seen: (log) => log.after(log.of('goal.clarified'), log.of('goal.completed')),
    },
  ],
}
