import type { Agent } from '../workspace.ts'
import type { AgentRecord } from './record.ts'

/** What matching needs to know of an agent. `openUntil` and `throttledUntil` are Unix milliseconds. */
export type AgentState = Pick<Agent, 'name' | 'skills' | 'status' | 'channel' | 'maxConcurrency' | 'throttledUntil'> & {
  costUsd: number | null
  openUntil: number | null
  /** Failed deliveries in a row. */
  failures: number
}

/** What matching reads out of an agent's row. */
export const agentState = (agent: Agent): AgentState => ({
  name: agent.name,
  skills: agent.skills,
  status: agent.status,
  channel: agent.channel,
  maxConcurrency: agent.maxConcurrency,
  throttledUntil: agent.throttledUntil,
  costUsd: agent.price?.costUsdPerTask ?? null,
  openUntil: agent.breaker.openUntil,
  failures: agent.breaker.failures,
})

/** One participant as the matcher sees it at this moment. */
export type Candidate = AgentRecord & {
  participantId: string
  name: string
  skills: readonly string[]
  /** Places free over all rooms, and all places. */
  free: number
  places: number
  /** What a task costs with it, US dollars; null when its owner does not say. */
  costUsd: number | null
  /** Failures in a row at its endpoint. */
  endpointFailures: number
  throttled: boolean
  /** Why it cannot get work now whatever the task; null when it can. */
  barred: string | null
  /** Whether only a person can bring it back. */
  down: boolean
}

/** Failed deliveries in a row after which one message at a time goes out, as a probe. */
const probesFrom = 5

export const hasSkills = (has: readonly string[], wants: readonly string[]): boolean =>
  wants.every((skill) => has.includes(skill))

/** Why an agent cannot get work now whatever the task; null when it can. One that `bids` comes for it itself. */
export function barredBecause(agent: AgentState, now: number, bids = false): string | null {
  if (agent.status === 'unverified')
    return agent.channel === 'pull' ? 'has not come for work yet' : 'has not proved its address yet'
  if (agent.status !== 'active') return `is ${agent.status}`
  if (agent.channel === 'pull' && !bids) return 'takes its work itself when it asks'
  if (agent.openUntil !== null && agent.openUntil > now) return 'does not answer at the moment'
  if (agent.throttledUntil !== null && agent.throttledUntil > now) return 'asked for quiet'
  return null
}

/** Places that an agent has free: one at most while it is tried again after its breaker was open. */
export function freePlaces(agent: AgentState, free: number, now: number): number {
  const probing = agent.openUntil !== null && agent.openUntil <= now && agent.failures >= probesFrom
  return probing ? Math.min(1, free) : free
}

/** An agent in a room as a candidate, before anything is known of its record. */
export function candidateOf(
  participantId: string,
  agent: AgentState,
  free: number,
  now: number,
): Omit<Candidate, keyof AgentRecord> {
  return {
    participantId,
    name: agent.name,
    skills: agent.skills,
    free: freePlaces(agent, free, now),
    places: agent.maxConcurrency,
    costUsd: agent.costUsd,
    endpointFailures: agent.failures,
    throttled: agent.throttledUntil !== null && agent.throttledUntil > now,
    barred: barredBecause(agent, now),
    down: agent.status !== 'active',
  }
}
