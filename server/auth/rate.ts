/** Counts per key within a sliding window; forgets keys that were quiet for two windows. */
export type Rate = {
  /** Takes one, or `many`, if there are so many to take; answers 0, or how many milliseconds to wait. */
  take(key: string, many?: number): number
  /** How many milliseconds to wait before one can be taken; 0 for none. */
  wait(key: string): number
  /** How many were taken lately. */
  count(key: string): number
}

/** At most `limit` per `windowMs` and key. The count lives in this process. */
export function createRate(rule: { limit: number; windowMs: number }, now: () => number = Date.now): Rate {
  let current = new Map<string, number>()
  let previous = new Map<string, number>()
  let startedAt = now()
  // The last whole window counts by the share of it that is still within reach.
  const count = (key: string) => {
    const age = now() - startedAt
    if (age >= rule.windowMs) {
      previous = age >= 2 * rule.windowMs ? new Map() : current
      current = new Map()
      startedAt = now() - (age % rule.windowMs)
    }
    const share = 1 - (now() - startedAt) / rule.windowMs
    return (current.get(key) ?? 0) + (previous.get(key) ?? 0) * share
  }
  const wait = (key: string, many = 1) =>
    count(key) + many > rule.limit ? Math.max(1000, rule.windowMs - (now() - startedAt)) : 0
  return {
    count,
    wait,
    take(key, many = 1) {
      const ms = wait(key, many)
      if (ms === 0) current.set(key, (current.get(key) ?? 0) + many)
      return ms
    },
  }
}
