import { sharedPool } from '../store/pool.ts'
import { readClaimed, readHeads, readWakes, type Wake } from '../store/reads/wakes.ts'

/** What agents that come for their work look at between claims. */
export const wakesAfter = (roomId: string, place: { after: number; since: number; limit: number }): Promise<Wake[]> =>
  readWakes(sharedPool(), roomId, place)
export const headsOf = (roomIds: readonly string[]): Promise<Map<string, number>> => readHeads(sharedPool(), roomIds)
export const claimedBefore = (agentId: string, claimId: string): Promise<{ roomId: string; goalId: string }[]> =>
  readClaimed(sharedPool(), agentId, claimId)
