import type { Counts } from '../../contract/snapshot.ts'
import type { Attempt } from '../../domain/attempt.ts'
import type { Task, TaskStatus } from '../../domain/task.ts'
import { type Reader, readRows } from './reader.ts'

/** How many tasks of some goals stand in each status, by goal; every task of theirs is looked at. */
export async function readCounts(reader: Reader, goalIds: string[]): Promise<ReadonlyMap<string, Counts>> {
  const { rows } = await reader.query<{ goalId: string; counts: Counts }>(
    `select "goalId", jsonb_object_agg(status, n) as counts
     from (select "goalId", status, count(*)::int as n from task where "goalId" = any($1) group by 1, 2) each group by 1`,
    [goalIds],
  )
  return new Map(rows.map(({ goalId, counts }) => [goalId, counts]))
}

/** How many tasks goals have, each counted no further than asked, however many there are. */
export async function readSizes(
  reader: Reader,
  asked: readonly { goalId: string; upTo: number }[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await reader.query<{ goalId: string; size: number }>(
    `select g."goalId", (select count(*)::int from (select from task t where t."goalId" = g."goalId" limit g."upTo") few) as size
     from unnest($1::text[], $2::int[]) as g("goalId", "upTo")`,
    [asked.map(({ goalId }) => goalId), asked.map(({ upTo }) => upTo)],
  )
  return new Map(rows.map(({ goalId, size }) => [goalId, size]))
}

// What a task line does not show stays in the table: at 4,000 tasks it is most of the bytes.
const unseen = {
  inputs: `'[]'::jsonb`,
  output: 'null::jsonb',
  checks: `'[]'::jsonb`,
  guidance: `'[]'::jsonb`,
  item: 'null::jsonb',
}
const readTasks = (reader: Reader, tail: string, values: unknown[]): Promise<Task[]> =>
  readRows(reader, 'task', tail, values, unseen)

/** The tasks of some goals, in order of their numbers, without their inputs, output contracts, checks and guidance. */
export const readTasksOf = (reader: Reader, goalIds: string[]): Promise<Task[]> =>
  readTasks(reader, 'where t."goalId" = any($1) order by t.number', [goalIds])

/** At most `limit` tasks of a goal whose numbers are beyond `after`, in order of their numbers. */
export const readTasksAfter = (reader: Reader, goalId: string, after: number, limit: number): Promise<Task[]> =>
  readTasks(reader, 'where t."goalId" = $1 and t.number > $2 order by t.number limit $3', [goalId, after, limit])

/**
 * At most `limit` tasks of some goals that somebody works on or that wait for a person, those in the first of these statuses
 * first. Found from what is open, so that it costs the same however many tasks there are.
 */
export async function readTasksAtWork(
  reader: Reader,
  goalIds: string[],
  statuses: readonly TaskStatus[],
  limit: number,
): Promise<Task[]> {
  const { rows } = await reader.query<{ taskId: string }>(
    `select a."taskId" from attempt a where a."goalId" = any($1) and not a.hedge
       and a.status in ('offered', 'accepted', 'working', 'submitted')
     union select h."taskId" from handoff h where h."goalId" = any($1) and h.status = 'open' and h."taskId" is not null
     union select d."taskId" from deliverable d where d."goalId" = any($1) and d.status = 'in_review'`,
    [goalIds],
  )
  if (rows.length === 0) return []
  const order = 'order by array_position($2::text[], t.status), t.number limit $3'
  return readTasks(reader, `where t.id = any($1) ${order}`, [rows.map(({ taskId }) => taskId), statuses, limit])
}

const readLatest = (reader: Reader, which: string, ids: string[]): Promise<Attempt[]> =>
  readRows(
    reader,
    'attempt',
    `where ${which} = any($1) and t.number = (select max(o.number) from attempt o where o."taskId" = t."taskId")
     order by t."offeredAt", t.id`,
    [ids],
  )

/** The latest attempt of each task of some goals. */
export const readLatestAttempts = (reader: Reader, goalIds: string[]): Promise<Attempt[]> =>
  readLatest(reader, 't."goalId"', goalIds)

/** The latest attempt of each of these tasks. */
export const readLatestAttemptsAt = (reader: Reader, taskIds: string[]): Promise<Attempt[]> =>
  readLatest(reader, 't."taskId"', taskIds)

/** The newest number of the log that tells of a goal; null when there is no such goal. */
export async function findSeqOfGoal(reader: Reader, goalId: string): Promise<number | null> {
  const { rows } = await reader.query<{ seq: number }>(
    'select l.seq from goal g join lane l on l.id = g."roomId" where g.id = $1',
    [goalId],
  )
  return rows[0]?.seq ?? null
}
