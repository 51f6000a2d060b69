import { createHash, randomUUID } from 'node:crypto'
import type { Goal } from '../domain/goal.ts'
import type { Message, Participant, Room, RoomFile } from '../domain/room.ts'
import type { Task } from '../domain/task.ts'
import type { Agent, Member, Workspace } from '../domain/workspace.ts'
import { type Db, put, putRow } from './insert.ts'
import { agentRow, goalRow, nextMoment, roomRow, rowsMade, taskRow } from './plain-rows.ts'

// Rows for tests, each with the parents it lacks, so that a test names only what it cares about.

export const sha256Of = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** A workspace with its lane. */
export async function makeWorkspace(db: Db, fields: Partial<Workspace> = {}): Promise<Workspace> {
  const id = fields.id ?? randomUUID()
  await putRow(db, 'lane', { id, kind: 'workspace', workspaceId: id, seq: 0 })
  return put(db, 'workspace', { name: `Workspace ${rowsMade()}`, createdAt: nextMoment(), ...fields, id })
}

/** A member with the user behind it. */
export async function makeMember(db: Db, fields: Partial<Member> = {}): Promise<Member> {
  const workspaceId = fields.workspaceId ?? (await makeWorkspace(db)).id
  const createdAt = nextMoment()
  const [userId, name, email] = [
    fields.userId ?? randomUUID(),
    `Person ${rowsMade()}`,
    `person${rowsMade()}@example.org`,
  ]
  if (!fields.userId) {
    const passwordHash = 'hash-of-a-password'
    await putRow(db, 'user', { id: userId, email, name, passwordHash, createdAt: new Date(createdAt) })
  }
  const id = randomUUID()
  return put(db, 'member', {
    id,
    name,
    email,
    role: 'member',
    status: 'active',
    createdAt,
    ...fields,
    workspaceId,
    userId,
  })
}

export async function makeAgent(db: Db, fields: Partial<Agent> = {}): Promise<Agent> {
  const workspaceId = fields.workspaceId ?? (await makeWorkspace(db)).id
  const ownerId = fields.ownerId ?? (await makeMember(db, { workspaceId })).id
  return put(db, 'agent', agentRow({ ...fields, workspaceId, ownerId }))
}

/** A room with its lane and nobody in it. */
export async function makeRoom(db: Db, fields: Partial<Room> = {}): Promise<Room> {
  const workspaceId = fields.workspaceId ?? (await makeWorkspace(db)).id
  const id = fields.id ?? randomUUID()
  await putRow(db, 'lane', { id, kind: 'room', workspaceId, seq: 0 })
  return put(db, 'room', roomRow({ ...fields, id, workspaceId }))
}

/** Lets a member or an agent into a room. */
export const join = (
  db: Db,
  room: Pick<Room, 'id'>,
  subject: Member | Agent,
  fields: Partial<Participant> = {},
): Promise<Participant> =>
  put(db, 'participant', {
    id: randomUUID(),
    roomId: room.id,
    kind: 'userId' in subject ? 'member' : 'agent',
    subjectId: subject.id,
    role: 'participant',
    status: 'in',
    mentions: [],
    joinedAt: nextMoment(),
    ...fields,
  })

export async function makeMessage(db: Db, fields: Partial<Message> = {}): Promise<Message> {
  const roomId = fields.roomId ?? (await makeRoom(db)).id
  const createdAt = nextMoment()
  const author = { authorKind: 'member', authorId: randomUUID(), authorName: 'Somebody' } as const
  const about = { replyTo: null, goalId: null, taskId: null }
  const [body, html] = [`Message ${rowsMade()}`, `<p>Message ${rowsMade()}</p>`]
  return put(db, 'message', { id: randomUUID(), ...author, ...about, body, html, createdAt, ...fields, roomId })
}

export async function makeFile(db: Db, fields: Partial<RoomFile> = {}): Promise<RoomFile> {
  const roomId = fields.roomId ?? (await makeRoom(db)).id
  const text = fields.text === undefined ? 'A file.\n' : fields.text
  const size = Buffer.byteLength(text ?? '')
  const [name, mediaType, sha256] = ['notes.md', 'text/markdown', sha256Of(text ?? '')]
  const createdAt = nextMoment()
  const id = randomUUID()
  return put(db, 'room_file', {
    id,
    name,
    mediaType,
    sha256,
    size,
    uploadedBy: randomUUID(),
    createdAt,
    ...fields,
    text,
    roomId,
  })
}

/** Keeps bytes under their hash. */
export async function makeContent(db: Db, bytes: Uint8Array | string): Promise<string> {
  const sha256 = sha256Of(bytes)
  const kept = Buffer.from(bytes)
  await putRow(db, 'content', { sha256, bytes: kept, size: kept.length, createdAt: new Date(nextMoment()) })
  return sha256
}

export async function makeGoal(db: Db, fields: Partial<Goal> = {}): Promise<Goal> {
  const roomId = fields.roomId ?? (await makeRoom(db)).id
  return put(db, 'goal', goalRow({ ...fields, roomId }))
}

export async function makeTask(db: Db, fields: Partial<Task> = {}): Promise<Task> {
  const goal =
    fields.goalId && fields.roomId ? { id: fields.goalId, roomId: fields.roomId } : await makeGoal(db, only(fields))
  return put(db, 'task', taskRow({ ...fields, goalId: goal.id, roomId: goal.roomId }))
}

const only = ({ roomId }: { roomId?: string | undefined }) => (roomId === undefined ? {} : { roomId })
