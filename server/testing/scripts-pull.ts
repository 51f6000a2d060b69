import type { ScriptedAgent } from './scripted-agent.ts'
import { work } from './scripts.ts'

const second = 1000

/** How agents that come for their work behave. */
export const pulls = {
  /** One task at a time, done as it should be. */
  steady: { max: 1, every: 20 * second, again: false, works: true },
  /** Wants fifty at once (F29). */
  greedy: { max: 50, every: 30 * second, again: false, works: true },
  /** Never hears the first answer and asks again under the same id (F28). */
  deaf: { max: 2, every: 25 * second, again: true, works: true },
  /** Takes work and never does it. */
  hoarding: { max: 2, every: 60 * second, again: false, works: false },
} as const
export type PullName = keyof typeof pulls
export const pullNames = Object.keys(pulls) as PullName[]

/** Lets an agent come for its work, again and again, in whatever way it behaves at the time. */
export function comeForWork(agent: ScriptedAgent, way: () => PullName) {
  const { max, every, again, works } = pulls[way()]
  agent.later(every, async () => {
    for (const roomId of agent.stage.rooms) {
      const claimId = agent.stage.newKey()
      const claimed = await agent.claim(roomId, claimId, max)
      const repeated = again ? await agent.claim(roomId, claimId, max) : claimed
      const [first, second] = [claimed, repeated].map((one) => one.ok && one.result.claims.map((job) => job.attempt.id))
      if (first && second && first.length > 0 && first.join() !== second.join())
        agent.complain(`I12 a claim repeated gave ${second.join()} after ${first.join()}`)
      if (repeated.ok && works) for (const job of repeated.result.claims) void work(agent, job)
    }
    comeForWork(agent, way)
  })
}
