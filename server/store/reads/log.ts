import type { LogEvent } from '../../contract/events.ts'
import type { Reader } from './reader.ts'

type EventRow = Omit<LogEvent, 'commandId'> & { commandId: string | null }
const columns = 'seq, at, type, actor, "commandId", data, changes'
const eventOf = ({ commandId, ...event }: EventRow): LogEvent => ({ ...event, ...(commandId ? { commandId } : {}) })

/** At most `limit` events of a lane after `after`, in order. */
export async function readEvents(reader: Reader, laneId: string, after: number, limit: number): Promise<LogEvent[]> {
  const { rows } = await reader.query<EventRow>(
    `select ${columns} from event where "laneId" = $1 and seq > $2 order by seq limit $3`,
    [laneId, after, limit],
  )
  return rows.map(eventOf)
}

/** Events of a lane before a number, newest first; `type` names one type (`goal.created`) or a family (`goal`). */
export async function readEventsBefore(
  reader: Reader,
  laneId: string,
  { before, type, limit }: { before: number | null; type: string | null; limit: number },
): Promise<LogEvent[]> {
  const { rows } = await reader.query<EventRow>(
    `select ${columns} from event
     where "laneId" = $1 and ($2::int is null or seq < $2) and ($3::text is null or type = $3 or starts_with(type, $3 || '.'))
     order by seq desc limit $4`,
    [laneId, before, type, limit],
  )
  return rows.map(eventOf)
}

/** The newest number of a lane's log; 0 when there is no such lane. */
export async function readHead(reader: Reader, laneId: string): Promise<number> {
  const { rows } = await reader.query<{ seq: number }>('select seq from lane where id = $1', [laneId])
  return rows[0]?.seq ?? 0
}
