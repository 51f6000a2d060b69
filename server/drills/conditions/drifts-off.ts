import { writes } from '../acts.ts'
import { markdown } from '../attempt-calls.ts'
import type { Condition } from '../condition.ts'
import { oneTask } from '../one-task.ts'

export const driftsOff: Condition = {
  name: 'drifts-off',
  kind: 'MAST 2.3',
  fault: 'A worker delivers a fine answer to the question beside the one that was asked.',
  workers: 2,
  goal: { ...oneTask('Prices of the market'), acceptance: ['It names the price of apples'] },
  acts: { report: [writes('## The market\n\nThe market square was paved in 1850 and has two fountains.')] },
  results: { report: () => markdown('## Prices\n\nThe price of apples is two crowns a pound on the market.') },
  person: async ({ room, once, command }) => {
    for (const { id, versions } of room.deliverables) {
      const first = versions.find((one) => one.number === 1 && one.status === 'in_review')
      if (first && once('send back'))
        await command('deliverable.request_changes', {
          ...{ deliverableId: id, versionId: first.id, sha256: first.sha256 },
          summary: 'This is about the square. What do apples cost?',
        })
    }
  },
  expect: [
    {
      says: 'the criterion is not taken for met',
      holds: ({ deliverables }) =>
        deliverables.every(
          ({ versions: [first] }) =>
            first?.checks.some((one) => one.name === 'acceptance' && one.status !== 'passed') === true,
        ),
    },
    {
      says: 'the person’s words lead to a new version, which is approved',
      seen: (log) => log.after(log.of('deliverable.changes_requested'), log.of('deliverable.approved')),
    },
    {
      says: 'nothing counts as delivered before that',
      never: true,
      seen: (log) => {
        const [back] = log.of('deliverable.changes_requested')
        return log.of('deliverable.approved').filter((event) => !back || event.seq < back.seq)
      },
    },
  ],
}
