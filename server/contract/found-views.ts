/** One thing of a workspace that a search found; `GET /api/v1/workspaces/{id}/find` answers them by kind, the nearest first in each. */
export type Found = {
  kind: 'room' | 'goal' | 'task' | 'deliverable' | 'agent' | 'person'
  id: string
  title: string
  /** The number in its room, of what has one. */
  number: number | null
  /** The room that it stands in; null for agents and people. */
  room: { id: string; name: string } | null
  /** Whether it is over: archived, ended, cancelled. */
  over: boolean
}
export type FoundView = { found: Found[] }
