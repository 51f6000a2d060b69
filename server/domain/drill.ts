/** A rehearsal: a goal played with faults on purpose, ending in a scorecard. */
export type Drill = {
  id: string
  roomId: string
  goalId: string | null
  name: string
  /** Cast, seed, and whether the coordinator may recover. */
  terms: Record<string, unknown>
  status: 'running' | 'ended' | 'failed'
  score: Record<string, unknown> | null
  createdBy: string
  createdAt: number
  endedAt: number | null
}
