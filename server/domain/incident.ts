import type { FailureClass } from './attempt.ts'

/** Many failures at once with one cause: told once, not three hundred times. */
export type Incident = {
  id: string
  roomId: string
  class: FailureClass
  /** What they have in common, in words. */
  cause: string
  /** Ids of the agents that failed. */
  agents: string[]
  attempts: number
  openedAt: number
  lastAt: number
  closedAt: number | null
}

/** Failures of one class count as one when so many, of so many agents, fall within so many milliseconds. */
const fewestAttempts = 5
const fewestAgents = 3
const incidentWindowMs = 60_000
/** How long hand-outs wait after a mass failure, and over how long they are spread after that, milliseconds (F26). */
const waitMs = 30_000
const spreadMs = 25_000

/** A refusal is no failure, and changed input is our own doing. */
const never: ReadonlySet<FailureClass> = new Set(['declined', 'stale_input'])

export type Failed = { agentId: string; failure: FailureClass; endedAt: number }

/** The mass failure of `failure` that the newest failures of a room amount to at `now`; null when they do not. */
export function massFailure(
  failures: readonly Failed[],
  failure: FailureClass,
  now: number,
): { agents: string[]; attempts: number; since: number } | null {
  if (never.has(failure)) return null
  const alike = failures.filter((one) => one.failure === failure && one.endedAt > now - incidentWindowMs)
  const agents = [...new Set(alike.map((one) => one.agentId))].sort()
  if (alike.length < fewestAttempts || agents.length < fewestAgents) return null
  return { agents, attempts: alike.length, since: Math.min(...alike.map((one) => one.endedAt)) }
}

/** When an incident is over unless more of it comes: a minute after the last failure. */
export const overAt = ({ lastAt }: Pick<Incident, 'lastAt'>): number => lastAt + incidentWindowMs

/** When a task that fell to a mass failure is handed out again: after a pause, spread by its own id so that not all come at once. */
export function handOutAgainAt(taskId: string, now: number): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < taskId.length; i++) hash = Math.imul(hash ^ taskId.charCodeAt(i), 0x01000193)
  // Ids may differ in their last sign alone: stirred well, they land far apart.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return now + waitMs + (((hash ^ (hash >>> 16)) >>> 0) % spreadMs)
}

const together: Partial<Record<FailureClass, string>> = {
  unreachable: 'could not be reached',
  no_ack: 'stopped taking work up',
  lost: 'stopped answering',
  stalled: 'stopped making progress',
  throttled: 'asked for quiet',
  errored: 'reported errors',
}

/** What many agents did at once, in words. */
export const causeOf = (failure: FailureClass, agents: number): string =>
  `${agents} agents ${together[failure] ?? `failed (${failure.replaceAll('_', ' ')})`} at once`
