import type { LogEvent } from '../../contract/events.ts'
import type { StoryAttempt, StoryTask, TimelineAttempt } from '../../contract/story-views.ts'
import type { Attempt } from '../../domain/attempt.ts'
import { briefOf } from '../../domain/matching/brief.ts'
import type { Reader } from './reader.ts'

/** Which events of a room are wanted: all that is named must fit; null fits everything. */
export type StoryFilter = {
  before: number | null
  goal: string | null
  task: string | null
  /** A participant: what it did, and what was decided about it. */
  by: string | null
  /** Whose doing: people, agents or the coordinator. */
  kind: string | null
  types: string[] | null
  without: string[] | null
}
type Row = Omit<LogEvent, 'commandId' | 'changes'> & { commandId: string | null }

// Numbered as in readStory. A task stands in an event by its own id or by an attempt's.
const ofTask = `data->>'taskId' = $4 or data->>'attemptId' in (select id from attempt where "taskId" = $4)`
const ofGoal = `data->>'goalId' = $3
  or data->>'taskId' in (select id from task where "goalId" = $3)
  or data->>'attemptId' in (select id from attempt where "goalId" = $3)
  or data->>'deliverableId' in (select id from deliverable where "goalId" = $3)`
const ofParticipant = `data->>'participantId' = $5
  or actor->>'id' in (select "subjectId" from participant where id = $5)
  or data->>'attemptId' in (select id from attempt where "participantId" = $5)`

/** At most `limit` events of a room that fit, newest first. */
export async function readStory(
  reader: Reader,
  roomId: string,
  { before, goal, task, by, kind, types, without }: StoryFilter,
  limit: number,
): Promise<Omit<LogEvent, 'changes'>[]> {
  const { rows } = await reader.query<Row>(
    `select seq, at, type, actor, "commandId", data from event
     where "laneId" = $1 and ($2::int is null or seq < $2)
       and ($3::text is null or ${ofGoal}) and ($4::text is null or ${ofTask}) and ($5::text is null or ${ofParticipant})
       and ($6::text is null or actor->>'kind' = $6) and ($7::text[] is null or type = any($7))
       and ($8::text[] is null or type <> all($8))
     order by seq desc limit $9`,
    [roomId, before, goal, task, by, kind, types, without, limit],
  )
  return rows.map(({ commandId, ...event }) => ({ ...event, ...(commandId ? { commandId } : {}) }))
}

/** Tasks of a room by id, as far as an event needs them. */
export async function readStoryTasks(reader: Reader, roomId: string, ids: string[]): Promise<StoryTask[]> {
  const { rows } = await reader.query<StoryTask>(
    'select id, number, title, "goalId" from task where id = any($1) and "roomId" = $2',
    [ids, roomId],
  )
  return rows
}

/** Attempts of a room by id, as far as an event needs them. */
export async function readStoryAttempts(reader: Reader, roomId: string, ids: string[]): Promise<StoryAttempt[]> {
  const { rows } = await reader.query<Pick<Attempt, 'id' | 'taskId' | 'number' | 'participantId' | 'match'>>(
    'select id, "taskId", number, "participantId", match from attempt where id = any($1) and "roomId" = $2',
    [ids, roomId],
  )
  return rows.map(({ match, ...row }) => ({ ...row, choice: match && briefOf(match, row.participantId) }))
}

/** Every attempt of a goal in the order of hand-outs. */
export async function readTimeline(reader: Reader, goalId: string): Promise<TimelineAttempt[]> {
  const { rows } = await reader.query<TimelineAttempt>(
    `select id, "taskId", number, "participantId", status, "offeredAt", "acceptedAt", "endedAt", failure, hedge
     from attempt where "goalId" = $1 order by "offeredAt", id`,
    [goalId],
  )
  return rows
}
