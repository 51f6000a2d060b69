import { randomUUID } from 'node:crypto'
import type { LogEvent } from '../contract/events.ts'
import type { Room } from '../domain/room.ts'
import type { Agent, Hook, Invite, PersonalToken, Schedule } from '../domain/workspace.ts'
import type { Delivery, Job } from '../store/records.ts'
import { type Db, put, putRow } from './insert.ts'
import { nextMoment } from './plain-rows.ts'
import { makeMember, makeWorkspace, sha256Of } from './rows.ts'

// More rows for tests: a workspace's papers, events and deliveries. See rows.ts.

export async function makeInvite(db: Db, fields: Partial<Invite> = {}): Promise<Invite> {
  const workspaceId = fields.workspaceId ?? (await makeWorkspace(db)).id
  const createdAt = nextMoment()
  const terms = { roomId: null, role: 'member', email: null, usesLeft: 1, revokedAt: null } as const
  const made = {
    tokenHash: sha256Of(randomUUID()),
    invitedBy: randomUUID(),
    expiresAt: createdAt + 604_800_000,
    createdAt,
  }
  return put(db, 'invite', { id: randomUUID(), ...terms, ...made, ...fields, workspaceId })
}

export async function makeToken(db: Db, fields: Partial<PersonalToken> = {}): Promise<PersonalToken> {
  const member = fields.memberId && fields.workspaceId ? null : await makeMember(db)
  const [workspaceId, memberId] = [fields.workspaceId ?? member?.workspaceId ?? '', fields.memberId ?? member?.id ?? '']
  const terms = { name: 'Laptop', hint: 'mst_pat_…1234', scopes: [], expiresAt: null, revokedAt: null }
  const made = { tokenHash: sha256Of(randomUUID()), createdAt: nextMoment() }
  return put(db, 'personal_token', { id: randomUUID(), ...terms, ...made, ...fields, workspaceId, memberId })
}

/** The next event of a lane; the lane's number moves with it. */
export async function makeEvent(db: Db, laneId: string, fields: Partial<LogEvent> = {}): Promise<LogEvent> {
  const { rows } = await db.query('update lane set seq = seq + 1 where id = $1 returning seq', [laneId])
  const event: LogEvent = {
    seq: rows[0].seq,
    at: nextMoment(),
    type: 'coordinator.said',
    actor: { kind: 'coordinator', id: 'coordinator', name: 'Coordinator' },
    data: {},
    changes: [],
    ...fields,
  }
  const [data, changes] = [JSON.stringify(event.data), JSON.stringify(event.changes)]
  const { seq, at, type, commandId = null } = event
  await putRow(db, 'event', {
    laneId,
    seq,
    at: new Date(at),
    type,
    actor: JSON.stringify(event.actor),
    commandId,
    data,
    changes,
  })
  await db.query('update lane set chain = people_chain(id, seq - 1, chain) where id = $1', [laneId])
  return event
}

/** A delivery to an agent with the job behind it; `body` is what was sent. */
export async function makeDelivery(
  db: Db,
  agent: Pick<Agent, 'id' | 'workspaceId'>,
  { body = '{}', ...fields }: Partial<Delivery> & Partial<Pick<Job, 'payload'>> & { body?: string } = {},
): Promise<string> {
  const id = fields.id ?? randomUUID()
  const { laneId = agent.workspaceId, attemptId = null, taskId = null, type = 'agent.ping', tryNumber = 1 } = fields
  const { status = 200, responseBody = '{}', durationMs = 12, errorClass = null, reason = null } = fields
  const jobId = randomUUID()
  const sentAt = new Date(fields.sentAt ?? nextMoment())
  const payload = JSON.stringify(fields.payload ?? { body })
  await putRow(db, 'job', {
    id: jobId,
    laneId,
    kind: 'deliver',
    payload,
    runAt: sentAt,
    agentId: agent.id,
    attemptId,
    createdAt: sentAt,
  })
  await putRow(db, 'delivery', {
    ...{
      id,
      laneId,
      workspaceId: agent.workspaceId,
      agentId: agent.id,
      jobId,
      type,
      attemptId,
      taskId,
      tryNumber,
      sentAt,
    },
    requestHeaders: JSON.stringify(fields.requestHeaders ?? { 'webhook-id': `evt_${id}` }),
    ...{ status, responseBody, durationMs, errorClass, reason },
    responseHeaders: JSON.stringify(fields.responseHeaders ?? {}),
  })
  return id
}

const goalTerms = {
  title: 'Again',
  brief: 'As before.',
  acceptance: [],
  parameters: {},
  autonomy: 'plan_first' as const,
}

export async function makeSchedule(db: Db, room: Pick<Room, 'id' | 'workspaceId'>, fields: Partial<Schedule> = {}) {
  const of = { workspaceId: room.workspaceId, roomId: room.id, name: 'Weekly', playbook: 'checklist', goal: goalTerms }
  const terms = { everySeconds: 3600, lastAt: null, lastOutcome: null, enabled: true, createdBy: randomUUID() }
  const at = nextMoment()
  return put(db, 'schedule', { id: randomUUID(), ...of, ...terms, nextAt: at + 3_600_000, createdAt: at, ...fields })
}

export async function makeHook(db: Db, room: Pick<Room, 'id' | 'workspaceId'>, fields: Partial<Hook> = {}) {
  const of = { workspaceId: room.workspaceId, roomId: room.id, name: 'Tracker', playbook: 'checklist', goal: goalTerms }
  const keys = { tokenHash: sha256Of(randomUUID()), hint: '1234', secret: 'sealed-secret-of-a-hook' }
  const terms = { createdBy: randomUUID(), createdAt: nextMoment(), lastUsedAt: null, revokedAt: null }
  return put(db, 'hook', { id: randomUUID(), ...of, ...keys, ...terms, ...fields })
}
