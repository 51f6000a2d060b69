/** Who looks at which lane: counts windows per member, and tells about changes at most once a second a lane. */
export type Presence = {
  enter(laneId: string, memberId: string): void
  leave(laneId: string, memberId: string): void
  stop(): void
}

export function createPresence(tell: (laneId: string, memberIds: string[]) => void, everyMs: number): Presence {
  const lanes = new Map<string, Map<string, number>>()
  const changed = new Set<string>()
  const timer = setInterval(() => {
    for (const laneId of changed) tell(laneId, [...(lanes.get(laneId)?.keys() ?? [])])
    changed.clear()
  }, everyMs)
  timer.unref()
  const add = (laneId: string, memberId: string, by: 1 | -1) => {
    const members = lanes.get(laneId) ?? new Map<string, number>()
    const windows = (members.get(memberId) ?? 0) + by
    if (windows > 0) members.set(memberId, windows)
    else members.delete(memberId)
    if (members.size > 0) lanes.set(laneId, members)
    else lanes.delete(laneId)
    changed.add(laneId)
  }
  return {
    enter: (laneId, memberId) => add(laneId, memberId, 1),
    leave: (laneId, memberId) => add(laneId, memberId, -1),
    stop: () => clearInterval(timer),
  }
}
