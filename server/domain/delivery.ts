import { hour, minute, second } from './clocks.ts'

/** When tries 2, 3, 4 of an assignment come, counted from the first, milliseconds (agent-protocol.md 2). */
const assignmentTries = [2, 8, 30].map((seconds) => seconds * second)
/** Waits before tries 2 to 8 of everything else. */
const otherWaits = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour]
/** How much longer a wait may get by chance, so that not all come at once. */
const spread = 0.2
/** How long a worker that asked for quiet without a time is left alone. */
export const quietMs = 30 * second

/** A try that ended at `now` after `tries` before it; `jitter` is drawn between 0 and 1. */
export type EndedTry = { tries: number; jitter: number; now: number }

/** Whether how a try ended may pass: a worker that asks for quiet is not asked for the same task again. */
export const mayPass = (kind: string, assignment: boolean): boolean =>
  kind === 'failed' || (kind === 'throttled' && !assignment)

const jittered = (ms: number, jitter: number): number => Math.round(ms * (1 + jitter * spread))

/** When a message other than an assignment is tried again, not before the quiet that was asked for; null after the eighth try. */
export function nextTryAt({ tries, jitter, now }: EndedTry, quietFor: number | null): number | null {
  const wait = otherWaits[tries]
  return wait === undefined ? null : now + Math.max(quietFor ?? 0, jittered(wait, jitter))
}

/** When the first try of an assignment began, and until when it may be taken up. */
export type AcceptClock = { firstTryAt: number; acceptBy: number }

/** The accept clock of an attempt whose first try ended at `now` after `durationMs`, unless one is running already. */
export function acceptClock(
  attempt: { firstTryAt: number | null; acceptBy: number | null },
  acceptSeconds: number,
  now: number,
  durationMs: number,
): AcceptClock {
  const firstTryAt = attempt.firstTryAt ?? now - durationMs
  return { firstTryAt, acceptBy: attempt.acceptBy ?? firstTryAt + acceptSeconds * second }
}

/** When an assignment is tried again; null after the fourth try, and when the time to take it up would be over by then. */
export function nextAssignmentTryAt(
  { tries, jitter, now }: EndedTry,
  { firstTryAt, acceptBy }: AcceptClock,
): number | null {
  const after = assignmentTries[tries]
  if (after === undefined) return null
  // A try that ran into its time limit may end after the next was due: then it comes at once.
  const at = Math.max(now, firstTryAt + jittered(after, jitter))
  return at < acceptBy ? at : null
}
