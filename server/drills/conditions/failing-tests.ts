import { writes } from '../acts.ts'
import { markdown, sha256 } from '../attempt-calls.ts'
import type { Condition } from '../condition.ts'

const fixed = '# Change\n\nThe parser takes an empty line for the end of a record.\n'

export const failingTests: Condition = {
  name: 'failing-tests',
  kind: 'pilot',
  fault: 'A change is handed in whose own tests fail.',
  workers: 2,
  goal: {
    title: 'The parser takes empty lines',
    brief: 'Change the parser so that an empty line ends a record, and run its tests.',
    plan: {
      tasks: [
        {
          key: 'change',
          title: 'Change to the parser',
          skills: ['writing'],
          checks: [{ name: 'evidence', required: true }],
        },
      ],
    },
  },
  acts: {
    change: [
      writes('# Change\n\nThe parser takes an empty line.\n', {
        response: 'The change is made.',
        evidence: [{ name: 'npm test', passed: false, output: '9 passed, 3 failed' }],
      }),
    ],
  },
  results: {
    change: () =>
      markdown(fixed, {
        response: 'The change is made; all tests pass.',
        evidence: [{ name: 'npm test', passed: true, output: '12 passed', versionSha256: sha256(fixed) }],
      }),
  },
  expect: [
    {
      says: 'the change is not accepted, with the failed tests as the reason',
      seen: (log) => log.about('change', 'attempt.failed', { class: 'failed_checks' }),
    },
    {
      says: 'it is tried again by somebody who is told what failed',
      seen: (log) => log.about('change', 'task.ready', { rewritten: true }),
    },
    {
      says: 'only the change whose tests pass reaches a person',
      seen: (log) => log.after(log.about('change', 'attempt.failed'), log.of('deliverable.approved')),
    },
  ],
}
