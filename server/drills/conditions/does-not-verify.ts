import { writes } from '../acts.ts'
import { markdown, sha256 } from '../attempt-calls.ts'
import type { Condition } from '../condition.ts'
import { oneTask } from '../one-task.ts'

const tested = '# Release\n\nThe new lock is built in and was opened twice.\n'

export const doesNotVerify: Condition = {
  name: 'does-not-verify',
  kind: 'MAST 3.2',
  fault: 'A worker claims that everything was tested and brings nothing to show it.',
  workers: 2,
  goal: oneTask('Release of the lock', { checks: [{ name: 'evidence', required: true }] }),
  acts: { report: [writes('# Release\n\nThe new lock is built in.\n', { response: 'All tests pass.' })] },
  results: {
    report: () =>
      markdown(tested, {
        response: 'All tests pass.',
        evidence: [{ name: 'npm test', passed: true, output: '31 passed', versionSha256: sha256(tested) }],
      }),
  },
  expect: [
    {
      says: 'a claim without evidence for these bytes is not accepted',
      seen: (log) => log.about('report', 'attempt.failed', { class: 'failed_checks' }),
    },
    {
      says: 'with evidence it is',
      seen: (log) => log.after(log.of('attempt.failed'), log.of('goal.completed')),
    },
  ],
}
