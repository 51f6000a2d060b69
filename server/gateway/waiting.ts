import type { Change, EventBatch, LogEvent } from '../contract/events.ts'

const waits: ReadonlySet<Change['in']> = new Set(['deliverables', 'handoffs', 'actions', 'reviews', 'participants'])

/** Whether after this event something may wait for a person that did not before, or no longer does. */
export const touchesWaiting = ({ changes }: Pick<LogEvent, 'changes'>): boolean =>
  changes.some((change) => {
    if (waits.has(change.in)) return true
    if (!('set' in change)) return false
    if (change.in === 'goals') return 'status' in change.set
    // Work that was given by name, without a match, may be a person's.
    return change.in === 'attempts' && isUnmatched(change.set.choice)
  })

const isUnmatched = (choice: unknown): boolean =>
  typeof choice === 'object' && choice !== null && 'fit' in choice && choice.fit === 0

const keptPlaces = 10_000

/**
 * Tells a workspace that what waits for its people may have changed, once for all that happens within `everyMs`. It does
 * not say what: each window asks for its own.
 */
export function createWaitingTold(deps: {
  /** The workspace a lane belongs to; null when there is no such lane. */
  workspaceOf(laneId: string): Promise<string | null>
  tell(workspaceId: string): void
  everyMs: number
  onError(error: unknown): void
}): { heard(batch: EventBatch): void; stop(): void } {
  const places = new Map<string, string>()
  const due = new Set<string>()
  const timer = setInterval(() => {
    for (const workspaceId of due) deps.tell(workspaceId)
    due.clear()
  }, deps.everyMs)
  timer.unref()
  const note = async (laneId: string) => {
    const workspaceId = places.get(laneId) ?? (await deps.workspaceOf(laneId))
    if (workspaceId === null) return
    if (places.size >= keptPlaces) places.clear()
    places.set(laneId, workspaceId)
    due.add(workspaceId)
  }
  return {
    heard({ laneId, events }) {
      if (events.some(touchesWaiting)) note(laneId).catch(deps.onError)
    },
    stop: () => clearInterval(timer),
  }
}
