import type { Goal } from '../../domain/goal.ts'
import type { PastAttempt } from '../../domain/matching/replay.ts'
import type { Task } from '../../domain/task.ts'
import { columnsIn, type Reader, readRows } from './reader.ts'

export type ShadowTask = Pick<
  Task,
  'id' | 'number' | 'key' | 'title' | 'skills' | 'needs' | 'role' | 'parentId' | 'assigneeId' | 'acceptedVersionId'
>
/** An attempt of an agent of the room, in whatever room: `scored` when the matcher chose, `sentBackAt` when a person sent its result back. */
export type ShadowAttempt = PastAttempt & {
  roomId: string
  goalId: string
  hedge: boolean
  scored: boolean
  sentBackAt: number[]
}
/** Numbers in the room's log at which an attempt began and ended. */
export type ShadowMark = { id: string; startSeq: number | null; endSeq: number | null }
export type ShadowChange = { seq: number; at: number; id: string; set: Record<string, unknown> }
export type ShadowNote = {
  seq: number
  at: number
  type: string
  taskId: string
  participantId: string | null
  fit: number | null
}

/** All that the tables know of the hand-outs of one goal. */
export type ShadowRows = {
  goal: Goal
  tasks: ShadowTask[]
  /** Who made the versions that tasks of the goal were accepted with, by version. */
  makers: { id: string; createdBy: string }[]
  participants: { id: string; agentId: string; joinedAt: number; status: string }[]
  attempts: ShadowAttempt[]
  marks: ShadowMark[]
  /** Changes to the room's participants and to their agents, as the logs tell them. */
  comings: ShadowChange[]
  agents: ShadowChange[]
  notes: ShadowNote[]
}

/** Older results weigh less than a thousandth. */
const recordDays = 140

/** Reads what a replay of a goal's hand-outs needs; null when there is no such goal. */
export async function readShadow(reader: Reader, goalId: string): Promise<ShadowRows | null> {
  const [goal] = await readRows(reader, 'goal', 'where t.id = $1', [goalId])
  if (!goal) return null
  const { roomId } = goal
  const since = new Date(goal.createdAt)
  const until = new Date(goal.endedAt ?? 8.64e14)
  const all = async <R extends object>(text: string, values: unknown[]): Promise<R[]> =>
    (await reader.query<R & Record<string, unknown>>(text, values)).rows
  const tasks = await readRows(reader, 'task', 'where t."goalId" = $1 order by t.number', [goalId])
  const participants = await all<ShadowRows['participants'][number]>(
    `select id, "subjectId" as "agentId", "joinedAt", status from participant where "roomId" = $1 and kind = 'agent'`,
    [roomId],
  )
  const agentIds = participants.map((one) => one.agentId)
  const attempts = await all<ShadowAttempt>(
    `select ${columnsIn('attempt', 't', { match: `null::jsonb`, checklist: `null::jsonb`, trace: `null::jsonb` })}, k.skills,
       coalesce(jsonb_array_length(t.match->'scores'), 0) > 0 as scored,
       array(select r."createdAt" from review r join version v on v.id = r."versionId"
         where v."attemptId" = t.id and r.verdict in ('changes_requested', 'rejected')) as "sentBackAt"
     from attempt t join task k on k.id = t."taskId"
     where t."agentId" = any($1) and t."offeredAt" > $2 and t."offeredAt" <= $3`,
    [agentIds, new Date(goal.createdAt - recordDays * 86_400_000), until],
  )
  const marks = await all<ShadowMark>(
    `select c->>'id' as id, min(e.seq) filter (where c->'set' ? 'offeredAt') as "startSeq",
       min(e.seq) filter (where jsonb_typeof(c->'set'->'endedAt') = 'number') as "endSeq"
     from event e cross join lateral jsonb_array_elements(e.changes) c
     where e."laneId" = $1 and e.at between $2 and $3 and c->>'in' = 'attempts' group by 1`,
    [roomId, since, until],
  )
  const changesOf = (collection: string) => `select e.seq, e.at, c->>'id' as id, c->'set' as "set"
     from event e cross join lateral jsonb_array_elements(e.changes) c
     where e."laneId" = $1 and e.at <= $2 and c->>'in' = '${collection}' and c ? 'set'`
  const workspace = await all<{ workspaceId: string }>('select "workspaceId" from room where id = $1', [roomId])
  return {
    goal,
    tasks,
    makers: await all('select id, "createdBy" from version where id = any($1)', [
      tasks.flatMap((task) => task.acceptedVersionId ?? []),
    ]),
    participants,
    attempts: attempts.map((one) => ({ ...one, sentBackAt: one.sentBackAt.map((at) => new Date(at).getTime()) })),
    marks,
    comings: await all(`${changesOf('participants')} and e.type like 'participant.%' order by e.seq`, [roomId, until]),
    agents: await all(`${changesOf('agents')} and c->>'id' = any($3) order by e.seq`, [
      workspace[0]?.workspaceId ?? '',
      until,
      agentIds,
    ]),
    notes: await all(
      `select e.seq, e.at, e.type, e.data->>'taskId' as "taskId", e.data->>'participantId' as "participantId",
         (e.data->>'fit')::float8 as fit
       from event e where e."laneId" = $1 and e.at between $2 and $3
         and e.type in ('task.bid', 'task.retried', 'task.assigned') order by e.seq`,
      [roomId, since, until],
    ),
  }
}
