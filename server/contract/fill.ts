import { isEnded } from '../domain/goal.ts'
import { type Mirror, toldWhole } from './apply.ts'
import type { LogEvent } from './events.ts'
import type { Collections, Counts, GoalView, TaskPage } from './snapshot.ts'

// A room may have more tasks than a first screen shows. What a window lacks comes in pages while the room goes on.

const latestEnded = 3

/** The goals whose tasks a window holds: all that live, and of those that ended the latest three. */
export function heldInFull(goals: readonly Pick<GoalView, 'id' | 'number' | 'endedAt' | 'status'>[]): Set<string> {
  const ended = goals.filter(({ status }) => isEnded(status))
  const latest = ended.sort((one, other) => (other.endedAt ?? 0) - (one.endedAt ?? 0) || other.number - one.number)
  const late = new Set(latest.slice(latestEnded))
  return new Set(goals.filter((goal) => !late.has(goal)).map(({ id }) => id))
}

type Placed = Pick<GoalView, 'number' | 'status'>
/** Goals in the order in which a window wants them: those that live first, the newest first. */
export const byPlace = <G extends Placed>(goals: readonly G[]): G[] =>
  [...goals].sort(
    (one, other) => Number(isEnded(one.status)) - Number(isEnded(other.status)) || other.number - one.number,
  )

/** The goals of which a mirror just filled from a snapshot holds fewer tasks than their counts say. */
export function lackingIn(mirror: Mirror): string[] {
  const held = new Map<string, number>()
  for (const { goalId } of mirror.rows.tasks.values()) held.set(goalId, (held.get(goalId) ?? 0) + 1)
  return [...mirror.counts].flatMap(([goalId, counts]) =>
    Object.values(counts).reduce((sum, count) => sum + count, 0) > (held.get(goalId) ?? 0) ? [goalId] : [],
  )
}

export type Fill = ReturnType<typeof createFill>

/**
 * What a mirror lacks of these goals' tasks. One page is asked for at a time; what is told while it is on its way is
 * remembered for its rows.
 */
export function createFill(mirror: Mirror, goalIds: readonly string[]) {
  /** By goal, the number after which its next page begins. */
  const lacking = new Map(goalIds.map((goalId) => [goalId, 0]))
  /** What was told since the page was asked for of rows that are not held: their changed fields, or null when they are gone. */
  type Told = Map<string, Record<string, unknown> | null>
  let told: Told | null = null

  const add = <N extends 'tasks' | 'attempts'>(name: N, rows: readonly Collections[N][], since: Told) => {
    const held: Map<string, Collections[N]> = mirror.rows[name]
    for (const row of rows) {
      const changed = since.get(row.id)
      // A row that is held follows the log, and what was taken away stays away.
      if (!held.has(row.id) && changed !== null) held.set(row.id, { ...row, ...changed })
    }
  }
  const settle = (goalId: string) => {
    lacking.delete(goalId)
    // Moves of tasks that were not held were not counted.
    const counts: Counts = {}
    for (const task of mirror.rows.tasks.values())
      if (task.goalId === goalId) counts[task.status] = (counts[task.status] ?? 0) + 1
    mirror.counts.set(goalId, counts)
  }

  return {
    /** Goals not all of whose tasks are held and that a window holds in full, by their place. */
    wanted(): string[] {
      if (lacking.size === 0) return []
      const goals = [...mirror.rows.goals.values()]
      const inFull = heldInFull(goals)
      return byPlace(goals.filter(({ id }) => lacking.has(id) && inFull.has(id))).map(({ id }) => id)
    },
    lacks: (goalId: string): boolean => lacking.has(goalId),
    /** Hears of an event that the mirror took. */
    hear(event: LogEvent): void {
      if (!told) return
      for (const change of event.changes) {
        if (!(change.in in toldWhole)) continue
        if ('gone' in change) told.set(change.id, null)
        else if (!mirror.rows[change.in].has(change.id)) told.set(change.id, { ...told.get(change.id), ...change.set })
      }
    },
    /** Begins to read a goal's page after number `after`. `take` answers false when it is of no use any more: ask again. */
    ask(goalId: string): { after: number; take: (page: TaskPage) => boolean } {
      const since: Told = new Map()
      const seq = mirror.seq
      told = since
      return {
        after: lacking.get(goalId) ?? 0,
        take(page) {
          // Another was asked for meanwhile, or this is from before what is held.
          if (told !== since || page.seq < seq) return false
          told = null
          add('tasks', page.tasks, since)
          add('attempts', page.attempts, since)
          if (page.next === null) settle(goalId)
          else lacking.set(goalId, page.next)
          return true
        },
      }
    },
  }
}
