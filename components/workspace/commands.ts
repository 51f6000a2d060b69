'use client'

import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { CommandInput, CommandName } from '../../server/contract/commands.ts'
import { announce } from '../ui/live-region.tsx'
import { toast } from '../ui/toast.tsx'
import { type Answer, createOutbox, type Outgoing } from './outbox.ts'
import type { LaneStore } from './store.ts'

const outbox = createOutbox((body) =>
  fetch('/api/v1/commands', { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
)
/** Sends what is queued: called when the connection comes back. */
export const flushCommands = (): void => void outbox.flush()

// After this long without news of it, the window has lost sight of the lane and says so itself.
const shownMs = 60_000

/** Gives a command. With `until`, resolves only when that lane shows its effect. Never throws: a refusal is a value. */
export async function send<N extends CommandName>(
  name: N,
  input: CommandInput<N>,
  { until }: { until?: LaneStore | undefined } = {},
): Promise<Answer> {
  const answer = await outbox.send(name, input, until && ((seq) => until.reached(seq, shownMs)))
  if (answer.ok && until) await until.reached(answer.seq, 4000)
  return answer
}

/** Gives a command and tells its refusal in a toast; `done` is said when it worked. */
export async function act<N extends CommandName>(
  name: N,
  input: CommandInput<N>,
  { until, done }: { until?: LaneStore | undefined; done?: string } = {},
): Promise<Answer> {
  const answer = await send(name, input, { until })
  if (!answer.ok) toast(refusalOf(answer), { tone: 'failed' })
  else if (done) announce(done)
  return answer
}

/** A refusal as one text: the sentence, and what is wrong with which field. */
export function refusalOf(answer: Answer): string {
  if (answer.ok) return ''
  const fields = (answer.errors ?? []).map((error) => (error.path ? `${error.path}: ${error.message}` : error.message))
  return [answer.detail, ...fields].join(' ')
}

/** Commands of one name that wait for the connection or an answer, oldest first. */
export function useOutgoing<N extends CommandName>(
  name: N,
): readonly (Omit<Outgoing, 'input'> & { input: CommandInput<N> })[] {
  const waiting = useStore(outbox.state, (state) => state.waiting)
  return useMemo(
    () => waiting.flatMap((one) => (one.name === name ? [{ ...one, input: one.input as CommandInput<N> }] : [])),
    [waiting, name],
  )
}
/** How many commands wait because the server cannot be reached. */
export function useQueuedCount(): number {
  return useStore(outbox.state, (state) => state.waiting.filter((one) => one.status === 'queued').length)
}
