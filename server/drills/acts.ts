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

/** Takes the task up, leaves a draft, is silent for so many seconds, and then hands in as if nothing had been. */
export const vanishesWith = (draft: string, seconds: number, result: Partial<Completion>): Act => ({
  async does(_, say) {
    await say.draft(draft)
    await pause(seconds * 1000)
    await say.complete(result)
  },
})

/** Takes the task up and is never heard of again. */
export const vanishes: Act = { does: async () => undefined }

/** Takes the message and not the task. */
export const ignores: Act = { answer: { status: 202 } }

/** Shows that it is alive, again and again, and comes no further; with `further` it comes further and to no end. */
export const dawdles = (further: boolean): Act => ({
  async does(_, say) {
    for (let i = 1; i <= 60; i++) {
      const { status } = await (further
        ? say.activity(`Step ${i} of many more.`, { progress: i / 100 })
        : say.heartbeat())
      if (status === 409) return
      await pause(700)
    }
  },
  // Asked how it goes, it goes on as it was.
  answered: async () => undefined,
})

/** Asks for quiet instead of taking the task. */
export const busyFor = (seconds: number): Act => ({ answer: { status: 429, headers: { 'retry-after': `${seconds}` } } })

/** Says these words in turn, so often, or until it is told that the work is no longer its own. */
export const repeats = (words: readonly string[], times: number): Act => ({
  async does(_, say) {
    // At once it would be a burst; said again and again it is a loop.
    for (let i = 0; i < times * words.length; i++) {
      const { status } = await say.activity(words[i % words.length] ?? '')
      if (status === 409) return
      await pause(400)
    }
  },
})

/** Asks a person and waits for the answer, which comes as a message of its own; then it does its work, or `afterwards`. */
export const asks = (question: string, options: string[] = [], afterwards?: Act['answered']): Act => ({
  does: (_, say) => say.activity(question, { type: 'elicitation', ...(options.length > 0 ? { options } : {}) }),
  ...(afterwards ? { answered: afterwards } : {}),
})

/** Asks leave for one step after another, then does the work all the same without them. */
export const asksLeave = (commands: readonly string[], result: Partial<Completion>): Act => ({
  async does(_, say) {
    for (const command of commands) await say.action(command, 'to finish sooner')
    await say.complete(result)
  },
})

/** Hands in, and then goes on handing in. */
export const neverStops = (texts: readonly string[]): Act => ({
  async does(_, say) {
    for (const text of texts) {
      await say.complete(markdown(text))
      await pause(700)
    }
  },
})

/** Work done well where a condition says nothing else: a short text of its own on the task. */
export const wellDone = (job: Assignment): Partial<Completion> =>
  markdown(
    `## ${job.task.title}\n\nThe ${job.task.title.toLowerCase()} was worked on as the brief asks, in try ${job.attempt.number}. It rests on ${job.task.inputs.length} inputs.`,
  )
