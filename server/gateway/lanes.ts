import type { EventBatch, LogEvent } from '../contract/events.ts'
import { type LaneTail, type LogSource, startTail } from './lane-tail.ts'

/** The lanes that somebody here watches; a lane nobody watches costs nothing. */
export type Lanes = {
  /** Keeps a lane's tail while it is held; every hold needs its release. */
  hold(laneId: string): LaneTail
  release(laneId: string): void
  /** What somebody learned of a lane's newest number. */
  reach(laneId: string, seq: number): void
  stop(): void
}

export function createLanes(deps: {
  log: LogSource
  gatherMs: number
  send(laneId: string, events: LogEvent[]): void
  resync(laneId: string): void
  /** Every batch of every lane, watched or not. */
  heard(batch: EventBatch): void
  onError(error: unknown): void
}): Lanes {
  const { log, gatherMs, onError } = deps
  const open = new Map<string, { tail: LaneTail; holders: number }>()
  const stopListening = log.onCommit((batch) => {
    open.get(batch.laneId)?.tail.take(batch.events)
    deps.heard(batch)
  })
  return {
    hold(laneId) {
      const lane = open.get(laneId) ?? {
        holders: 0,
        tail: startTail({
          laneId,
          log,
          gatherMs,
          onError,
          send: (events) => deps.send(laneId, events),
          resync: () => deps.resync(laneId),
        }),
      }
      lane.holders++
      open.set(laneId, lane)
      return lane.tail
    },
    release(laneId) {
      const lane = open.get(laneId)
      if (!lane || --lane.holders > 0) return
      lane.tail.stop()
      open.delete(laneId)
    },
    reach: (laneId, seq) => open.get(laneId)?.tail.reach(seq),
    stop() {
      stopListening()
      for (const { tail } of open.values()) tail.stop()
      open.clear()
    },
  }
}
