import type { EventBatch, LogEvent } from '../contract/events.ts'
import { eventPage, snapshotGap } from '../contract/live.ts'

/** The log as the gateway reads it. `onCommit` may lose, double or reorder batches: what is missing is read from the log. */
export type LogSource = {
  /** Events of a lane after a number, in order, at most `limit`. */
  after(laneId: string, seq: number, limit: number): Promise<LogEvent[]>
  /** The newest number of a lane; null when there is no such lane. */
  head(laneId: string): Promise<number | null>
  onCommit(listener: (batch: EventBatch) => void): () => void
}

/** One lane as it is streamed from this process: every event once, in order, without gaps. */
export type LaneTail = {
  /** False when there is no such lane. */
  readonly ready: Promise<boolean>
  /** The newest number that everybody in the lane was sent. */
  sent(): number
  take(events: readonly LogEvent[]): void
  /** Somebody knows of events up to `seq`: send what is missing. */
  reach(seq: number): void
  stop(): void
}

const retryMs = 1000

/** Starts at the lane's newest event. The first events of a quiet lane leave at once; then they are gathered for `gatherMs`. */
export function startTail(deps: {
  laneId: string
  log: LogSource
  send(events: LogEvent[]): void
  /** Too much is missing to send it piece by piece. */
  resync(): void
  gatherMs: number
  onError(error: unknown): void
}): LaneTail {
  const { laneId, log } = deps
  let sent = -1
  let held: LogEvent[] = []
  let target = 0
  let filling = false
  let stopped = false
  let lastFlushAt = 0
  let timer: NodeJS.Timeout | undefined
  const end = () => held.at(-1)?.seq ?? sent

  // A page at a time, so that a plan of thousands does not look like a flood to every reader.
  const flush = () => {
    timer = undefined
    lastFlushAt = performance.now()
    const page = held.slice(0, eventPage)
    held = held.slice(eventPage)
    sent = page.at(-1)?.seq ?? sent
    deps.send(page)
    schedule()
  }
  const schedule = () => {
    if (held.length === 0 || timer || stopped) return
    timer = setTimeout(flush, Math.max(0, lastFlushAt + deps.gatherMs - performance.now()))
  }
  const hold = (events: readonly LogEvent[]) => {
    for (const event of events) if (event.seq === end() + 1) held.push(event)
    if (held.length > snapshotGap) skipTo(end())
    schedule()
  }
  const skipTo = (seq: number) => {
    clearTimeout(timer)
    timer = undefined
    held = []
    sent = seq
    deps.resync()
  }
  const fill = async () => {
    if (filling || stopped || sent < 0) return
    filling = true
    try {
      while (!stopped && end() < target) {
        if (target - end() > snapshotGap) {
          skipTo((await log.head(laneId)) ?? target)
          continue
        }
        const before = end()
        hold(await log.after(laneId, before, eventPage))
        // Not there yet: whoever spoke of them will speak again, or a reader will ask.
        if (end() === before) target = before
      }
    } catch (error) {
      deps.onError(error)
      if (!stopped) setTimeout(fill, retryMs).unref()
    } finally {
      filling = false
    }
  }

  const ready = log.head(laneId).then((head) => {
    sent = head ?? -1
    void fill()
    return head !== null
  })
  return {
    ready,
    sent: () => sent,
    take(events) {
      const [first] = events
      const last = events.at(-1)
      if (!first || !last || last.seq <= end()) return
      if (sent >= 0 && !filling && first.seq <= end() + 1) return hold(events)
      target = Math.max(target, last.seq)
      void fill()
    },
    reach(seq) {
      target = Math.max(target, seq)
      void fill()
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
