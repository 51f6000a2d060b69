import type { DeliveryDetail, DeliveryView } from '../contract/views.ts'
import { isOpen } from '../domain/attempt.ts'
import type { Actor } from '../domain/permission.ts'
import { sharedPool } from '../store/pool.ts'
import {
  type DeliveryFilter,
  type DeliveryRow,
  type FullDelivery,
  findDelivery,
  readDeliveries,
} from '../store/reads/deliveries.ts'
import { readActivities } from '../store/reads/work.ts'
import { maskHeaders, maskSecrets } from './mask.ts'
import { personWho } from './standing.ts'

export const presentDelivery = (row: DeliveryRow): DeliveryView => ({
  id: row.id,
  jobId: row.jobId,
  type: row.type,
  agentId: row.agentId,
  attemptId: row.attemptId,
  taskId: row.taskId,
  tryNumber: row.tryNumber,
  sentAt: row.sentAt,
  status: row.status,
  durationMs: row.durationMs,
  errorClass: row.errorClass,
  reason: row.reason,
  nextTryAt: row.nextTryAt,
})

const page = 50

/** An agent's deliveries, newest first, 50 a page: those about rooms that the caller may read. */
export async function agentDeliveries(
  actor: Actor,
  agentId: string,
  filter: Omit<DeliveryFilter, 'limit'>,
): Promise<DeliveryView[] | null> {
  const stood = await personWho(actor, 'delivery.read', { agentId })
  if (!stood) return null
  const viewer = { memberId: stood.memberId, allRooms: stood.everywhere }
  return (await readDeliveries(sharedPool(), agentId, viewer, { ...filter, limit: page })).map(presentDelivery)
}

const keptLater = 100

/** One delivery whole: request and answer without secrets, and what the agent did afterwards. */
export async function deliveryDetail(actor: Actor, deliveryId: string): Promise<DeliveryDetail | null> {
  const stood = await personWho(actor, 'delivery.read', { deliveryId })
  if (!stood || (stood.roomId && !stood.inRoom && !stood.everywhere)) return null
  const found = await findDelivery(sharedPool(), deliveryId)
  // A lane that is neither the workspace nor a room that still exists is nobody's to read.
  if (!found || (!stood.roomId && found.laneId !== found.workspaceId)) return null
  const later = found.attemptId
    ? await readActivities(sharedPool(), found.attemptId, { after: found.sentAt, limit: keptLater })
    : []
  return {
    ...presentDelivery(found),
    requestHeaders: maskHeaders(found.requestHeaders),
    requestBody: maskSecrets(bodyOf(found.payload)),
    responseHeaders: found.responseHeaders && maskHeaders(found.responseHeaders),
    responseBody: found.responseBody && maskSecrets(found.responseBody),
    later: later.map(({ type, body, createdAt }) => ({ type, body, at: createdAt })),
    pointless: whyPointless(found),
  }
}

/** The body as the job keeps it: the message without what is put in when it is sent, its token and links. */
function bodyOf(payload: FullDelivery['payload']): string {
  if (!payload) return ''
  const { type, timestamp, text } = payload
  if (typeof text === 'string') return JSON.stringify({ type, timestamp, data: JSON.parse(text) }, null, 2)
  return typeof payload.body === 'string' ? payload.body : JSON.stringify(payload.body ?? payload, null, 2)
}

function whyPointless({ agentStatus, attemptStatus, attemptId, status }: FullDelivery): string | null {
  if (!agentStatus || agentStatus === 'removed') return 'The agent is no longer in the workspace.'
  if (agentStatus === 'disabled') return 'The agent is disabled. Verify it first.'
  if (attemptId && (!attemptStatus || !isOpen(attemptStatus)))
    return `The attempt is over (${(attemptStatus ?? 'gone').replaceAll('_', ' ')}): the agent could do nothing with it.`
  if (status !== null && status >= 200 && status < 300) return 'The agent has received it.'
  return null
}
