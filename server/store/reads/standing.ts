import { attemptStatuses, isOpen } from '../../domain/attempt.ts'
import type { Role } from '../../domain/workspace.ts'
import type { Reader } from './reader.ts'

/** Something a caller names by id. */
export type Target =
  | { workspaceId: string }
  | { roomId: string }
  | { laneId: string }
  | { goalId: string }
  | { taskId: string }
  | { attemptId: string }
  | { versionId: string }
  | { deliverableId: string }
  | { agentId: string }
  | { deliveryId: string }

/** Where the thing stands, and what the caller is there at this moment; null where there is no such thing or tie. */
export type Place = {
  workspaceId: string
  roomId: string | null
  goalId: string | null
  taskId: string | null
  memberId: string | null
  role: Role | null
  agentId: string | null
  /** The caller is a participant of the room now. */
  inRoom: boolean
}

type TargetName = Target extends infer T ? (T extends T ? keyof T : never) : never

const none = `null::text as "roomId", null::text as "goalId", null::text as "taskId"`
const inRoomOf = (table: string, goalId: string, taskId: string) =>
  `select r."workspaceId", r.id as "roomId", ${goalId} as "goalId", ${taskId} as "taskId"
   from "${table}" x join room r on r.id = x."roomId" where x.id = $1`

const placeOf: Record<TargetName, string> = {
  workspaceId: `select w.id as "workspaceId", ${none} from workspace w where w.id = $1`,
  agentId: `select a."workspaceId", ${none} from agent a where a.id = $1`,
  roomId: `select r."workspaceId", r.id as "roomId", null::text as "goalId", null::text as "taskId" from room r where r.id = $1`,
  laneId: `select l."workspaceId", r.id as "roomId", null::text as "goalId", null::text as "taskId"
    from lane l left join room r on r.id = l.id where l.id = $1`,
  deliveryId: `select d."workspaceId", r.id as "roomId", null::text as "goalId", d."taskId"
    from delivery d left join room r on r.id = d."laneId" where d.id = $1`,
  goalId: inRoomOf('goal', 'x.id', 'null::text'),
  taskId: inRoomOf('task', 'x."goalId"', 'x.id'),
  attemptId: inRoomOf('attempt', 'x."goalId"', 'x."taskId"'),
  versionId: inRoomOf('version', 'x."goalId"', 'x."taskId"'),
  deliverableId: inRoomOf('deliverable', 'x."goalId"', 'x."taskId"'),
}

/** Finds where a thing stands and what a user or an agent is there, in one round trip; null when there is no such thing. */
export async function findPlace(
  reader: Reader,
  target: Target,
  caller: { userId: string | null; agentId: string | null },
): Promise<Place | null> {
  const [name, id] = Object.entries(target)[0] as [TargetName, string]
  const { rows } = await reader.query<Place>(
    `with place as (${placeOf[name]})
     select place.*, m.id as "memberId", m.role, a.id as "agentId",
       exists (select 1 from participant p where p."roomId" = place."roomId" and p.status = 'in'
         and p."subjectId" in (m.id, a.id)) as "inRoom"
     from place
     left join member m on m."workspaceId" = place."workspaceId" and m."userId" = $2 and m.status = 'active'
     left join agent a on a."workspaceId" = place."workspaceId" and a.id = $3 and a.status not in ('removed', 'disabled')`,
    [id, caller.userId, caller.agentId],
  )
  return rows[0] ?? null
}

const open = attemptStatuses
  .filter(isOpen)
  .map((status) => `'${status}'`)
  .join(', ')

/** Whether an agent may read these bytes for its work: they are an input of a task that it holds an open attempt on. */
export async function isInputOfWork(
  reader: Reader,
  holder: { agentId: string; attemptId: string | null },
  roomId: string,
  inputId: string,
): Promise<boolean> {
  const { rows } = await reader.query(
    `select 1 from attempt a join task t on t.id = a."taskId"
     where a."agentId" = $1 and ($2::text is null or a.id = $2) and a."roomId" = $3
       and a.status in (${open})
       and (t.inputs ? $4 or exists (select 1 from version v join task n on n.id = v."taskId"
         where v.id = $4 and n."acceptedVersionId" = v.id and t.needs ? n.id))
     limit 1`,
    [holder.agentId, holder.attemptId, roomId, inputId],
  )
  return rows.length > 0
}

/** Whether an attempt is still somebody's: offered, accepted, working or handed in. */
export async function holdsOpenAttempt(reader: Reader, attemptId: string): Promise<boolean> {
  const { rows } = await reader.query(`select 1 from attempt where id = $1 and status in (${open})`, [attemptId])
  return rows.length > 0
}
