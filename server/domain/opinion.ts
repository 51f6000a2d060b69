/** What an agent that was asked for a second opinion thinks of a version. It decides nothing. */
export type Opinion = {
  id: string
  roomId: string
  goalId: string
  versionId: string
  /** The task by which it was asked. */
  taskId: string
  agentId: string
  participantId: string
  verdict: 'approve' | 'request_changes' | 'reject'
  reasons: string
  createdAt: number
}
