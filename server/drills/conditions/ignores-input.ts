import { writes } from '../acts.ts'
import { markdown } from '../attempt-calls.ts'
import type { Condition } from '../condition.ts'
import { oneTask } from '../one-task.ts'

const same = '## The tower\n\nThe tower is 40 metres high.'

export const ignoresInput: Condition = {
  name: 'ignores-input',
  kind: 'MAST 2.5',
  fault: 'A correction is accepted politely, and the old bytes come again.',
  workers: 2,
  goal: oneTask('Height of the tower'),
  acts: { report: [writes(same), writes(same, { response: 'Thank you, corrected.' })] },
  results: { report: () => markdown('## The tower\n\nThe tower is 44 metres high.') },
  person: async ({ room, once, command }) => {
    for (const { id, versions } of room.deliverables) {
      const first = versions.find((one) => one.number === 1 && one.status === 'in_review')
      if (first && once('send back'))
        await command('deliverable.request_changes', {
          ...{ deliverableId: id, versionId: first.id, sha256: first.sha256, summary: 'It is 44 metres.' },
        })
    }
  },
  expect: [
    {
      says: 'the same bytes after a rejection are not accepted',
      seen: (log) => log.after(log.of('deliverable.changes_requested'), log.about('report', 'attempt.failed')),
    },
    {
      says: 'the old bytes are no version that counts',
      holds: ({ deliverables }) =>
        deliverables.every(({ versions }) => {
          const [old] = versions
          return versions.every((one) => one.sha256 !== old?.sha256 || one.status !== 'approved')
        }),
    },
    {
      says: 'the correction is what a person approves',
      seen: (log) => log.after(log.about('report', 'attempt.failed'), log.of('deliverable.approved')),
    },
  ],
}
