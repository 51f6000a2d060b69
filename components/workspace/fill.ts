import type { TaskPage } from '../../server/contract/snapshot.ts'
import type { Read } from './connection.ts'
import type { LaneStore } from './store.ts'

/**
 * Reads the tasks of a goal that a room's first view left out, page after page from `address`, until all are held or `signal`
 * fires. What fails is tried again, ever later; a refusal ends it.
 */
export async function fillGoal(
  lane: LaneStore,
  goalId: string,
  { address, read, signal, retryMs = 1000 }: { address: string; read: Read; signal: AbortSignal; retryMs?: number },
): Promise<void> {
  let failures = 0
  while (!signal.aborted && lane.lacks(goalId)) {
    const asked = lane.fill(goalId)
    const got = await read<TaskPage>(`${address}?after=${asked.after}`)
    if (signal.aborted) return
    if (got.ok && asked.take(got.value)) {
      failures = 0
      continue
    }
    if (!got.ok && refusals.has(got.code)) return
    failures += 1
    await pause(Math.min(30_000, retryMs * 2 ** Math.min(failures, 5)), signal)
  }
}

const refusals: ReadonlySet<string> = new Set(['unauthenticated', 'forbidden', 'not_found'])

/** Waits so many milliseconds, or until `signal` fires. */
const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
