import type { InboxItem } from '../contract/views.ts'
import type { Actor } from '../domain/permission.ts'
import { may } from '../domain/permission.ts'
import { sharedPool } from '../store/pool.ts'
import { readInbox, type WaitingRow } from '../store/reads/inbox.ts'
import { personWho } from './standing.ts'

/** What waits for the caller in a workspace, oldest first within a kind; for viewers, who may not decide, only where they are mentioned. */
export async function inbox(actor: Actor, workspaceId: string): Promise<InboxItem[] | null> {
  const stood = await personWho(actor, 'workspace.read', { workspaceId })
  if (!stood) return null
  if (!may({ ...stood.standing, inRoom: true }, 'room.read')) return []
  const decides = may({ ...stood.standing, inRoom: true }, 'deliverable.decide')
  const viewer = { memberId: stood.memberId, allRooms: stood.everywhere, decides }
  return (await readInbox(sharedPool(), workspaceId, viewer)).map(itemOf)
}

function itemOf(row: WaitingRow): InboxItem {
  const { id, kind, roomId, roomName, goalId, goalTitle, taskId, taskNumber, title, at, options } = row
  const deliverable = deliverableOf(row)
  return {
    ...{ id, kind, roomId, roomName, goalId, goalTitle, taskId, taskNumber, title, at, options },
    detail: row.detail.slice(0, 2000),
    ...(deliverable && { deliverable }),
    ...(row.handoffId && { handoffId: row.handoffId }),
    ...(row.agentId && { agentId: row.agentId }),
    ...(row.actionId && { actionId: row.actionId }),
    ...(row.attemptId && { attemptId: row.attemptId }),
    ...(row.threadId && { mention: { messageId: row.id, threadId: row.threadId, count: row.mentions ?? 1 } }),
  }
}

function deliverableOf(row: WaitingRow): InboxItem['deliverable'] | null {
  const { deliverableId, deliverableNumber, versionId, versionNumber, sha256, required, approvals } = row
  if (!deliverableId || deliverableNumber === null || !versionId || versionNumber === null || !sha256) return null
  const checks = row.checks ?? []
  return {
    id: deliverableId,
    number: deliverableNumber,
    ...{ versionId, versionNumber, sha256 },
    checksPassed: checks.filter((check) => check.status === 'passed').length,
    checksTotal: checks.length,
    required: required ?? 1,
    approvals: approvals ?? 0,
  }
}
