import { type LaneRows, ofGoal, ofRoom, ofWorkspace } from './lane-rows.ts'
import type { DiskLane } from './memory-disk.ts'
import { copyRows } from './memory-tables.ts'
import { emptyTables, type Tables } from './rows.ts'

/** What a process holds of a lane when it first comes to it: the same rows that it reads from Postgres. */
export function readLane({ kind, seq, stamp, wakeAt, tables }: DiskLane): LaneRows {
  const lane: LaneRows = { tables: emptyTables(), seq, stamp: String(stamp), wakeAt, goals: new Set() }
  for (const table of kind === 'room' ? ofRoom : ofWorkspace) copyRows(tables, lane.tables, table, () => true)
  if (kind === 'workspace') return lane
  copyRows(tables, lane.tables, 'incident', (row) => 'closedAt' in row && row.closedAt === null)
  copyRows(tables, lane.tables, 'handoff', (row) => 'status' in row && row.status === 'open')
  const live = tables.goal.by('live', 'live').map((goal) => goal.id)
  readGoals(lane, tables, live)
  return lane
}

/** Reads goals with everything that hangs on them. */
export function readGoals(lane: LaneRows, tables: Tables, goalIds: Iterable<string>) {
  for (const goalId of goalIds) {
    if (lane.goals.has(goalId)) continue
    lane.goals.add(goalId)
    lane.tables.goal.put(goalId, tables.goal.get(goalId))
    for (const table of ['handoff', ...ofGoal] as const)
      copyRows(tables, lane.tables, table, (row) => 'goalId' in row && row.goalId === goalId)
  }
}
