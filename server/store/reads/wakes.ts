import type { EventActor } from '../../contract/events.ts'
import type { Reader } from './reader.ts'

/** One event of a room's log, and the agent whose attempt it is about, if it is about one. */
export type Wake = {
  roomId: string
  seq: number
  at: number
  type: string
  actor: EventActor
  data: Record<string, unknown>
  agentId: string | null
}

/** Events of one room after a number and not before a moment (Unix milliseconds), in order, at most `limit`. */
export async function readWakes(
  reader: Reader,
  roomId: string,
  { after, since, limit }: { after: number; since: number; limit: number },
): Promise<Wake[]> {
  const { rows } = await reader.query<Wake>(
    `select e."laneId" as "roomId", e.seq, e.at, e.type, e.actor, e.data, a."agentId"
     from event e left join attempt a on a.id = e.data->>'attemptId'
     where e."laneId" = $1 and e.seq > $2 and e.at >= $3 order by e.seq limit $4`,
    [roomId, after, new Date(since), limit],
  )
  return rows
}

/** The newest number of each of these logs. */
export async function readHeads(reader: Reader, laneIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await reader.query<{ id: string; seq: number }>('select id, seq from lane where id = any($1)', [
    laneIds,
  ])
  return new Map(rows.map(({ id, seq }) => [id, seq]))
}

/** Rooms and goals of what an agent took under one claim id in the last seven days. */
export async function readClaimed(
  reader: Reader,
  agentId: string,
  claimId: string,
): Promise<{ roomId: string; goalId: string }[]> {
  const { rows } = await reader.query<{ roomId: string; goalId: string }>(
    `select distinct "roomId", "goalId" from attempt
     where "agentId" = $1 and "offeredAt" > now() - interval '7 days' and "claimId" = $2 order by 1, 2`,
    [agentId, claimId],
  )
  return rows
}
