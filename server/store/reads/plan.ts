import type { LogEvent } from '../../contract/events.ts'
import { type Reader, readTables } from './reader.ts'

// What staleness does not ask for stays in the table: at 4,000 tasks it is most of the bytes.
const none = `'[]'::jsonb`
const unasked = {
  task: { brief: `''`, inputs: none, output: 'null::jsonb', checks: none, skills: none, item: 'null::jsonb' },
  version: { response: `''`, files: none, sources: none, checks: none, evidence: none },
}

/** A goal's tasks, the versions that they stand on, and its deliverables. */
export const readFabric = (reader: Reader, goalId: string) =>
  readTables(
    reader,
    {
      task: 'where t."goalId" = $1',
      version: `where t."goalId" = $1 and t.status in ('approved', 'in_review')`,
      deliverable: 'where t."roomId" = (select g."roomId" from goal g where g.id = $1) and t."goalId" = $1',
      goal: 'where t.id = $1',
    },
    [goalId],
    unasked,
  )

/** The events by which a goal's plan was written, oldest first. */
export async function readPlanEvents(reader: Reader, roomId: string, goalId: string): Promise<LogEvent[]> {
  const { rows } = await reader.query<LogEvent>(
    `select seq, at, type, actor, data, changes from event
     where "laneId" = $1 and type in ('plan.proposed', 'plan.tasks_added', 'plan.revised') and data ->> 'goalId' = $2
     order by seq`,
    [roomId, goalId],
  )
  return rows
}
