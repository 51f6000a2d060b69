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

/** The newest number of a lane's log; 0 when there is no such lane. */
export async function readHead(reader: Reader, laneId: string): Promise<number> {
  const { rows } = await reader.query<{ seq: number }>('select seq from lane where id = $1', [laneId])
  return rows[0]?.seq ?? 0
}
