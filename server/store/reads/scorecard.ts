import type { FailureClass } from '../../domain/attempt.ts'
import type { Drill } from '../../domain/drill.ts'
import type { ScoreRows } from '../../domain/scorecard/figure.ts'
import { type Reader, readRows, readTables } from './reader.ts'

// What a figure does not ask for stays in the table: at 4,000 tasks it is most of the bytes.
const none = `'[]'::jsonb`
const unasked = {
  goal: { inputs: none, items: none, acceptance: none, findings: none },
  task: { brief: `''`, output: 'null::jsonb', checks: none, guidance: none, item: 'null::jsonb' },
  attempt: { match: 'null::jsonb', checklist: none, trace: none },
  version: { response: `''`, files: none, evidence: none, builtFrom: none },
}

/** What a person does for a task that got stuck. */
const help = ['task.assigned', 'task.taken_over', 'task.retried', 'task.split', 'handoff.answered']

type Event = {
  at: number
  type: string
  taskId: string | null
  attemptId: string | null
  class: string
  dueAt: number | null
}

/** What the tables say of one goal, or of all goals of a room. */
export async function readScore(reader: Reader, roomId: string, goalId: string | null): Promise<ScoreRows> {
  const mine = `where t."roomId" = $1 and ($2::text is null or t."goalId" = $2)`
  const found = await readTables(
    reader,
    {
      goal: `where t."roomId" = $1 and ($2::text is null or t.id = $2)`,
      task: mine,
      attempt: mine,
      version: mine,
      deliverable: mine,
      review: mine,
      handoff: mine,
      action_request: mine,
    },
    [roomId, goalId],
    unasked,
  )
  const events = await reader.query<Event>(
    `select e.at, e.type, e.data->>'taskId' as "taskId", e.data->>'attemptId' as "attemptId", e.data->>'class' as "class",
       (e.data->>'dueAt')::float8 as "dueAt"
     from event e where e."laneId" = $1
       and (e.type = 'attempt.failed' or (e.actor->>'kind' = 'member' and e.type = any($2)))
     order by e.seq`,
    [roomId, help],
  )
  const names = await reader.query<{ id: string; name: string }>(
    `select p.id, coalesce(a.name, m.name) as name from participant p
       left join agent a on a.id = p."subjectId" left join member m on m.id = p."subjectId"
     where p."roomId" = $1`,
    [roomId],
  )
  const attempts = new Set(found.attempt.map((attempt) => attempt.id))
  return {
    goals: found.goal,
    tasks: found.task,
    attempts: found.attempt.sort((a, b) => a.offeredAt - b.offeredAt),
    versions: found.version,
    deliverables: found.deliverable,
    reviews: found.review,
    handoffs: found.handoff,
    actions: found.action_request,
    noticed: events.rows.flatMap((one) =>
      one.type === 'attempt.failed' && one.attemptId !== null && attempts.has(one.attemptId)
        ? [{ attemptId: one.attemptId, class: one.class as FailureClass, at: one.at, dueAt: one.dueAt }]
        : [],
    ),
    helped: events.rows.flatMap((one) =>
      one.type !== 'attempt.failed' && one.taskId !== null ? [{ taskId: one.taskId, at: one.at }] : [],
    ),
    names: new Map(names.rows.map((one) => [one.id, one.name])),
  }
}

/** A drill by its id; null when there is none. */
export async function readDrill(reader: Reader, drillId: string): Promise<Drill | null> {
  return (await readRows(reader, 'drill', 'where t.id = $1', [drillId]))[0] ?? null
}

/** The drills of a room, newest first. */
export const readDrills = (reader: Reader, roomId: string): Promise<Drill[]> =>
  readRows(reader, 'drill', 'where t."roomId" = $1 order by t."createdAt" desc', [roomId])
