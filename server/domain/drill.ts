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

/** The conditions that can be played, in order: seven pilot conditions, then the failure modes of MAST (Cemri et al., 2025). */
export const conditionTitles = {
  'stale-dependencies': 'Stale dependencies',
  'failing-tests': 'Failing tests',
  'ambiguous-tickets': 'Ambiguous tickets',
  'partial-documentation': 'Partial documentation',
  'tool-rate-limits': 'Tool-rate limits',
  'contradictory-outputs': 'Contradictory outputs',
  'forced-handoff': 'A forced handoff to a person',
  'disobeys-task': 'Ignores the task’s specification',
  'disobeys-role': 'Ignores its role',
  'repeats-steps': 'Repeats its steps',
  'loses-history': 'Loses the history',
  'does-not-stop': 'Does not know when to stop',
  'starts-over': 'Starts the conversation over',
  'does-not-ask': 'Does not ask when unclear',
  'drifts-off': 'Drifts from the task',
  'holds-back': 'Holds back information',
  'ignores-input': 'Ignores what others say',
  'says-otherwise': 'Says one thing, does another',
  'stops-early': 'Stops too early',
  'does-not-verify': 'Does not verify',
  'verifies-wrongly': 'Verifies wrongly',
} as const
export type ConditionName = keyof typeof conditionTitles
export const conditionNames = Object.keys(conditionTitles) as ConditionName[]

/** Who plays beside the scripted agents: nobody, the starter crew, or agents by id. */
export type DrillCast = 'scripted' | 'crew' | string[]
