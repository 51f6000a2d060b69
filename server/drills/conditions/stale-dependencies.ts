import { writes } from '../acts.ts'
import { markdown } from '../attempt-calls.ts'
import type { Condition } from '../condition.ts'

export const staleDependencies: Condition = {
  name: 'stale-dependencies',
  kind: 'pilot',
  fault: 'What a finished note was built on is opened again and comes out differently.',
  workers: 2,
  goal: {
    title: 'A note on the ferry',
    brief: 'Write a note on the ferry from its figures.',
    stalePolicy: 'redo',
    plan: {
      tasks: [
        { key: 'figures', title: 'Figures of the ferry', skills: ['writing'] },
        { key: 'note', title: 'Note on the ferry', skills: ['writing'], needs: ['figures'] },
      ],
      deliverable: 'note',
    },
  },
  acts: {
    figures: [
      writes('The ferry carried 1,200 people in May, by the harbour master’s book.'),
      writes('The ferry carried 1,450 people in May: the book was added up again.'),
    ],
  },
  results: {
    note: ({ task }) =>
      markdown(`## The ferry\n\nAs the figures say: ${task.inputs.map((input) => input.text).join(' ')}`),
  },
  person: async ({ room, once, command }) => {
    const done = room.tasks.find((task) => task.key === 'figures' && task.status === 'done')
    const note = room.tasks.find((task) => task.key === 'note' && task.status === 'in_review')
    if (done && note && once('reopen'))
      await command('task.reopen', { taskId: done.id, reason: 'The book was added up wrongly.' })
  },
  expect: [
    {
      says: 'the note is marked stale in the commit that opens its figures again',
      seen: (log) => {
        const [opened] = log.about('figures', 'task.reopened')
        const stale = log.about('note', 'task.stale').filter((event) => opened && event.at === opened.at)
        return opened && stale.length > 0 ? [opened, ...stale] : []
      },
    },
    {
      says: 'the figures and then the note are made afresh',
      seen: (log) => log.after(log.about('figures', 'task.reopened'), log.about('note', 'attempt.offered').slice(1)),
    },
    {
      says: 'what is approved was built after that',
      seen: (log) => log.after(log.about('note', 'task.stale'), log.of('deliverable.approved')),
    },
  ],
}
