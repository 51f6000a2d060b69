import { type Reader, readTables } from './reader.ts'

/** A workspace and the newest number of its log. */
export async function findWorkspace(
  reader: Reader,
  workspaceId: string,
): Promise<{ id: string; name: string; createdAt: number; seq: number } | null> {
  const { rows } = await reader.query<{ id: string; name: string; createdAt: number; seq: number }>(
    'select w.id, w.name, w."createdAt", l.seq from workspace w join lane l on l.id = w.id where w.id = $1',
    [workspaceId],
  )
  return rows[0] ?? null
}

// Of a room that the viewer may not see, nothing shows.
const inTheirRoom = `exists (
  select 1 from participant p where p."roomId" = t."roomId" and p."subjectId" = $2 and p.status = 'in')`
const visibleRoom = `($3 or ${inTheirRoom})`

/** The rows of a workspace as one member may see them: `allRooms` and `invites` are for those who run it. */
export const readWorkspaceRows = (
  reader: Reader,
  workspaceId: string,
  viewer: { memberId: string; allRooms: boolean; invites: boolean },
) =>
  readTables(
    reader,
    {
      member: 'where t."workspaceId" = $1',
      agent: 'where t."workspaceId" = $1',
      room: `where t."workspaceId" = $1 and ($3 or exists (
        select 1 from participant p where p."roomId" = t.id and p."subjectId" = $2 and p.status = 'in'))`,
      invite: 'where t."workspaceId" = $1 and $4',
      personal_token: 'where t."workspaceId" = $1 and t."memberId" = $2',
      playbook: 'where t."workspaceId" = $1',
      schedule: `where t."workspaceId" = $1 and ${visibleRoom}`,
      hook: `where t."workspaceId" = $1 and ${visibleRoom}`,
    },
    [workspaceId, viewer.memberId, viewer.allRooms, viewer.invites],
    {
      agent: { tokenHash: `''`, secret: 'null::text', previousSecret: 'null::text', privateKey: 'null::text' },
      invite: { tokenHash: `''` },
      personal_token: { tokenHash: `''` },
      hook: { tokenHash: `''`, secret: `''` },
    },
  )

/** Which of a workspace's rooms a member is in now, which schedules and hooks are of these, and which tokens are its own. */
export async function readOwn(
  reader: Reader,
  workspaceId: string,
  memberId: string,
): Promise<{ roomIds: string[]; ofRoomIds: string[]; tokenIds: string[] }> {
  const { rows } = await reader.query<{ kind: 'room' | 'of room' | 'token'; id: string }>(
    `select 'room' as kind, r.id from room r join participant p on p."roomId" = r.id
       where r."workspaceId" = $1 and p."subjectId" = $2 and p.status = 'in'
     union all select 'of room', t.id from schedule t where t."workspaceId" = $1 and ${inTheirRoom}
     union all select 'of room', t.id from hook t where t."workspaceId" = $1 and ${inTheirRoom}
     union all select 'token', id from personal_token where "workspaceId" = $1 and "memberId" = $2`,
    [workspaceId, memberId],
  )
  const ids = (kind: 'room' | 'of room' | 'token') => rows.filter((row) => row.kind === kind).map((row) => row.id)
  return { roomIds: ids('room'), ofRoomIds: ids('of room'), tokenIds: ids('token') }
}
