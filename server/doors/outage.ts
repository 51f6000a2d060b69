import { problemOf, refuse } from '../contract/problems.ts'
import { codeOf, isPassing } from '../store/pipeline.ts'
import { openPool } from '../store/pool.ts'

/** Whoever waits longer has the database asked whether it is there; two questions in a row without an answer mean that it is not. */
const slowMs = 1500
const everyMs = 500
const answerMs = 1500
const silentQuestions = 2
const retryAfterSeconds = 2

/** The database did not answer in time. What was asked of it may still have happened. */
export class Silent extends Error {}

/** Watches over calls under way. */
export type Pulse = {
  /** The outcome of the work, or Silent after some 5 s in which the database said nothing at all. However slow, a database that answers is waited for. */
  over<T>(work: Promise<T>): Promise<T>
}

/** A pulse by a line of its own, so that a busy pool is not taken for a dead database. */
export function createPulse(databaseUrl: string): Pulse {
  const pool = openPool(databaseUrl, 1)
  // A line that has gone silent is given up with its question.
  const question = { text: 'SELECT 1', query_timeout: answerMs }
  return pulseOf(() => pool.query(question))
}

/** A pulse by any question that a living database answers at once. */
export function pulseOf(ask: () => Promise<unknown>): Pulse {
  const waiting = new Set<{ since: number; giveUp: () => void }>()
  let beating = false

  async function beat() {
    for (let silent = 0; waiting.size > 0; ) {
      await new Promise((resolve) => setTimeout(resolve, silent > 0 ? 0 : everyMs))
      const [oldest] = waiting
      if (!oldest || performance.now() - oldest.since < slowMs) continue
      silent = (await answers(ask)) ? 0 : silent + 1
      if (silent < silentQuestions) continue
      silent = 0
      const before = performance.now() - slowMs
      for (const one of waiting) if (one.since <= before) one.giveUp()
    }
    beating = false
  }

  return {
    over: (work) =>
      new Promise((resolve, reject) => {
        const one = { since: performance.now(), giveUp: () => end(reject, new Silent('the database is silent')) }
        const end = <V>(settle: (value: V) => void, value: V) => {
          waiting.delete(one)
          settle(value)
        }
        waiting.add(one)
        work.then(
          (value) => end(resolve, value),
          (error) => end(reject, error),
        )
        if (beating) return
        beating = true
        void beat()
      }),
  }
}

/** Whether it is answered in time; an answer that is no is one too: somebody is there. */
function answers(ask: () => Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    // A process that stood still itself first reads what came meanwhile.
    const timer = setTimeout(() => setImmediate(() => setImmediate(resolve, false)), answerMs)
    const there = () => {
      clearTimeout(timer)
      resolve(true)
    }
    ask().then(there, there)
  })
}

// Takes no writes; has no room for another line; was too slow for its own limits.
const codes = /^(25006|53300|53400|57014|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/

/** Whether an error says that the database is away or takes no writes, and not that we are wrong. */
export function isOutage(error: unknown): boolean {
  if (error instanceof Silent || isPassing(error)) return true
  if (codes.test(codeOf(error))) return true
  return error instanceof Error && /timeout exceeded when trying to connect/.test(error.message)
}

/** 503: nothing is wrong with the request. */
export const outageReply = {
  status: 503,
  headers: { 'content-type': 'application/problem+json', 'retry-after': String(retryAfterSeconds) },
  bytes: JSON.stringify({
    ...problemOf(
      refuse(
        'internal',
        'The database cannot be reached or takes no writes. Ask again soon, under the same id: it is done once.',
      ),
    ),
    status: 503,
    title: 'Not available now',
    retryAfterSeconds,
  }),
}
