import type { AttemptStatus } from '../../domain/attempt.ts'
import type { AgentStatus } from '../../domain/workspace.ts'
import type { Delivery } from '../records.ts'
import type { Reader } from './reader.ts'

export type DeliveryRow = Omit<
  Delivery,
  'laneId' | 'workspaceId' | 'requestHeaders' | 'responseHeaders' | 'responseBody'
>
const columns = `d.id, d."agentId", d."jobId", d.type, d."attemptId", d."taskId", d."tryNumber", d."sentAt", d.status,
  d."durationMs", d."errorClass", d.reason, d."nextTryAt"`

/** Deliveries of one attempt, first to last. The moment of the offer bounds the search in the agent's deliveries. */
export async function readDeliveriesOf(
  reader: Reader,
  attempt: { id: string; agentId: string; offeredAt: number },
): Promise<DeliveryRow[]> {
  const { rows } = await reader.query<DeliveryRow>(
    `select ${columns} from delivery d where d."agentId" = $1 and d."sentAt" >= to_timestamp($2::float8 / 1000)
       and d."attemptId" = $3 order by d."sentAt", d.id`,
    [attempt.agentId, attempt.offeredAt, attempt.id],
  )
  return rows
}

export type DeliveryFilter = {
  status: 'failed' | 'delivered' | null
  type: string | null
  /** The id of the last delivery already seen. */
  before: string | null
  limit: number
}

/** An agent's deliveries, newest first: those of its workspace's own lane and of rooms the reader may see. */
export async function readDeliveries(
  reader: Reader,
  agentId: string,
  viewer: { memberId: string; allRooms: boolean },
  { status, type, before, limit }: DeliveryFilter,
): Promise<DeliveryRow[]> {
  const { rows } = await reader.query<DeliveryRow>(
    `select ${columns} from delivery d
     where d."agentId" = $1
       and ($2 or d."laneId" = d."workspaceId" or exists (select 1 from participant p
         where p."roomId" = d."laneId" and p."subjectId" = $3 and p.status = 'in'))
       and ($4::text is null or ($4 = 'delivered') = (d.status is not null and d.status between 200 and 299))
       and ($5::text is null or d.type = $5)
       and ($6::text is null or (d."sentAt", d.id) < (select o."sentAt", o.id from delivery o where o.id = $6))
     order by d."sentAt" desc, d.id desc limit $7`,
    [agentId, viewer.allRooms, viewer.memberId, status, type, before, limit],
  )
  return rows
}

export type FullDelivery = DeliveryRow & {
  laneId: string
  workspaceId: string
  requestHeaders: Record<string, string>
  responseHeaders: Record<string, string> | null
  responseBody: string | null
  /** What the job sent, or null when the job is gone. */
  payload: Record<string, unknown> | null
  agentStatus: AgentStatus | null
  attemptStatus: AttemptStatus | null
}

/** One delivery with what was sent and how its agent and attempt stand now. */
export async function findDelivery(reader: Reader, deliveryId: string): Promise<FullDelivery | null> {
  const { rows } = await reader.query<FullDelivery>(
    `select ${columns}, d."laneId", d."workspaceId", d."requestHeaders", d."responseHeaders", d."responseBody", j.payload,
       a.status as "agentStatus", w.status as "attemptStatus"
     from delivery d left join job j on j.id = d."jobId" left join agent a on a.id = d."agentId"
     left join attempt w on w.id = d."attemptId" where d.id = $1`,
    [deliveryId],
  )
  return rows[0] ?? null
}
