import { markdown } from '../attempt-calls.ts'
import type { Condition } from '../condition.ts'

export const forcedHandoff: Condition = {
  name: 'forced-handoff',
  kind: 'pilot',
  fault: 'Whoever gets the task hands in something without the section that was asked for.',
  workers: 3,
  goal: {
    title: 'A report on the well',
    brief: 'Write a report on the well with a section Risks.',
    plan: {
      tasks: [
        {
          key: 'report',
          title: 'Report on the well',
          skills: ['writing'],
          output: { kind: 'document', mediaType: 'text/markdown', sections: ['Risks'] },
        },
      ],
    },
    deliverable: { kind: 'document', name: 'Report on the well' },
  },
  clocks: { attemptsPerAgent: 1 },
  acts: {},
  results: { report: ({ attempt }) => markdown(`# The well\n\nIt is deep. This is try ${attempt.number}.`) },
  person: async ({ room, once, command }) => {
    const stuck = room.tasks.find((task) => task.status === 'needs_human')
    if (!stuck || !once('take over')) return
    await command('task.take_over', { taskId: stuck.id })
    const text = '# The well\n\nIt is deep.\n\n## Risks\n\nThe wall is loose at four metres.'
    await command('task.submit', { taskId: stuck.id, ...markdown(text) })
  },
  expect: [
    {
      says: 'two workers who fail alike are enough: the task goes to a person',
      seen: (log) => log.about('report', 'task.needs_human'),
    },
    {
      says: 'no third worker is tried',
      never: true,
      seen: (log) => log.about('report', 'attempt.failed').slice(2),
    },
    {
      says: 'the person takes over, and their work goes through the same checks',
      seen: (log) => log.after(log.of('task.taken_over'), log.of('check.finished')),
    },
    { says: 'the goal is completed with it', seen: (log) => log.of('goal.completed') },
  ],
}
