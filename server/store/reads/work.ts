import type { Attempt } from '../../domain/attempt.ts'
import type { Task } from '../../domain/task.ts'
import type { Activity, LateReport } from '../records.ts'
import { columnsIn, type Reader, readRows, readTables } from './reader.ts'

export type AttemptRow = Attempt & { doerName: string }

async function readAttemptsWhere(reader: Reader, where: string, id: string): Promise<AttemptRow[]> {
  const { rows } = await reader.query<AttemptRow>(
    `select ${columnsIn('attempt', 't')}, coalesce(m.name, a.name, 'someone who left') as "doerName"
     from attempt t left join member m on m.id = t."memberId" left join agent a on a.id = t."agentId"
     where ${where} = $1 order by t.number`,
    [id],
  )
  return rows
}

export const findAttempt = async (reader: Reader, attemptId: string): Promise<AttemptRow | null> =>
  (await readAttemptsWhere(reader, 't.id', attemptId))[0] ?? null

/** Every attempt on a task, first to last. */
export const readAttemptsOf = (reader: Reader, taskId: string): Promise<AttemptRow[]> =>
  readAttemptsWhere(reader, 't."taskId"', taskId)

export const findTask = async (reader: Reader, taskId: string): Promise<Task | null> =>
  (await readRows(reader, 'task', 'where t.id = $1', [taskId]))[0] ?? null

/** What an agent said on an attempt, oldest first, at most `limit` of the latest; `after` is a moment in Unix ms. */
export async function readActivities(
  reader: Reader,
  attemptId: string,
  { after = 0, limit }: { after?: number; limit: number },
): Promise<Pick<Activity, 'id' | 'type' | 'body' | 'createdAt'>[]> {
  const { rows } = await reader.query<Pick<Activity, 'id' | 'type' | 'body' | 'createdAt'>>(
    `select id, type, body, "createdAt" from activity
     where "attemptId" = $1 and "createdAt" > to_timestamp($2::float8 / 1000) order by "createdAt" desc, id desc limit $3`,
    [attemptId, after, limit],
  )
  return rows.reverse()
}

/** Reports that came too late, kept as evidence, oldest first. */
export async function readLateReports(reader: Reader, attemptIds: string[]): Promise<LateReport[]> {
  const { rows } = await reader.query<LateReport>(
    `select id, "roomId", "taskId", "attemptId", kind, payload, "createdAt" from late_report
     where "attemptId" = any($1) order by "createdAt", id`,
    [attemptIds],
  )
  return rows
}

/** Drafts, versions and handoffs that belong to a task. */
export const readTaskRest = (reader: Reader, task: Pick<Task, 'id' | 'roomId' | 'goalId'>) =>
  readTables(
    reader,
    {
      artifact: 'where t."goalId" = $1 and t."attemptId" in (select a.id from attempt a where a."taskId" = $2)',
      version: 'where t."taskId" = $2',
      handoff: 'where t."roomId" = $3 and t."taskId" = $2',
    },
    [task.goalId, task.id, task.roomId],
  )

/** Drafts of one attempt, oldest first. */
export const readArtifactsOf = (reader: Reader, attempt: Pick<Attempt, 'id' | 'goalId'>) =>
  readRows(reader, 'artifact', 'where t."goalId" = $1 and t."attemptId" = $2 order by t."updatedAt", t.id', [
    attempt.goalId,
    attempt.id,
  ])
