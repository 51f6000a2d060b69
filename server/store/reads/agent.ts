import type { AgentOutcomes, AgentRun } from '../../contract/history-views.ts'
import type { Agent } from '../../domain/workspace.ts'
import { type Reader, readRows } from './reader.ts'

type Viewer = { memberId: string; allRooms: boolean }

export const findAgent = async (reader: Reader, agentId: string): Promise<Agent | null> =>
  (await readRows(reader, 'agent', 'where t.id = $1', [agentId]))[0] ?? null

// $2 whether the viewer is in every room, $3 the viewer.
const seen = (roomId: string) =>
  `($2 or exists (select 1 from participant s where s."roomId" = ${roomId} and s."subjectId" = $3 and s.status = 'in'))`

/** The rooms an agent is in that the viewer may read, by name. */
export async function readRoomsOfAgent(
  reader: Reader,
  agentId: string,
  viewer: Viewer,
): Promise<{ id: string; name: string; joinedAt: number }[]> {
  const { rows } = await reader.query<{ id: string; name: string; joinedAt: number }>(
    `select r.id, r.name, p."joinedAt" from participant p join room r on r.id = p."roomId"
     where p."subjectId" = $1 and p.status = 'in' and ${seen('r.id')} order by r.name, r.id`,
    [agentId, viewer.allRooms, viewer.memberId],
  )
  return rows
}

/** What an agent has to show, skill by skill. */
export async function readRecord(
  reader: Reader,
  agentId: string,
): Promise<{ skill: string; accepted: number; failed: number; totalMs: number }[]> {
  const { rows } = await reader.query<{ skill: string; accepted: number; failed: number; totalMs: number }>(
    `select skill, accepted, failed, "totalMs"::float8 as "totalMs" from track_record where "agentId" = $1 and accepted + failed > 0
     order by accepted + failed desc, skill`,
    [agentId],
  )
  return rows
}

/** How an agent's hand-outs since a moment (Unix ms) ended, over all rooms. */
export async function readOutcomes(reader: Reader, agentId: string, since: number): Promise<AgentOutcomes> {
  const { rows } = await reader.query<AgentOutcomes>(
    `select count(*) filter (where status = 'approved')::int as accepted,
       count(*) filter (where status = 'rejected')::int as "sentBack",
       count(*) filter (where status in ('failed', 'lost', 'timed_out'))::int as failed,
       count(*) filter (where status in ('declined', 'superseded', 'cancelled'))::int as other,
       percentile_cont(0.5) within group (order by extract(epoch from "endedAt" - coalesce(nullif("acceptedAt", "endedAt"), "offeredAt")) * 1000)
         filter (where status = 'approved')::float8 as "medianMs"
     from attempt where "agentId" = $1 and "offeredAt" >= to_timestamp($2::float8 / 1000) and "endedAt" is not null`,
    [agentId, since],
  )
  return rows[0] ?? { accepted: 0, sentBack: 0, failed: 0, other: 0, medianMs: null }
}

/** An agent's places in use, and what it used up over all rooms. */
export async function readUse(
  reader: Reader,
  agentId: string,
): Promise<{ inUse: number; tokens: number; costUsd: number }> {
  const { rows } = await reader.query<{ inUse: number; tokens: number; costUsd: number }>(
    `select "inUse", tokens::float8 as tokens, "costUsd"::float8 as "costUsd" from agent_slot where "agentId" = $1`,
    [agentId],
  )
  return rows[0] ?? { inUse: 0, tokens: 0, costUsd: 0 }
}

export type RunRow = Omit<AgentRun, 'durationMs'>

/** An agent's attempts in rooms the viewer may read, newest first, those before one of them when it is named. */
export async function readRuns(
  reader: Reader,
  agentId: string,
  viewer: Viewer,
  { before, limit }: { before: string | null; limit: number },
): Promise<RunRow[]> {
  const { rows } = await reader.query<RunRow>(
    `select a.id as "attemptId", r.id as "roomId", r.name as "roomName", t.id as "taskId", t.number as "taskNumber",
       t.title as "taskTitle", a.number, a.status, a.failure, a.reason, a."offeredAt", a."acceptedAt", a."endedAt",
       a.progress, a.usage
     from attempt a join room r on r.id = a."roomId" join task t on t.id = a."taskId"
     where a."agentId" = $1 and ${seen('a."roomId"')}
       and ($4::text is null or (a."offeredAt", a.id) <
         (select o."offeredAt", o.id from attempt o where o.id = $4 and o."agentId" = $1))
     order by a."offeredAt" desc, a.id desc limit $5`,
    [agentId, viewer.allRooms, viewer.memberId, before, limit],
  )
  return rows
}
