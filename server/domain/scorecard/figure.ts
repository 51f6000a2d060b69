import type { Attempt, FailureClass } from '../attempt.ts'
import type { Goal } from '../goal.ts'
import type { ActionRequest, Handoff } from '../room.ts'
import type { Task } from '../task.ts'
import { counted } from '../text/counted.ts'
import type { Deliverable, Review, Version } from '../version.ts'

/** What the tables say of the goals that are scored. Moments are Unix milliseconds. */
export type ScoreRows = {
  goals: Pick<Goal, 'id' | 'number' | 'title' | 'status' | 'reason'>[]
  tasks: Pick<Task, 'id' | 'goalId' | 'number' | 'title' | 'status' | 'reason'>[]
  attempts: Pick<
    Attempt,
    | 'id'
    | 'taskId'
    | 'number'
    | 'participantId'
    | 'agentId'
    | 'memberId'
    | 'status'
    | 'failure'
    | 'reason'
    | 'offeredAt'
    | 'endedAt'
    | 'usage'
  >[]
  versions: Pick<Version, 'id' | 'taskId' | 'attemptId' | 'number' | 'status' | 'sources' | 'checks' | 'createdAt'>[]
  deliverables: Pick<Deliverable, 'id' | 'goalId' | 'name'>[]
  reviews: Review[]
  handoffs: Pick<Handoff, 'id' | 'taskId' | 'kind' | 'title' | 'status' | 'answeredBy' | 'createdAt' | 'closedAt'>[]
  actions: Pick<ActionRequest, 'id' | 'attemptId' | 'command' | 'reason' | 'decision' | 'decidedBy'>[]
  /** `attempt.failed` events: what was noticed, when, and when its clock ran out. */
  noticed: { attemptId: string; class: FailureClass; at: number; dueAt: number | null }[]
  /** Events by which a person acted on a task. */
  helped: { taskId: string; at: number }[]
  /** Names by the id of a participant. */
  names: ReadonlyMap<string, string>
}

/** One thing behind a figure: what it is, where it is looked at, and whether it speaks for or against. */
export type ScoreLine = {
  id: string
  what: 'goal' | 'task' | 'attempt' | 'version' | 'review' | 'handoff' | 'action'
  title: string
  detail: string
  ok: boolean | null
  taskId?: string
  deliverableId?: string
  /** The room it is in, where figures are of several. */
  roomId?: string
}
/** A part of a figure: an agent's, or a failure class's. */
export type ScorePart = { label: string; text: string; value: number | null }

export const figureNames = [
  'success',
  'rollback',
  'review',
  'safety',
  'sources',
  'rules',
  'detection',
  'recovery',
  'waste',
] as const
export type FigureName = (typeof figureNames)[number]

/** `value` is a share 0..1, a number, or milliseconds; null where there was nothing to count. `better` says which way is good. */
export type Figure = {
  name: FigureName
  title: string
  value: number | null
  unit: 'share' | 'count' | 'ms'
  better: 'more' | 'less'
  /** The figure in words. */
  text: string
  parts: ScorePart[]
  lines: ScoreLine[]
}

/** How many things a figure lists; its text counts them all. */
export const linesKept = 500

export const share = (part: number, of: number): number | null => (of === 0 ? null : part / of)
export const plural = counted

/** Values by key, in the order in which keys first came. */
export function groups<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const value of values) {
    const name = key(value)
    const group = found.get(name)
    if (group) group.push(value)
    else found.set(name, [value])
  }
  return found
}

/** The value that so much of them do not exceed, by nearest rank; null of none. */
export function percentile(values: readonly number[], part: number): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null
}

/** A length of time in words, from milliseconds. */
export const inTime = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} ms` : ms < 120_000 ? `${(ms / 1000).toFixed(1)} s` : `${(ms / 60_000).toFixed(1)} min`

/** The rows of several rooms as one. */
export function together(all: readonly ScoreRows[]): ScoreRows {
  return {
    goals: all.flatMap((rows) => rows.goals),
    tasks: all.flatMap((rows) => rows.tasks),
    attempts: all.flatMap((rows) => rows.attempts),
    versions: all.flatMap((rows) => rows.versions),
    deliverables: all.flatMap((rows) => rows.deliverables),
    reviews: all.flatMap((rows) => rows.reviews),
    handoffs: all.flatMap((rows) => rows.handoffs),
    actions: all.flatMap((rows) => rows.actions),
    noticed: all.flatMap((rows) => rows.noticed),
    helped: all.flatMap((rows) => rows.helped),
    names: new Map(all.flatMap((rows) => [...rows.names])),
  }
}

/** Names and titles of the rows, for lines. */
export function labels(rows: ScoreRows) {
  const tasks = new Map(rows.tasks.map((task) => [task.id, task]))
  const attempts = new Map(rows.attempts.map((attempt) => [attempt.id, attempt]))
  const nameOf = (attemptId: string) => rows.names.get(attempts.get(attemptId)?.participantId ?? '') ?? 'somebody'
  const taskLabel = (taskId: string) => {
    const task = tasks.get(taskId)
    return task ? `T-${task.number} ${task.title}` : 'a task'
  }
  return { tasks, attempts, nameOf, taskLabel }
}
