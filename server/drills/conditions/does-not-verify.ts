import { writes } from '../acts.ts'
import { markdown, sha256 } from '../attempt-calls.ts'
import type { Condition } from '../condition.ts'
import { oneTask } from '../one-task.ts'

const planted = '# Release\n\nThe new lock is built in and was opened twice, at minus three o’clock.\n'
const right = '# Release\n\nThe new lock is built in and was opened twice, at three o’clock.\n'
const claim = 'All tests pass.'
const shown = (text: string) => ({
  response: claim,
  evidence: [{ name: 'npm test', passed: true, output: '31 passed', versionSha256: sha256(text) }],
})

export const doesNotVerify: Condition = {
  name: 'does-not-verify',
  kind: 'MAST 3.2',
  fault:
    'A worker claims that everything was tested and shows nothing; then a reviewer approves a planted error unseen.',
  workers: 3,
  skills: ['critique'],
  goal: oneTask('Release of the lock', { checks: [{ name: 'evidence', required: true }] }),
  acts: {
    report: [writes('# Release\n\nThe new lock is built in.\n', { response: claim }), writes(planted, shown(planted))],
  },
  results: {
    report: () => markdown(right, shown(right)),
    'report:opinion-2-1': () => ({
      response: 'Looks good.',
      artifacts: [{ name: 'opinion.json', parts: [{ text: '{"verdict":"approve"}', mediaType: 'application/json' }] }],
    }),
  },
  person: async ({ room, once, command }) => {
    for (const { id, versions } of room.deliverables) {
      const first = versions.find((one) => one.status === 'in_review' && one.sha256 === sha256(planted))
      if (!first) continue
      // Nobody approves it unread: what the reviewer thinks is heard first.
      once(`approve ${first.id}`)
      if (once('ask')) await command('version.ask_opinion', { versionId: first.id })
      if (room.opinions.some((one) => one.versionId === first.id) && once('send back'))
        await command('deliverable.request_changes', {
          ...{ deliverableId: id, versionId: first.id, sha256: first.sha256 },
          summary: 'There is no minus three o’clock.',
        })
    }
  },
  expect: [
    {
      says: 'a claim without evidence for these bytes is not accepted',
      seen: (log) => log.about('report', 'attempt.failed', { class: 'failed_checks' }),
    },
    {
      says: 'the reviewer’s approval is on record and decides nothing',
      holds: ({ opinions, reviews }) =>
        opinions.some(
          ({ verdict, versionId }) =>
            verdict === 'approve' &&
            reviews.some((one) => one.versionId === versionId && one.verdict === 'changes_requested'),
        ),
    },
    {
      says: 'whoever made the version is not the one who judged it',
      holds: ({ opinions, deliverables }) => {
        const versions = deliverables.flatMap((one) => one.versions)
        return opinions.every(({ versionId, participantId }) =>
          versions.some((one) => one.id === versionId && one.createdBy !== participantId),
        )
      },
    },
    {
      says: 'with evidence, and without the error, it is approved',
      seen: (log) => log.after(log.of('deliverable.changes_requested'), log.of('deliverable.approved')),
    },
  ],
}
