import type { ActionView } from '../../../server/contract/snapshot.ts'
import { leaveWithinMs, minute } from '../../../server/domain/clocks.ts'

/** What became of a step that an agent asked leave for, and by whom. `nameOf` knows the people of the room. */
export function decidedWords(
  { decision, decidedBy }: Pick<ActionView, 'decision' | 'decidedBy'>,
  nameOf: (id: string) => string | undefined,
): string {
  if (decision === 'allowed') return `Allowed by ${decider(decidedBy, nameOf)}.`
  if (decidedBy === null) return 'No longer asked: the try that asked is over.'
  if (decidedBy === 'time-out')
    return `Denied: nobody answered within ${leaveWithinMs / minute} minutes. Who asked was told, and may ask again.`
  return `Denied by ${decider(decidedBy, nameOf)}.`
}

const decider = (id: string | null, nameOf: (id: string) => string | undefined): string =>
  id === 'policy' ? 'the rules of this room' : ((id && nameOf(id)) ?? 'somebody who left')
