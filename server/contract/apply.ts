import type { LogEvent } from './events.ts'
import type { CollectionName, Collections, Counts, RoomSnapshot, TaskView } from './snapshot.ts'
import type { WorkspaceSnapshot } from './workspace-snapshot.ts'

type Rows = { [N in CollectionName]: Map<string, Collections[N]> }

/** A lane as a window holds it: rows by id, level with the log up to `seq`. Mutable on purpose: one event costs one Map.set. */
export type Mirror = { seq: number; rows: Rows; counts: Map<string, Counts> }

const names: readonly CollectionName[] = [
  'room',
  'participants',
  'messages',
  'goals',
  'tasks',
  'attempts',
  'deliverables',
  'versions',
  'reviews',
  'comments',
  'handoffs',
  'actions',
  'files',
  'conflicts',
  'opinions',
  'incidents',
  'drills',
  'workspace',
  'members',
  'agents',
  'rooms',
  'invites',
  'tokens',
  'playbooks',
  'schedules',
  'hooks',
]
/**
 * Of these a window may lack rows (see fill.ts). A change with this field tells a row as a whole, when it is made; any other
 * changes a row, and says nothing to a window that lacks it.
 */
export const toldWhole: { readonly [N in CollectionName]?: string } = { tasks: 'goalId', attempts: 'taskId' }

/** How many messages and ended attempts a window keeps without asking for more. */
export const keptMessages = 200

export function emptyMirror(): Mirror {
  const rows = Object.fromEntries(names.map((name) => [name, new Map()])) as Rows
  return { seq: 0, rows, counts: new Map() }
}

/** Takes a snapshot into a mirror. */
export function mirrorOf(snapshot: RoomSnapshot | WorkspaceSnapshot): Mirror {
  const mirror = emptyMirror()
  mirror.seq = snapshot.seq
  const fill = <N extends CollectionName>(name: N, list: readonly Collections[N][]) => {
    for (const row of list) mirror.rows[name].set(row.id, row)
  }
  if ('room' in snapshot) {
    fill('room', [snapshot.room])
    fill('participants', snapshot.participants)
    fill('messages', snapshot.messages)
    fill('tasks', snapshot.tasks)
    fill('attempts', snapshot.attempts)
    fill('reviews', snapshot.reviews)
    fill('comments', snapshot.comments)
    fill('handoffs', snapshot.handoffs)
    fill('actions', snapshot.actions)
    fill('files', snapshot.files)
    fill('conflicts', snapshot.conflicts)
    fill('opinions', snapshot.opinions)
    fill('incidents', snapshot.incidents)
    fill('drills', snapshot.drills)
    for (const { counts, ...goal } of snapshot.goals) {
      mirror.rows.goals.set(goal.id, goal)
      mirror.counts.set(goal.id, counts)
    }
    for (const { versions, ...deliverable } of snapshot.deliverables) {
      mirror.rows.deliverables.set(deliverable.id, deliverable)
      fill('versions', versions)
    }
  } else {
    fill('workspace', [snapshot.workspace])
    fill('members', snapshot.members)
    fill('agents', snapshot.agents)
    fill('rooms', snapshot.rooms)
    fill('invites', snapshot.invites)
    fill('tokens', snapshot.tokens)
    fill('playbooks', snapshot.playbooks)
    fill('schedules', snapshot.schedules)
    fill('hooks', snapshot.hooks)
  }
  return mirror
}

/** Applies one event. Returns 'applied', 'known' when it is at or below the cursor, or 'gap' when one is missing between. */
export function apply(mirror: Mirror, event: LogEvent): 'applied' | 'known' | 'gap' {
  if (event.seq <= mirror.seq) return 'known'
  if (event.seq > mirror.seq + 1) return 'gap'
  for (const change of event.changes) {
    const rows = mirror.rows[change.in] as Map<string, { id: string }>
    const before = rows.get(change.id)
    const whole = toldWhole[change.in]
    if (!before && whole && !('set' in change && whole in change.set)) continue
    if ('gone' in change) rows.delete(change.id)
    else rows.set(change.id, { ...before, ...change.set, id: change.id })
    if (change.in === 'tasks')
      recount(mirror, before as TaskView | undefined, rows.get(change.id) as TaskView | undefined)
  }
  trim(mirror)
  mirror.seq = event.seq
  return 'applied'
}

function recount(mirror: Mirror, before: TaskView | undefined, after: TaskView | undefined) {
  if (before?.status === after?.status) return
  const goalId = after?.goalId ?? before?.goalId
  if (!goalId) return
  const counts = { ...mirror.counts.get(goalId) }
  if (before) {
    const left = (counts[before.status] ?? 0) - 1
    if (left > 0) counts[before.status] = left
    else delete counts[before.status]
  }
  if (after) counts[after.status] = (counts[after.status] ?? 0) + 1
  mirror.counts.set(goalId, counts)
}

function trim(mirror: Mirror) {
  const messages = mirror.rows.messages
  while (messages.size > keptMessages) {
    const oldest = messages.keys().next().value
    if (oldest === undefined) return
    messages.delete(oldest)
  }
}

export const emptyCounts: Counts = {}
