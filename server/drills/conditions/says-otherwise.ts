import { writes } from '../acts.ts'
import { markdown, sha256 } from '../attempt-calls.ts'
import type { Condition } from '../condition.ts'
import { oneTask } from '../one-task.ts'

const text = '# Fix\n\nThe counter starts at zero again.\n'
const mended = '# Fix\n\nThe counter starts at zero again, also after a pause.\n'
const evidence = (of: string, output: string) => [{ name: 'npm test', passed: true, output, versionSha256: sha256(of) }]

export const saysOtherwise: Condition = {
  name: 'says-otherwise',
  kind: 'MAST 2.6',
  fault: 'A worker says that all tests pass; the log it sends shows three failures.',
  workers: 2,
  goal: oneTask('Fix of the counter', { checks: [{ name: 'evidence', required: true }] }),
  acts: {
    report: [writes(text, { response: 'Done: all 12 tests pass.', evidence: evidence(text, '9 passed, 3 failed') })],
  },
  results: {
    report: () => markdown(mended, { response: 'Done: all 12 tests pass.', evidence: evidence(mended, '12 passed') }),
  },
  expect: [
    {
      says: 'the log is believed, not the claim',
      seen: (log) => log.about('report', 'attempt.failed', { class: 'failed_checks' }),
    },
    {
      says: 'it is accepted when claim and log agree',
      seen: (log) => log.after(log.of('attempt.failed'), log.of('goal.completed')),
    },
  ],
}
