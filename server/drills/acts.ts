import { setTimeout as pause } from 'node:timers/promises'
import type { Completion } from '../contract/commands/room.ts'
import type { Assignment } from '../domain/assignment.ts'
import { markdown } from './attempt-calls.ts'
import type { Act } from './condition.ts'

/** Hands this in, well or not. */
export const handsIn = (result: Partial<Completion> | ((job: Assignment) => Partial<Completion>)): Act => ({
  does: (job, say) => say.complete(typeof result === 'function' ? result(job) : result),
})
export const writes = (text: string, more: Partial<Completion> = {}): Act => handsIn(markdown(text, more))

/** Takes the task up, leaves a draft, and is never heard of again. */
export const vanishesWith = (draft: string): Act => ({ does: (_, say) => say.draft(draft) })

/** Asks for quiet instead of taking the task. */
export const busyFor = (seconds: number): Act => ({ answer: { status: 429, headers: { 'retry-after': `${seconds}` } } })

export const fails = (message: string, retryable = true): Act => ({
  does: (_, say) => say.fail('error', message, retryable),
})

/** Says the same so often. */
export const repeats = (words: string, times: number): Act => ({
  async does(_, say) {
    // At once it would be a burst; said again and again it is a loop.
    for (let i = 0; i < times; i++) {
      await say.activity(words)
      await pause(400)
    }
  },
})

/** Asks a person and waits for the answer, which comes as a message of its own. */
export const asks = (question: string, options: string[] = []): Act => ({
  does: (_, say) => say.activity(question, { type: 'elicitation', ...(options.length > 0 ? { options } : {}) }),
})

/** Asks leave for a step, then does the work all the same without it. */
export const asksLeave = (command: string, result: Partial<Completion>): Act => ({
  async does(_, say) {
    await say.action(command, 'to finish sooner')
    await say.complete(result)
  },
})

/** Hands in, and then goes on handing in. */
export const neverStops = (texts: readonly string[]): Act => ({
  async does(_, say) {
    for (const text of texts) {
      await say.complete(markdown(text))
      await pause(300)
    }
  },
})

/** Work done well where a condition says nothing else: a short text of its own on the task. */
export const wellDone = (job: Assignment): Partial<Completion> =>
  markdown(
    `## ${job.task.title}\n\nThe ${job.task.title.toLowerCase()} was worked on as the brief asks, in try ${job.attempt.number}. It rests on ${job.task.inputs.length} inputs.`,
  )
