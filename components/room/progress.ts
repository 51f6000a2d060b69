import type { AttemptView, Counts, TaskView } from '../../server/contract/snapshot.ts'
import type { AttemptStatus } from '../../server/domain/attempt.ts'
import type { RibbonSegment } from '../ui/ribbon.tsx'
import { taskLooks, taskOrder } from '../workspace/states.ts'

const open: ReadonlySet<AttemptStatus> = new Set(['offered', 'accepted', 'working', 'submitted'])
export const isOpenAttempt = (attempt: AttemptView | undefined): attempt is AttemptView =>
  attempt !== undefined && open.has(attempt.status)

/** How many tasks stand where, as the ribbon draws it. */
export function ribbonOf(counts: Counts): RibbonSegment[] {
  return taskOrder.map((status) => {
    const { tone, glyph, word } = taskLooks[status]
    return { tone, glyph, word, count: counts[status] ?? 0 }
  })
}

export function countTasks(tasks: readonly TaskView[]): Counts {
  const counts: Counts = {}
  for (const task of tasks) counts[task.status] = (counts[task.status] ?? 0) + 1
  return counts
}

/** Tasks that still count: stopped ones are no part of "14 of 35". */
export function doneOf(counts: Counts): { done: number; all: number } {
  const all = Object.entries(counts).reduce((sum, [status, count]) => (status === 'cancelled' ? sum : sum + count), 0)
  return { done: counts.done ?? 0, all }
}

const noAnswerMs = 10_000
const quietMs = 600_000

/** What an open attempt's last sign of life says, or null while all is well. Times in Unix ms. */
export function quietness(attempt: AttemptView, now: number): string | null {
  if (attempt.status === 'offered') return now - attempt.offeredAt > noAnswerMs ? 'no answer yet' : null
  if (attempt.status === 'submitted' || attempt.acceptedAt === null) return null
  if (attempt.progressAt === null) return now - attempt.acceptedAt > noAnswerMs ? 'no answer yet' : null
  const quiet = now - Math.max(attempt.progressAt, attempt.acceptedAt)
  return quiet > quietMs ? `quiet ${Math.round(quiet / 60_000)} min` : null
}
