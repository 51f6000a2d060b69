import type pg from 'pg'
import { codeOf } from './pipeline.ts'
import { named } from './sql.ts'
import type { Unit } from './unit.ts'

/** The slots could not all be claimed: another process took them. The batch is to be run again with fresh counts. */
export class SlotsTaken extends Error {}

/** What a unit changes of its agents' slots: places claimed less those released, and what they used up. */
export function slotChanges(unit: Unit): Parameters<typeof claimSlots>[0][number][] {
  const changes = new Map<string, Parameters<typeof claimSlots>[0][number]>()
  const of = (agentId: string) => {
    const max = unit.agent(agentId)?.maxConcurrency ?? 0
    const change = changes.get(agentId) ?? { agentId, delta: 0, max, tokens: 0, costUsd: 0 }
    changes.set(agentId, change)
    return change
  }
  for (const [agentId, delta] of unit.slotDeltas()) if (delta !== 0) of(agentId).delta = delta
  for (const { agentId, tokens, costUsd } of unit.appends.spend) {
    const change = of(agentId)
    change.tokens += tokens
    change.costUsd += costUsd
  }
  return [...changes.values()]
}

const divisionByZero = '22012'
/** Nothing else that a batch writes divides. */
export const isSlotsTaken = (error: unknown): boolean => codeOf(error) === divisionByZero

/**
 * Claims and releases agents' places by one conditional update over rows in id order, so two lanes can neither
 * deadlock nor overbook, and adds what they used up. Fails, and the transaction with it, when a place was taken by another process; so it needs no
 * round trip of its own.
 */
export function claimSlots(
  deltas: readonly { agentId: string; delta: number; max: number; tokens: number; costUsd: number }[],
): pg.QueryConfig {
  const sorted = [...deltas].sort((a, b) => (a.agentId < b.agentId ? -1 : 1))
  return named(
    `WITH d AS (SELECT * FROM unnest($1::text[], $2::int[], $3::int[], $5::float8[], $6::float8[])
            AS d(id, delta, max, tokens, "costUsd")),
          held AS (SELECT s."agentId" FROM agent_slot s JOIN d ON d.id = s."agentId" ORDER BY s."agentId" FOR UPDATE OF s),
          moved AS (UPDATE agent_slot s SET "inUse" = GREATEST(0, s."inUse" + d.delta),
              tokens = s.tokens + d.tokens, "costUsd" = s."costUsd" + d."costUsd"
            FROM d JOIN held ON held."agentId" = d.id
            WHERE s."agentId" = d.id AND (d.delta <= 0 OR s."inUse" + d.delta <= d.max)
            RETURNING d.delta)
     SELECT 1 / (count(*) FILTER (WHERE delta > 0) = $4)::int FROM moved`,
    [
      sorted.map((d) => d.agentId),
      sorted.map((d) => d.delta),
      sorted.map((d) => d.max),
      sorted.filter((d) => d.delta > 0).length,
      sorted.map((d) => d.tokens),
      sorted.map((d) => d.costUsd),
    ],
  )
}
