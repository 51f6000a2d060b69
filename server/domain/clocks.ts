/** The clocks of one attempt (agent-protocol.md 5), in seconds, and how often work may be handed out. */
export type Clocks = {
  acceptSeconds: number
  leaseSeconds: number
  heartbeatSeconds: number
  progressSeconds: number
  attemptSeconds: number
  /** From a task's first hand-out until a person is asked, however many tries are left. */
  taskSeconds: number
  attemptsPerAgent: number
  attemptsPerTask: number
}
export type ClockOverrides = Partial<Omit<Clocks, 'heartbeatSeconds'>>

export const defaultClocks: Clocks = {
  acceptSeconds: 60,
  leaseSeconds: 90,
  heartbeatSeconds: 30,
  progressSeconds: 600,
  attemptSeconds: 1800,
  taskSeconds: 4 * 3600,
  attemptsPerAgent: 2,
  attemptsPerTask: 5,
}

/** The clocks in force for a goal: defaults with its overrides. A heartbeat is asked for three times per lease; a task lasts at least as long as one attempt. */
export function clocksOf(overrides: ClockOverrides): Clocks {
  const clocks = { ...defaultClocks, ...overrides }
  return {
    ...clocks,
    heartbeatSeconds: Math.max(1, Math.floor(clocks.leaseSeconds / 3)),
    taskSeconds: overrides.taskSeconds ?? Math.max(clocks.taskSeconds, clocks.attemptSeconds),
  }
}

/** After the question "how is it going?" an attempt has half the progress time again before it is taken away. */
export const graceSeconds = (clocks: Clocks): number => Math.max(1, clocks.progressSeconds / 2)

export const second = 1000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

/** A step that nobody allowed in this time is not taken: no longer than the patience with an attempt that makes no progress. */
export const leaveWithinMs = 10 * minute
