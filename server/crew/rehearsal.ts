import { once } from 'node:events'
import type { attemptClient } from './attempt-client.ts'
import type { Assignment } from './wire.ts'

/** Whether a person asked, in the brief of the task, that its first worker go silent, to see the work recover. */
export function isRehearsed({ task, attempt }: Assignment): boolean {
  return attempt.number === 1 && /^Rehearsal: .*\bfirst worker\b.*\bsilent\b/im.test(task.brief)
}

/** Takes the task up and says that it goes silent; ends only, by throwing, when the attempt is taken away or the crew stops. */
export async function rehearse(client: ReturnType<typeof attemptClient>, stop: AbortSignal): Promise<void> {
  await client.activity('thought', 'Going silent on purpose: this is a rehearsal.')
  if (!stop.aborted) await once(stop, 'abort')
  stop.throwIfAborted()
}
