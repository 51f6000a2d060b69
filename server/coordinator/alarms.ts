/** Clocks of lanes as one timer: `set` says in how many milliseconds a lane must be looked at, null that it need not. */
export type Alarms = { set(laneId: string, inMs: number | null): void; stop(): void }

/** A little after the clock, so that it has run out in the database's eyes too, milliseconds. */
const afterMs = 10
/** Timers count no further than this many milliseconds: then it is looked again. */
const longestMs = 10 * 60_000

/** Rings once for each lane whose time has come. */
export function createAlarms(ring: (laneId: string) => void): Alarms {
  const dueAt = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined
  let timerAt = Number.POSITIVE_INFINITY

  function wait(at: number) {
    clearTimeout(timer)
    timerAt = at
    timer = setTimeout(look, Math.min(longestMs, Math.max(afterMs, at - performance.now())))
  }

  function look() {
    const now = performance.now()
    let next = Number.POSITIVE_INFINITY
    timerAt = next
    for (const [laneId, at] of dueAt) {
      if (at > now) next = Math.min(next, at)
      else {
        dueAt.delete(laneId)
        ring(laneId)
      }
    }
    if (next < timerAt) wait(next)
  }

  return {
    set(laneId, inMs) {
      if (inMs === null) {
        dueAt.delete(laneId)
        return
      }
      const soon = performance.now() + Math.max(0, inMs) + afterMs
      // One that is due stays due however often it is said again.
      const at = inMs > 0 ? soon : Math.min(soon, dueAt.get(laneId) ?? soon)
      dueAt.set(laneId, at)
      if (at < timerAt) wait(at)
    },
    stop() {
      clearTimeout(timer)
      timerAt = Number.NEGATIVE_INFINITY
      dueAt.clear()
    },
  }
}
