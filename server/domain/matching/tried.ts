import type { Attempt } from '../attempt.ts'
import { recentFailures } from '../recovery.ts'

/** What happened to a task so far, by participant. */
export type Tried = { participantId: string; failed: number; declined: boolean; lastFailedAt: number }

type Past = Pick<Attempt, 'number' | 'participantId' | 'failure' | 'endedAt' | 'retryAt'>

/** What a task's earlier attempts say about who made them: tries used up, refusals, and who asked for quiet until later. */
export function triedBy(
  earlier: readonly Past[],
  counted: number,
  now: number,
): { tried: Tried[]; quiet: ReadonlySet<string> } {
  const tried = new Map<string, Tried>()
  const quiet = new Set<string>()
  const counting = new Set(recentFailures(earlier, counted))
  for (const attempt of earlier) {
    const { participantId } = attempt
    const entry = tried.get(participantId) ?? { participantId, failed: 0, declined: false, lastFailedAt: 0 }
    if (attempt.failure === 'declined') entry.declined = true
    else if (counting.has(attempt)) {
      entry.failed += 1
      entry.lastFailedAt = Math.max(entry.lastFailedAt, attempt.endedAt ?? 0)
    }
    tried.set(participantId, entry)
    if (attempt.retryAt !== null && attempt.retryAt > now) quiet.add(participantId)
  }
  return { tried: [...tried.values()], quiet }
}
