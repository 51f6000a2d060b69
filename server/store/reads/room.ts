import type { Subject } from '../../contract/present.ts'
import type { Goal } from '../../domain/goal.ts'
import type { Message, Participant, Room } from '../../domain/room.ts'
import type { Agent } from '../../domain/workspace.ts'
import { columnsIn, type Reader, readRows, readTables } from './reader.ts'

/** A room and the newest number of its log. */
export async function findRoom(reader: Reader, roomId: string): Promise<(Room & { seq: number }) | null> {
  const { rows } = await reader.query<Room & { seq: number }>(
    `select ${columnsIn('room', 't')}, l.seq from room t join lane l on l.id = t.id where t.id = $1`,
    [roomId],
  )
  return rows[0] ?? null
}

/** Everybody who is or was in a room, first come first. */
export async function readParticipants(reader: Reader, roomId: string): Promise<(Participant & Subject)[]> {
  const { rows } = await reader.query<Participant & Subject>(
    `select ${columnsIn('participant', 't')}, coalesce(m.name, a.name, 'someone who left') as name,
       coalesce(a.skills, '[]') as skills
     from participant t left join member m on m.id = t."subjectId" left join agent a on a.id = t."subjectId"
     where t."roomId" = $1 order by t."joinedAt", t.id`,
    [roomId],
  )
  return rows
}

/** The last messages of a room, oldest first. */
export async function readMessages(reader: Reader, roomId: string, limit: number): Promise<Message[]> {
  const last = await readRows(
    reader,
    'message',
    'where t."roomId" = $1 order by t."createdAt" desc, t.id desc limit $2',
    [roomId, limit],
  )
  return last.reverse()
}

/** The messages of a room before one of them, oldest first; null when that one is not of this room. */
export async function readMessagesBefore(
  reader: Reader,
  roomId: string,
  messageId: string,
  limit: number,
): Promise<Message[] | null> {
  const last = await readRows(
    reader,
    'message',
    `where t."roomId" = $1 and (t."createdAt", t.id) < (select o."createdAt", o.id from message o where o.id = $2 and o."roomId" = $1)
     order by t."createdAt" desc, t.id desc limit $3`,
    [roomId, messageId, limit],
  )
  if (last.length > 0) return last.reverse()
  const [known] = await readRows(reader, 'message', 'where t."roomId" = $1 and t.id = $2', [roomId, messageId])
  return known ? [] : null
}

/** The goals of a room in order of their numbers. */
export const readGoals = (reader: Reader, roomId: string): Promise<Goal[]> =>
  readRows(reader, 'goal', 'where t."roomId" = $1 order by t.number', [roomId], { items: `'[]'::jsonb` })

const recent = (table: string, pending: string, limit: number) =>
  `where t."roomId" = $1 and (${pending} or t.id in (
     select o.id from "${table}" o where o."roomId" = $1 order by o."createdAt" desc, o.id desc limit ${limit}))`

/** What else a room's window holds: deliverables with their versions and remarks, what waits, files. */
export const readRoomRest = (reader: Reader, roomId: string, kept: number) =>
  readTables(
    reader,
    {
      deliverable: 'where t."roomId" = $1',
      version: 'where t."deliverableId" in (select d.id from deliverable d where d."roomId" = $1) and t."roomId" = $1',
      review: 'where t."roomId" = $1',
      comment: 'where t."roomId" = $1',
      handoff: recent('handoff', `t.status = 'open'`, kept),
      action_request: recent('action_request', `t.decision = 'pending'`, kept),
      room_file: 'where t."roomId" = $1',
      conflict: recent('conflict', `t.status = 'open'`, kept),
      opinion: recent('opinion', 'false', kept),
      incident: `where t."roomId" = $1 and (t."closedAt" is null or t.id in (
        select o.id from incident o where o."roomId" = $1 order by o."openedAt" desc, o.id desc limit ${kept}))`,
      drill: 'where t."roomId" = $1',
    },
    [roomId],
    {
      version: { response: `''`, evidence: `'[]'::jsonb`, builtFrom: `'[]'::jsonb` },
      room_file: { text: 'null::text' },
    },
  )

/** The agents that are participants of a room now, by name. */
export const readAgentsOfRoom = (reader: Reader, roomId: string): Promise<Agent[]> =>
  readRows(
    reader,
    'agent',
    `where t.id in (select p."subjectId" from participant p where p."roomId" = $1 and p.kind = 'agent' and p.status = 'in')
     order by t.name, t.id`,
    [roomId],
  )
