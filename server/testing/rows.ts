import { createHash, randomUUID } from 'node:crypto'
import { freshGoal, type Goal } from '../domain/goal.ts'
import { freshRoom, type Message, type Participant, type Room, type RoomFile } from '../domain/room.ts'
import { freshTask, type Task } from '../domain/task.ts'
import { type Agent, closedBreaker, freshAgent, type Member, type Workspace } from '../domain/workspace.ts'
import { type Db, put, putRow } from './insert.ts'

// Rows for tests, each with the parents it lacks, so that a test names only what it cares about.

let made = 0
/** Every row is a millisecond younger than the one before, so orders are certain. */
export const nextMoment = (): number => Date.UTC(2026, 0, 5, 9) + ++made

export const sha256Of = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** A workspace with its lane. */
export async function makeWorkspace(db: Db, fields: Partial<Workspace> = {}): Promise<Workspace> {
  const id = fields.id ?? randomUUID()
  await putRow(db, 'lane', { id, kind: 'workspace', workspaceId: id, seq: 0 })
  return put(db, 'workspace', { name: `Workspace ${made}`, createdAt: nextMoment(), ...fields, id })
}

/** A member with the user behind it. */
export async function makeMember(db: Db, fields: Partial<Member> = {}): Promise<Member> {
  const workspaceId = fields.workspaceId ?? (await makeWorkspace(db)).id
  const createdAt = nextMoment()
  const [userId, name, email] = [fields.userId ?? randomUUID(), `Person ${made}`, `person${made}@example.org`]
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
  const createdAt = nextMoment()
  return put(db, 'agent', {
    id: randomUUID(),
    name: `Agent ${made}`,
    channel: 'webhook',
    url: 'https://agent.example.org/hook',
    description: '',
    skills: ['writing'],
    labels: {},
    maxConcurrency: 1,
    status: 'active',
    reason: null,
    tokenHash: sha256Of(randomUUID()),
    tokenHint: 'mst_agt_…abcd',
    secret: 'sealed-secret',
    secretHint: '…wxyz',
    previousSecret: null,
    previousSecretUntil: null,
    breaker: closedBreaker,
    throttledUntil: null,
    ...freshAgent,
    verifiedAt: null,
    lastSeenAt: null,
    createdAt,
    ...fields,
    workspaceId,
    ownerId,
  })
}

/** A room with its lane and nobody in it. */
export async function makeRoom(db: Db, fields: Partial<Room> = {}): Promise<Room> {
  const workspaceId = fields.workspaceId ?? (await makeWorkspace(db)).id
  const id = fields.id ?? randomUUID()
  await putRow(db, 'lane', { id, kind: 'room', workspaceId, seq: 0 })
  const createdAt = nextMoment()
  return put(db, 'room', {
    name: `Room ${made}`,
    rules: '',
    status: 'open',
    actionPolicy: 'ask',
    ...freshRoom,
    goalCount: 0,
    taskCount: 0,
    deliverableCount: 0,
    createdBy: randomUUID(),
    createdAt,
    ...fields,
    id,
    workspaceId,
  })
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
    joinedAt: nextMoment(),
    ...fields,
  })

export async function makeMessage(db: Db, fields: Partial<Message> = {}): Promise<Message> {
  const roomId = fields.roomId ?? (await makeRoom(db)).id
  const createdAt = nextMoment()
  const author = { authorKind: 'member', authorId: randomUUID(), authorName: 'Somebody' } as const
  const about = { replyTo: null, goalId: null, taskId: null }
  const [body, html] = [`Message ${made}`, `<p>Message ${made}</p>`]
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
  const createdAt = nextMoment()
  return put(db, 'goal', {
    id: randomUUID(),
    number: made,
    title: `Goal ${made}`,
    brief: 'Do it well.',
    acceptance: [],
    playbook: null,
    inputs: [],
    items: [],
    deliverable: null,
    limits: {},
    clocks: {},
    autonomy: 'run',
    requiredApprovals: 1,
    status: 'running',
    reason: null,
    planVersion: 1,
    planProblems: [],
    ...freshGoal,
    createdBy: randomUUID(),
    createdAt,
    startedAt: createdAt,
    endedAt: null,
    ...fields,
    roomId,
  })
}

export async function makeTask(db: Db, fields: Partial<Task> = {}): Promise<Task> {
  const goal =
    fields.goalId && fields.roomId ? { id: fields.goalId, roomId: fields.roomId } : await makeGoal(db, only(fields))
  const createdAt = nextMoment()
  return put(db, 'task', {
    id: randomUUID(),
    number: made,
    key: `task-${made}`,
    title: `Task ${made}`,
    brief: 'Write it.',
    skills: ['writing'],
    needs: [],
    inputs: [],
    output: null,
    checks: [],
    answers: 1,
    assigneeId: null,
    doerId: null,
    ownerId: null,
    status: 'ready',
    reason: null,
    fence: 0,
    attemptCount: 0,
    versionCount: 0,
    acceptedVersionId: null,
    deliverableId: null,
    guidance: [],
    wakeAt: null,
    generation: 0,
    ...freshTask,
    createdAt,
    readyAt: createdAt,
    endedAt: null,
    ...fields,
    goalId: goal.id,
    roomId: goal.roomId,
  })
}

const only = ({ roomId }: { roomId?: string | undefined }) => (roomId === undefined ? {} : { roomId })
