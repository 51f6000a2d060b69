import type pg from 'pg'
import { isEnded } from '../domain/goal.ts'
import { type AnyRows, emptyTables, type Tables } from './rows.ts'
import { selectRows } from './sql.ts'
import type { TableName } from './tables.ts'
import type { Unit } from './unit.ts'

/** The lane's own row, as it is once locked. */
export type LockedLane = {
  seq: number
  kind: 'room' | 'workspace'
  workspaceId: string
  wakeAt: number | null
  stamp: string
}
/**
 * A lane's rows in this process, valid only while `stamp` equals the locked lane's: the transaction that wrote its row
 * last. Every commit writes that row, also one without an event.
 */
export type LaneRows = { tables: Tables; seq: number; stamp: string; wakeAt: number | null; goals: Set<string> }

const ended = `status IN ('completed', 'failed', 'cancelled')`
/** What a process holds of every room, whole. */
export const ofRoom: readonly TableName[] = ['room', 'participant', 'room_file', 'deliverable', 'drill']
/** What it holds of every workspace, whole. */
export const ofWorkspace: readonly TableName[] = [
  'workspace',
  'member',
  'invite',
  'personal_token',
  'agent',
  'playbook',
  'schedule',
  'hook',
]
/** What hangs on a goal that it holds, besides handoffs. */
export const ofGoal: readonly TableName[] = [
  'task',
  'attempt',
  'artifact',
  'version',
  'review',
  'comment',
  'action_request',
  'conflict',
  'opinion',
]

/** Runs one statement on the connection of a transaction. */
export type Query = (config: pg.QueryConfig) => Promise<pg.QueryResult>

function fill(tables: Tables, table: TableName, rows: readonly { id: string }[]) {
  const target: AnyRows = tables[table]
  for (const row of rows) target.put(row.id, row)
}

async function readInto(
  tables: Tables,
  query: Query,
  laneId: string,
  wanted: readonly (readonly [TableName, string])[],
) {
  const results = await Promise.all(wanted.map(([table, where]) => query(selectRows(table, where, [laneId]))))
  for (const [i, [table]] of wanted.entries()) fill(tables, table, results[i]?.rows ?? [])
}

/** Reads what a room always holds: the room, its people, files, deliverables, open handoffs, and its live goals. */
export async function loadRoom(query: Query, laneId: string): Promise<LaneRows> {
  const tables = emptyTables()
  await readInto(tables, query, laneId, [
    ...ofRoom.map((table) => [table, table === 'room' ? 'id = $1' : '"roomId" = $1'] as const),
    ['handoff', `"roomId" = $1 AND status = 'open'`],
    ['incident', '"roomId" = $1 AND "closedAt" IS NULL'],
    ['goal', `"roomId" = $1 AND NOT ${ended}`],
  ])
  const goals = [...tables.goal.all()].map((goal) => goal.id)
  const lane: LaneRows = { tables, seq: 0, stamp: '', wakeAt: null, goals: new Set() }
  await loadGoals(query, lane, goals)
  return lane
}

/** Reads goals with everything that hangs on them. */
export async function loadGoals(query: Query, lane: LaneRows, goalIds: readonly string[]): Promise<void> {
  const missing = goalIds.filter((id) => !lane.goals.has(id))
  if (missing.length === 0) return
  const results = await Promise.all([
    query(selectRows('goal', 'id = ANY($1::text[])', [missing])),
    query(selectRows('handoff', '"goalId" = ANY($1::text[])', [missing])),
    ...ofGoal.map((table) => query(selectRows(table, '"goalId" = ANY($1::text[])', [missing]))),
  ])
  fill(lane.tables, 'goal', results[0]?.rows ?? [])
  fill(lane.tables, 'handoff', results[1]?.rows ?? [])
  for (const [i, table] of ofGoal.entries()) fill(lane.tables, table, results[i + 2]?.rows ?? [])
  for (const id of missing) lane.goals.add(id)
}

export async function loadMessages(query: Query, lane: LaneRows, ids: readonly string[]): Promise<void> {
  const missing = ids.filter((id) => !lane.tables.message.get(id))
  if (missing.length === 0) return
  const found = await query(selectRows('message', 'id = ANY($1::text[])', [missing]))
  fill(lane.tables, 'message', found.rows)
}

/** Reads a workspace's own rows. */
export async function loadWorkspace(query: Query, laneId: string): Promise<LaneRows> {
  const tables = emptyTables()
  const own = (table: TableName) => (table === 'workspace' ? 'id = $1' : '"workspaceId" = $1')
  await readInto(
    tables,
    query,
    laneId,
    ofWorkspace.map((table) => [table, own(table)] as const),
  )
  return { tables, seq: 0, stamp: '', wakeAt: null, goals: new Set() }
}

/** After a commit: rows nobody will ask for again leave the memory (messages, and whole goals that ended). */
export function forgetSettled(lane: LaneRows, unit: Unit) {
  const { tables } = lane
  for (const { table, id } of unit.touched()) {
    if (table === 'message' || (unit.kind === 'workspace' && (table === 'room' || table === 'participant')))
      tables[table].put(id, undefined)
    if (table === 'goal') {
      const goal = tables.goal.get(id)
      if (goal && isEnded(goal.status)) forgetGoal(lane, id)
      else lane.goals.add(id)
    }
  }
}

function forgetGoal({ tables, goals }: LaneRows, goalId: string) {
  const drop = (table: TableName, ids: Iterable<{ id: string }>) => {
    for (const { id } of [...ids]) tables[table].put(id, undefined)
  }
  drop('task', tables.task.by('goal', goalId))
  drop('attempt', tables.attempt.by('goal', goalId))
  drop('artifact', tables.artifact.by('goal', goalId))
  drop('review', tables.review.by('goal', goalId))
  drop('comment', tables.comment.by('goal', goalId))
  drop('version', tables.version.by('goal', goalId))
  drop(
    'handoff',
    [...tables.handoff.all()].filter((handoff) => handoff.goalId === goalId),
  )
  drop('action_request', tables.action_request.by('goal', goalId))
  drop('conflict', tables.conflict.by('goal', goalId))
  drop('opinion', tables.opinion.by('goal', goalId))
  drop('goal', [{ id: goalId }])
  goals.delete(goalId)
}
