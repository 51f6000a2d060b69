import type { Condition } from '../condition.ts'

export const ambiguousTickets: Condition = {
  name: 'ambiguous-tickets',
  kind: 'pilot',
  fault: 'The goal asks for two things that cannot both hold.',
  workers: 1,
  goal: {
    title: 'A note on the harbour',
    brief: 'Write a note on the harbour of at most 200 words. It must have at least 900 words.',
  },
  acts: {},
  person: async ({ room, once, command }) => {
    const asked = room.handoffs.find((one) => one.kind === 'goal_question' && one.status === 'open')
    if (asked && once('clarify')) await command('handoff.answer', { handoffId: asked.id, body: 'At most 200 words.' })
  },
  expect: [
    { says: 'the goal is asked back', seen: (log) => log.of('goal.questioned') },
    {
      says: 'nothing is handed out before the answer',
      never: true,
      seen: (log) => {
        const [answered] = log.of('handoff.answered')
        return log.of('attempt.offered').filter((event) => !answered || event.seq < answered.seq)
      },
    },
    {
      says: 'the answer becomes part of the goal, and the work starts',
      seen: (log) => log.after(log.of('goal.clarified'), log.of('attempt.offered')),
    },
  ],
}
