import { randomUUID } from 'node:crypto'
import type { Attempt } from '../domain/attempt.ts'
import type { ActionRequest, Artifact, Handoff } from '../domain/room.ts'
import type { Task } from '../domain/task.ts'
import type { Agent, Member } from '../domain/workspace.ts'
import type { Activity, LateReport } from '../store/records.ts'
import { type Db, put, putRow } from './insert.ts'
import { attemptRow, nextMoment } from './plain-rows.ts'
import { join, makeAgent, makeRoom, makeTask } from './rows.ts'

// More rows for tests: attempts and what is said on them. See rows.ts.

export type TaskRef = Pick<Task, 'id' | 'goalId' | 'roomId'>
export const placeOf = ({ id, goalId, roomId }: TaskRef) => ({ taskId: id, goalId, roomId })

/** The next attempt on a task by `doer`, a fresh agent unless given. The task's own columns stay as they are. */
export async function makeAttempt(
  db: Db,
  { task, doer, ...fields }: Partial<Attempt> & { task?: TaskRef; doer?: Agent | Member } = {},
): Promise<Attempt> {
  const on = task ?? (await makeTask(db))
  const who = doer ?? (await makeAgent(db, { workspaceId: await workspaceOf(db, on.roomId) }))
  const participantId = fields.participantId ?? (await participantIn(db, on.roomId, who))
  const isMember = 'userId' in who
  const { rows } = await db.query('select count(*)::int as n from attempt where "taskId" = $1', [on.id])
  const place = { ...placeOf(on), number: rows[0].n + 1, participantId }
  const by = { agentId: isMember ? null : who.id, memberId: isMember ? who.id : null }
  return put(db, 'attempt', attemptRow({ ...place, ...by, ...fields }))
}

async function workspaceOf(db: Db, roomId: string): Promise<string> {
  const { rows } = await db.query('select "workspaceId" from room where id = $1', [roomId])
  return rows[0].workspaceId
}

async function participantIn(db: Db, roomId: string, who: Agent | Member): Promise<string> {
  const { rows } = await db.query('select id from participant where "roomId" = $1 and "subjectId" = $2', [
    roomId,
    who.id,
  ])
  return rows[0]?.id ?? (await join(db, { id: roomId }, who)).id
}

export async function makeHandoff(db: Db, fields: Partial<Handoff> = {}): Promise<Handoff> {
  const roomId = fields.roomId ?? (await makeRoom(db)).id
  return put(db, 'handoff', {
    id: randomUUID(),
    goalId: null,
    taskId: null,
    attemptId: null,
    agentId: null,
    kind: 'question',
    memberId: null,
    title: 'Which year?',
    body: 'The report names two.',
    options: [],
    status: 'open',
    answer: null,
    answeredBy: null,
    createdAt: nextMoment(),
    closedAt: null,
    ...fields,
    roomId,
  })
}

export const makeAction = (
  db: Db,
  attempt: Pick<Attempt, 'id' | 'goalId' | 'roomId'>,
  fields: Partial<ActionRequest> = {},
): Promise<ActionRequest> =>
  put(db, 'action_request', {
    id: randomUUID(),
    roomId: attempt.roomId,
    goalId: attempt.goalId,
    attemptId: attempt.id,
    command: 'rm -r build',
    arguments: {},
    reason: 'A clean start.',
    decision: 'pending',
    decidedBy: null,
    createdAt: nextMoment(),
    decidedAt: null,
    ...fields,
  })

export const makeArtifact = (
  db: Db,
  attempt: Pick<Attempt, 'id' | 'goalId' | 'roomId'>,
  fields: Partial<Artifact> = {},
): Promise<Artifact> =>
  put(db, 'artifact', {
    id: randomUUID(),
    roomId: attempt.roomId,
    goalId: attempt.goalId,
    attemptId: attempt.id,
    artifactId: 'draft',
    name: 'Draft',
    files: [],
    complete: false,
    updatedAt: nextMoment(),
    ...fields,
  })

export async function makeActivity(
  db: Db,
  attempt: Pick<Attempt, 'id' | 'roomId'>,
  fields: Partial<Activity> = {},
): Promise<void> {
  const { id = randomUUID(), type = 'thought', body = 'Reading.', extra = {}, createdAt = nextMoment() } = fields
  const [attemptId, roomId] = [attempt.id, attempt.roomId]
  await putRow(db, 'activity', {
    id,
    roomId,
    attemptId,
    type,
    body,
    extra: JSON.stringify(extra),
    createdAt: new Date(createdAt),
  })
}

export async function makeLateReport(
  db: Db,
  attempt: Pick<Attempt, 'id' | 'roomId' | 'taskId'>,
  fields: Partial<LateReport> = {},
): Promise<void> {
  const { id = randomUUID(), kind = 'complete', payload = {}, createdAt = nextMoment() } = fields
  const { id: attemptId, roomId, taskId } = attempt
  const row = { id, roomId, taskId, attemptId, kind, payload: JSON.stringify(payload), createdAt: new Date(createdAt) }
  await putRow(db, 'late_report', row)
}
