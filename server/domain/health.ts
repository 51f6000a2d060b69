import { hour, minute, second } from './clocks.ts'
import { type Agent, type Breaker, closedBreaker } from './workspace.ts'

/** What one delivery said of an agent's endpoint; `retryAfterMs` is the quiet it asked for. */
export type Outcome = {
  outcome: 'answered' | 'failed' | 'gone' | 'throttled'
  retryAfterMs?: number | null
}

/** agent-protocol.md 2: five failures in a row open the breaker for 60 s, doubling to 15 min; twenty over an hour disable. */
const opensAfter = 5
const firstOpenMs = minute
const longestOpenMs = 15 * minute
/** Failing again so soon after it came back, an endpoint flaps: its breaker stays open twice as long as last time (F24). */
const flapsWithinMs = 15 * minute
const disablesAfter = 20
const defaultQuietMs = 30 * second

/** The agent's next state of health, and the event that tells of it when windows should know. */
export function judgeHealth(agent: Agent, input: Outcome, now: number): { type: string | null; patch: Partial<Agent> } {
  const { breaker } = agent
  switch (input.outcome) {
    case 'answered':
      return breaker.failures === 0 && agent.throttledUntil === null
        ? { type: null, patch: {} }
        : { type: 'agent.recovered', patch: { breaker: remembered(breaker, now), throttledUntil: null } }
    case 'gone':
      return {
        type: 'agent.disabled',
        patch: { status: 'disabled', reason: 'Its address answered 410 Gone. Change the URL or verify it again.' },
      }
    case 'throttled':
      return { type: 'agent.throttled', patch: { throttledUntil: now + (input.retryAfterMs ?? defaultQuietMs) } }
    case 'failed': {
      const failures = breaker.failures + 1
      const failingSince = breaker.failingSince ?? now
      if (failures >= disablesAfter && now - failingSince >= hour)
        return {
          type: 'agent.disabled',
          patch: {
            status: 'disabled',
            reason: `${failures} deliveries in a row failed over more than an hour. Verify it again when it answers.`,
            breaker: { ...breaker, failures, failingSince },
          },
        }
      const opens = failures >= opensAfter && (breaker.openUntil === null || breaker.openUntil <= now)
      if (!opens) return { type: 'agent.delivery_failed', patch: { breaker: { ...breaker, failures, failingSince } } }
      const flaps = breaker.openUntil !== null && now - breaker.openUntil <= flapsWithinMs
      const openMs = flaps ? Math.min(longestOpenMs, breaker.openMs * 2) : firstOpenMs
      const next: Breaker = { failures, failingSince, openMs, openUntil: now + openMs, probing: false }
      return { type: 'agent.breaker_opened', patch: { breaker: next } }
    }
  }
}

/** Closed again, and still knowing for how long it was open last. */
const remembered = ({ openMs, openUntil }: Breaker, now: number): Breaker => ({
  ...closedBreaker,
  openMs,
  openUntil: openUntil === null ? null : Math.min(openUntil, now),
})
