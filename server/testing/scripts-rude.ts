import type { Assignment } from '../domain/assignment.ts'
import type { Script, ScriptedAgent } from './scripted-agent.ts'
import { accepted, delivered, onRequest, pause, resultOf, work } from './scripts.ts'

const second = 1000

/** Takes the task up and does `then` a little later. */
const later = (then: (job: Assignment, agent: ScriptedAgent) => Promise<unknown>, after = 5 * second) =>
  onRequest((job, agent) => {
    agent.later(after, () => void then(job, agent))
    return accepted
  })

/** Agents that break the contract: they repeat, contradict themselves, and speak for others. */
export const rude = {
  /** One id for two different results (F10): the second changes nothing. */
  reusing: later(async ({ attempt, ...job }, agent) => {
    const key = `once ${attempt.id}`
    const first = await agent.complete(attempt.id, resultOf({ attempt, ...job }, agent.name), key)
    const other = await agent.complete(attempt.id, { response: 'Something else altogether.' }, key)
    // Who never got an answer knows nothing.
    if (first.ok && (other.ok || !/^(idempotency_mismatch|internal)$/.test(other.code)))
      agent.complain('I12 one id with another body was taken')
  }),
  /** Progress in the wrong order (F13). */
  shuffled: later(async (job, agent) => {
    for (const progress of [0.6, 0.2, 0.4])
      await agent.post(job.attempt.id, { type: 'thought', body: `at ${progress}`, progress })
    await agent.complete(job.attempt.id, resultOf(job, agent.name))
  }),
  /** Speaks about attempts that are not its own (F15), then does its own work. */
  meddling: later(async (job, agent) => {
    const other = agent.stage.overheard().find((one) => one.agentId !== agent.id)
    if (other) {
      const answers = [await agent.heartbeat(other.id), await agent.complete(other.id, { response: 'It is mine now.' })]
      if (answers.some((answer) => answer.ok)) agent.complain("I05 an agent moved another's attempt")
    }
    await work(agent, job)
  }),
  /** Reports on an attempt that does not exist (F16). */
  lost: later(async (job, agent) => {
    const answer = await agent.complete('00000000-0000-4000-8000-00000000dead', { response: 'Where am I?' })
    if (answer.ok) agent.complain('F16 a result for nothing was taken')
    await work(agent, job)
  }),
  /** Twenty words in one moment (F43). */
  spamming: later(async (job, agent) => {
    const words = Array.from({ length: 20 }, (_, i) => ({
      type: 'thought' as const,
      body: `word ${i}`,
      progress: i / 40,
    }))
    await Promise.all(words.map((word) => agent.post(job.attempt.id, word)))
    await agent.complete(job.attempt.id, resultOf(job, agent.name))
  }),
  /** The same words again and again, with a step of progress each time. */
  circling: later(async (job, agent) => {
    for (let step = 1; step <= 12; step++) {
      await pause(agent, job.attempt.heartbeatSeconds * second)
      const going = await agent.post(job.attempt.id, { type: 'action', body: 'Reading the map', progress: 0.1 })
      if (!going.ok) return
    }
  }),
  /** Answers that nobody can read (F32). */
  garbled: onRequest((_job, _agent, { tryNumber, id }) => {
    const answers = ['{"status":', '\u0000', '[[[[', { status: 'completed', artifacts: 'none' }, { status: 7 }]
    return { status: 200, body: answers[(tryNumber + id.length + id.charCodeAt(id.length - 1)) % answers.length] ?? '' }
  }),
  /** Takes the task up and declines it half way (F17). */
  fickle: later((job, agent) => agent.decline(job.attempt.id, 'I thought better of it'), 20 * second),
  /** Reports an error and hands in a result all the same. */
  remorseful: later(async (job, agent) => {
    await agent.fail(job.attempt.id, { message: 'all is lost' })
    await agent.complete(job.attempt.id, resultOf(job, agent.name))
  }),
  /** The whole result in its answer, and by a call of its own at the same time (F08). */
  eager: onRequest((job, agent) => {
    void agent.complete(job.attempt.id, resultOf(job, agent.name))
    return { status: 200, body: { status: 'completed', ...resultOf(job, agent.name) } }
  }),
  /** Asks, and does not wait for the answer. */
  impatient: later(async (job, agent) => {
    await agent.post(job.attempt.id, { type: 'elicitation', body: 'Which harbour?' })
    await agent.heartbeat(job.attempt.id)
    await pause(agent, 40 * second)
    await agent.complete(job.attempt.id, resultOf(job, agent.name))
  }),
  /** Says what it used up, and that is much. */
  costly: later(async (job, agent) => {
    await agent.complete(job.attempt.id, { ...resultOf(job, agent.name), usage: { tokens: 400_000, costUsd: 4 } })
  }),
} satisfies Record<string, Script>

const retryAfters = ['-5', 'soon', '30', 'Thu, 01 Jan 1970 00:00:00 GMT', '604800', '1e9', '']

/** Addresses that are in trouble, for good or from time to time. */
export const troubled = {
  /** Redirects, which is not followed (F23). */
  moved: () => ({ status: 307, headers: { location: 'https://elsewhere.test/hook' } }),
  /** Up and down each minute (F24). */
  flapping: (message, agent) =>
    Math.floor(agent.now() / (60 * second)) % 2 === 0 ? 'unreachable' : honest(message, agent),
  /** Bursts of 503 (F21). */
  bursting: (message, agent) =>
    Math.floor(agent.now() / (45 * second)) % 3 === 0 ? honest(message, agent) : { status: 503 },
  /** 429 with a Retry-After that means little (F20), now and then none at all. */
  cryptic: (message, agent) => {
    const after = retryAfters[(agent.inbox.length - 1) % (retryAfters.length + 1)]
    if (message.type !== 'attempt.requested' || after === undefined) return honest(message, agent)
    return { status: 429, headers: { 'retry-after': after } }
  },
  /** Takes the work up and does it, but its answers never arrive. */
  unheard: (message, agent) => {
    honest(message, agent)
    return 'unreachable'
  },
  /** Dies after every second task for five minutes and forgets what it had (F26). */
  mortal: (message, agent) => {
    const died = agent.inbox.filter((one) => one.type === 'attempt.requested')[1]?.at
    if (died === undefined) return honest(message, agent)
    if (agent.now() - died < 300 * second) return 'unreachable'
    agent.inbox.length = 0
    return honest(message, agent)
  },
} satisfies Record<string, Script>

function honest(message: Parameters<Script>[0], agent: ScriptedAgent) {
  if (message.type !== 'attempt.requested') return delivered
  void work(agent, message.data as Assignment)
  return accepted
}
