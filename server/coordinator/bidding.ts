import { participantName } from '../commands/moves/task.ts'
import type { MatchRecord } from '../domain/attempt.ts'
import type { Goal } from '../domain/goal.ts'
import { noBids } from '../domain/matching/match.ts'
import type { Participant } from '../domain/room.ts'
import type { Task } from '../domain/task.ts'
import { biddingOn, endBidding, openBidding } from '../store/bids.ts'
import { coordinator } from '../store/records.ts'
import type { Unit } from '../store/unit.ts'

/** How long a task waits for an agent that takes its work itself and said that it suits it best, milliseconds. */
const keptMs = 15_000

/**
 * A ready task that nobody had yet waits a while where its goal asks for bids; true when it does from now on. Agents hear
 * of it by `task.open` in their stream of events.
 */
export function opensForBids(unit: Unit, goal: Goal, task: Task): boolean {
  const { bidSeconds } = goal.matching
  if (bidSeconds === undefined || task.fence > 0 || task.wakeAt !== null || task.assigneeId !== null) return false
  openBidding(unit, task.id)
  const closesAt = unit.now + bidSeconds * 1000
  const reason = `Asks for ${bidSeconds} s whom it suits best`
  unit.update('task', task.id, { wakeAt: closesAt, reason })
  const { id: taskId, key, title, skills } = task
  unit.emit('task.open', coordinator, { taskId, key, title, skills, closesAt, reason })
  return true
}

/** What participants said on a task whose bidding is over; nothing once nobody came for it in time. */
export function closedBids(unit: Unit, task: Task): ReadonlyMap<string, number> {
  const bidding = biddingOn(unit, task.id)
  if (!bidding) return noBids
  if (bidding.kept || task.fence > 0) {
    endBidding(unit, task.id)
    return noBids
  }
  return new Map([...bidding.bids].map(([participantId, { fit }]) => [participantId, fit]))
}

/** Whether somebody takes its work itself when it asks. */
export const comesItself = (unit: Unit, { subjectId }: Participant): boolean =>
  unit.agent(subjectId)?.channel === 'pull'

/** Keeps a task for the best bidder, who must come for it; then it goes to whoever is best of the others. */
export function keepFor(unit: Unit, task: Task, participant: Participant, record: MatchRecord) {
  openBidding(unit, task.id).kept = { participantId: participant.id, record }
  const reason = `Kept ${keptMs / 1000} s for ${participantName(unit, participant.id)}, whom it suits best`
  unit.update('task', task.id, { wakeAt: unit.now + keptMs, reason })
  unit.emit('task.waiting', coordinator, { taskId: task.id, participantId: participant.id, reason })
}
