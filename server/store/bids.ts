import type { MatchRecord } from '../domain/attempt.ts'
import type { Tables } from './rows.ts'
import type { Unit } from './unit.ts'

/** What an agent of the room says of how well a task suits it, 0..1. */
export type Bid = { fit: number; times: number }
/** Bids on a task that is open for them, by participant, and for whom it is kept, and why, once they closed. */
export type Bidding = { bids: Map<string, Bid>; kept: { participantId: string; record: MatchRecord } | null }

// Beside the rows that this process keeps of a lane, and gone with them: a bid is advice, the log has it for good.
const known = new WeakMap<Tables, Map<string, Bidding>>()

/** The bidding on a task, if there was any that this process heard of. */
export const biddingOn = (unit: Unit, taskId: string): Bidding | undefined => known.get(unit.tables)?.get(taskId)

/** The bidding on a task, begun if need be. */
export function openBidding(unit: Unit, taskId: string): Bidding {
  const lane = known.get(unit.tables) ?? new Map<string, Bidding>()
  known.set(unit.tables, lane)
  const bidding = lane.get(taskId) ?? { bids: new Map<string, Bid>(), kept: null }
  lane.set(taskId, bidding)
  return bidding
}

/** The task was handed out or is no longer kept for anybody. */
export const endBidding = (unit: Unit, taskId: string) => known.get(unit.tables)?.delete(taskId)
