import { asks } from '../acts.ts'
import { markdown } from '../attempt-calls.ts'
import type { Condition } from '../condition.ts'

const manual = 'The pump must be bled before the first start.\nThe valve opens to the left.\n'

export const partialDocumentation: Condition = {
  name: 'partial-documentation',
  kind: 'pilot',
  fault: 'The manual does not say how long the pump runs; a worker makes it up, with a quotation.',
  workers: 2,
  goal: {
    title: 'How the pump is started',
    brief: 'Say how the pump is started, with sources from the manual.',
    inputs: [{ name: 'manual.md', mediaType: 'text/markdown', text: manual }],
    plan: {
      tasks: [
        {
          key: 'steps',
          title: 'Steps to start the pump',
          skills: ['writing'],
          checks: [{ name: 'quotes', required: true }],
        },
      ],
    },
  },
  acts: {
    steps: [
      {
        does: (job, say) =>
          say.complete(
            markdown('Bleed the pump, then run it for forty minutes.', {
              sources: [{ inputId: job.task.inputs[0]?.id ?? '', quote: 'The pump runs for forty minutes.' }],
            }),
          ),
      },
      asks('The manual does not say how long the pump runs. How long?', ['Leave it out', 'Ten minutes']),
    ],
  },
  results: {
    steps: (job) =>
      markdown('Bleed the pump before the first start. The manual does not say how long it runs.', {
        sources: [{ inputId: job.task.inputs[0]?.id ?? '', quote: 'The pump must be bled before the first start.' }],
      }),
  },
  person: async ({ room, once, command }) => {
    const question = room.handoffs.find((one) => one.kind === 'question' && one.status === 'open')
    if (question && once('answer')) await command('handoff.answer', { handoffId: question.id, body: 'Leave it out.' })
  },
  expect: [
    {
      says: 'words that do not stand in the manual are not accepted',
      seen: (log) => log.about('steps', 'attempt.failed', { class: 'failed_checks' }),
    },
    {
      says: 'who asks instead waits for a person, and goes on with the answer',
      seen: (log) => log.after(log.of('handoff.answered'), log.of('attempt.submitted')),
    },
    { says: 'what is approved rests on what the manual says', seen: (log) => log.of('goal.completed') },
  ],
}
