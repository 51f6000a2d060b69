import type { AuthorKind } from '../domain/room.ts'
import type { CollectionName } from './snapshot.ts'

/** One change to one row of a collection, as a window sees it: fields set, or the row gone. */
export type Change =
  | { in: CollectionName; id: string; set: Record<string, unknown> }
  | { in: CollectionName; id: string; gone: true }

export type EventActor = { kind: AuthorKind; id: string; name: string }

/** One fact in a lane's log. `seq` is gapless per lane, in commit order; `at` is Unix milliseconds of the database clock. */
export type LogEvent = {
  seq: number
  at: number
  type: string
  actor: EventActor
  commandId?: string | undefined
  data: Record<string, unknown>
  changes: Change[]
}

/** What the gateway sends: a run of events of one lane, in order. */
export type EventBatch = { laneId: string; events: LogEvent[] }

const personal: ReadonlySet<CollectionName> = new Set(['rooms', 'tokens', 'invites', 'schedules', 'hooks'])
/** An event whose changes not every reader of its lane may see: it is read through the door, which shapes it for the caller, never streamed. */
export const isPersonal = (event: LogEvent): boolean => event.changes.some((change) => personal.has(change.in))
