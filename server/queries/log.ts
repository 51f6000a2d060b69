import type { Change, LogEvent } from '../contract/events.ts'
import { eventPage } from '../contract/live.ts'
import { type Actor, may } from '../domain/permission.ts'
import { sharedPool } from '../store/pool.ts'
import { readEvents, readHead } from '../store/reads/log.ts'
import { readOwn } from '../store/reads/workspace.ts'
import { laneReader, type Stood } from './standing.ts'

/** A run of events of a lane in order, and the newest number there is. */
export type EventPage = { events: LogEvent[]; head: number }

/** The events of a room or a workspace after a number, at most 500; null for whoever may not follow that lane. */
export async function eventsAfter(
  actor: Actor,
  lane: { roomId: string } | { workspaceId: string },
  after: number,
  limit: number = eventPage,
): Promise<EventPage | null> {
  const stood = await laneReader(actor, lane)
  if (!stood) return null
  const laneId = stood.roomId ?? stood.workspaceId
  const head = await readHead(sharedPool(), laneId)
  const events = await readEvents(sharedPool(), laneId, after, Math.min(limit, eventPage))
  const shown = stood.roomId ? events : await forMember(events, stood)
  return { events: shown, head: Math.max(head, events.at(-1)?.seq ?? 0) }
}

/** What of a workspace's events a member may see: rooms it may read and what belongs to them, its own tokens, invites if it may invite. Numbers stay gapless. */
async function forMember(
  events: LogEvent[],
  { workspaceId, memberId, standing, everywhere }: Stood,
): Promise<LogEvent[]> {
  if (!memberId) return []
  const own = await readOwn(sharedPool(), workspaceId, memberId)
  const seen = (change: Change): boolean => {
    if (change.in === 'rooms') return everywhere || own.roomIds.includes(change.id)
    // Of a row that is gone nothing shows but its id.
    if (change.in === 'schedules' || change.in === 'hooks')
      return everywhere || 'gone' in change || own.ofRoomIds.includes(change.id)
    if (change.in === 'tokens') return own.tokenIds.includes(change.id)
    if (change.in === 'invites') return may(standing, 'member.invite')
    return true
  }
  return events.map((event) => {
    const changes = event.changes.filter(seen)
    if (changes.length === event.changes.length) return event
    return { ...event, changes, data: changes.length > 0 ? event.data : {} }
  })
}
