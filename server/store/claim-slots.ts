import type pg from 'pg'
import { codeOf } from './pipeline.ts'
import { named } from './sql.ts'

/** The slots could not all be claimed: another process took them. The batch is to be run again with fresh counts. */
export class SlotsTaken extends Error {}

const divisionByZero = '22012'
/** Nothing else that a batch writes divides. */
export const isSlotsTaken = (error: unknown): boolean => codeOf(error) === divisionByZero

/**
 * Claims and releases agents' places by one conditional update over rows in id order, so two lanes can neither
 * deadlock nor overbook. Fails, and the transaction with it, when a place was taken by another process; so it needs no
 * round trip of its own.
 */
export function claimSlots(deltas: readonly { agentId: string; delta: number; max: number }[]): pg.QueryConfig {
  const sorted = [...deltas].sort((a, b) => (a.agentId < b.agentId ? -1 : 1))
  return named(
    `WITH d AS (SELECT * FROM unnest($1::text[], $2::int[], $3::int[]) AS d(id, delta, max)),
          held AS (SELECT s."agentId" FROM agent_slot s JOIN d ON d.id = s."agentId" ORDER BY s."agentId" FOR UPDATE OF s),
          moved AS (UPDATE agent_slot s SET "inUse" = GREATEST(0, s."inUse" + d.delta)
            FROM d JOIN held ON held."agentId" = d.id
            WHERE s."agentId" = d.id AND (d.delta <= 0 OR s."inUse" + d.delta <= d.max)
            RETURNING d.delta)
     SELECT 1 / (count(*) FILTER (WHERE delta > 0) = $4)::int FROM moved`,
    [
      sorted.map((d) => d.agentId),
      sorted.map((d) => d.delta),
      sorted.map((d) => d.max),
      sorted.filter((d) => d.delta > 0).length,
    ],
  )
}
