import type { GoalInput } from '../../domain/goal.ts'
import type { RoomFile } from '../../domain/room.ts'
import type { Version } from '../../domain/version.ts'
import { type Reader, readRows, readTables } from './reader.ts'

export const findVersion = async (reader: Reader, versionId: string): Promise<Version | null> =>
  (await readRows(reader, 'version', 'where t.id = $1', [versionId]))[0] ?? null

/** Reviews and comments on a version, and every version of the same task, oldest first. */
export const readVersionRest = (reader: Reader, version: Pick<Version, 'id' | 'goalId' | 'taskId'>) =>
  readTables(
    reader,
    {
      review: 'where t."goalId" = $1 and t."versionId" = $2',
      comment: 'where t."goalId" = $1 and t."versionId" = $2',
      version: 'where t."taskId" = $3',
    },
    [version.goalId, version.id, version.taskId],
    { version: { response: `''`, evidence: `'[]'::jsonb`, builtFrom: `'[]'::jsonb` } },
  )

/** Comments on one version, oldest first. */
export const readCommentsOn = (reader: Reader, version: Pick<Version, 'id' | 'goalId'>) =>
  readRows(reader, 'comment', 'where t."goalId" = $1 and t."versionId" = $2 order by t."createdAt", t.id', [
    version.goalId,
    version.id,
  ])

export type Origin = { versionId: string; taskTitle: string; fileName: string | null; doer: string }

/** Who made some versions of a room, and for which task. */
export async function readOrigins(reader: Reader, roomId: string, versionIds: string[]): Promise<Map<string, Origin>> {
  const { rows } = await reader.query<Origin>(
    `select v.id as "versionId", t.title as "taskTitle", v.files -> 0 ->> 'name' as "fileName",
       coalesce(m.name, a.name, 'someone who left') as doer
     from version v join task t on t.id = v."taskId" join attempt w on w.id = v."attemptId"
     left join member m on m.id = w."memberId" left join agent a on a.id = w."agentId"
     where v."roomId" = $1 and v.id = any($2)`,
    [roomId, versionIds],
  )
  return new Map(rows.map((row) => [row.versionId, row]))
}

/** The names of room files and goal inputs of a room, by id. */
export async function readInputNames(reader: Reader, roomId: string, inputIds: string[]): Promise<Map<string, string>> {
  const { rows } = await reader.query<{ id: string; name: string }>(
    `select id, name from room_file where "roomId" = $1 and id = any($2)
     union select i ->> 'id', i ->> 'name' from goal g cross join lateral jsonb_array_elements(g.inputs) i
       where g."roomId" = $1 and i ->> 'id' = any($2)`,
    [roomId, inputIds],
  )
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** A file of a room by its id. */
export const findRoomFile = async (reader: Reader, roomId: string, fileId: string): Promise<RoomFile | null> =>
  (await readRows(reader, 'room_file', 'where t."roomId" = $1 and t.id = $2', [roomId, fileId]))[0] ?? null

/** An input that came with a goal of the room. */
export async function findGoalInput(reader: Reader, roomId: string, inputId: string): Promise<GoalInput | null> {
  const { rows } = await reader.query<{ input: GoalInput }>(
    `select i as input from goal g cross join lateral jsonb_array_elements(g.inputs) i
     where g."roomId" = $1 and i ->> 'id' = $2 limit 1`,
    [roomId, inputId],
  )
  return rows[0]?.input ?? null
}

/** The last review that approved exactly these bytes of a version, with the reviewer's name. */
export async function findApproval(
  reader: Reader,
  version: Pick<Version, 'id' | 'goalId' | 'sha256'>,
): Promise<{ name: string; at: number } | null> {
  const { rows } = await reader.query<{ name: string; at: number }>(
    `select m.name, r."createdAt" as at from review r join member m on m.id = r."memberId"
     where r."goalId" = $1 and r."versionId" = $2 and r.sha256 = $3 and r.verdict = 'approved'
     order by r."createdAt" desc limit 1`,
    [version.goalId, version.id, version.sha256],
  )
  return rows[0] ?? null
}

/** The name of the deliverable a version belongs to, or of the task that made it. */
export async function readTitle(reader: Reader, version: Pick<Version, 'deliverableId' | 'taskId'>): Promise<string> {
  const { rows } = await reader.query<{ title: string }>(
    `select coalesce(d.name, t.title) as title from task t left join deliverable d on d.id = $1 where t.id = $2`,
    [version.deliverableId, version.taskId],
  )
  return rows[0]?.title ?? 'Untitled'
}
