import type { Assignment } from '../domain/assignment.ts'
import type { Script, ScriptedAgent } from './scripted-agent.ts'
import { accepted, beat, delivered, inShape, onRequest, pause, resultOf, work } from './scripts.ts'

const second = 1000

/** Steps that agents ask leave for: a harmless one, one that a room may forbid, one that nobody thought of. */
export const riskySteps = ['git status', 'rm -r build', 'make tides'] as const

/** Who has asked leave for a step and waits for the answer, by attempt. */
const waiting = new WeakMap<ScriptedAgent, Map<string, Assignment>>()

/** Agents that do their work, each in a way that brings a run somewhere. */
export const minded = {
  /** Of one mind with its like and with nobody else: answers to one question contradict each other. */
  headstrong: onRequest((job, agent) => {
    agent.later(10 * second, () => {
      const { schema } = job.task.output
      const text = `The quay is 244 metres long; ${agent.name} measured it on try ${job.attempt.number}.`
      const part = schema === undefined ? { text, mediaType: 'text/markdown' } : { data: inShape(schema, 244) }
      void agent.complete(job.attempt.id, { artifacts: [{ name: 'answer', parts: [part] }] })
    })
    return accepted
  }),
  /** Asks leave for a risky step, waits for the answer and does its work either way. */
  careful: (message, agent) => {
    const asked = waiting.get(agent) ?? new Map<string, Assignment>()
    waiting.set(agent, asked)
    if (message.type === 'attempt.requested') {
      void askFirst(agent, message.data as Assignment, asked)
      return accepted
    }
    const { attempt = '' } = message.data as { attempt?: string }
    const job = message.type === 'attempt.prompted' ? asked.get(attempt) : undefined
    if (job && asked.delete(attempt)) void work(agent, job, 4 * second)
    return delivered
  },
  /** Does its work and says that it used up much. */
  spending: onRequest((job, agent) => {
    agent.later(8 * second, () => {
      const usage = { tokens: 100_000, costUsd: 1 }
      void agent.complete(job.attempt.id, { ...resultOf(job, agent.name), usage })
    })
    return accepted
  }),
} satisfies Record<string, Script>

async function askFirst(agent: ScriptedAgent, job: Assignment, asked: Map<string, Assignment>) {
  await pause(agent, 3 * second)
  const { id, number } = job.attempt
  const leave = await agent.askLeave(id, riskySteps[(number + agent.inbox.length) % riskySteps.length] ?? '')
  if (!leave.ok) return
  if (leave.result.decision !== 'pending') return work(agent, job, 4 * second)
  asked.set(id, job)
  beat(agent, id, job.attempt.heartbeatSeconds * second, Date.parse(job.attempt.deadline))
}
