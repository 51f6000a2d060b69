/** A rehearsal: a goal played with faults on purpose, ending in a scorecard. */
export type Drill = {
  id: string
  roomId: string
  goalId: string | null
  name: string
  terms: DrillTerms
  status: 'running' | 'ended' | 'failed'
  score: Record<string, unknown> | null
  createdBy: string
  createdAt: number
  endedAt: number | null
}

/** How it is played, and when the program that plays it was last heard of, Unix milliseconds. */
export type DrillTerms = {
  seed: number
  cast: DrillCast
  recovery: boolean
  /** It is played beside another one, which shows what came of it. */
  beside?: boolean
  heardAt?: number
}

/** The program that plays a drill tells so every 15 s; three times missed, it is gone. */
export const drillLeaseMs = 45_000

/** When a drill that runs counts as interrupted, Unix milliseconds. */
export const interruptedAt = ({ terms, createdAt }: Pick<Drill, 'terms' | 'createdAt'>): number =>
  (terms.heardAt ?? createdAt) + drillLeaseMs

/** The label of agents that were made for the drills of a room: its value is the room. */
export const castLabel = 'drill'

/** The conditions that can be played, in order: seven pilot conditions, then the failure modes of MAST (Cemri et al., 2025), then one on clocks. */
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
  'goes-quiet': 'Goes quiet in every way',
} as const
export type ConditionName = keyof typeof conditionTitles
export const conditionNames = Object.keys(conditionTitles) as ConditionName[]

/** What whoever plays in a drill must be able to do. */
export const drillSkill = 'writing'

/** Conditions in which agents of somebody’s own have work beside the cast; in the others good work is scripted too, word for word. */
export const openConditions: ReadonlySet<ConditionName> = new Set([
  'ambiguous-tickets',
  'tool-rate-limits',
  'contradictory-outputs',
  'repeats-steps',
  'loses-history',
  'starts-over',
  'does-not-ask',
  'goes-quiet',
])

/** Who plays beside the scripted agents: nobody, the starter crew, or agents by id. */
export type DrillCast = 'scripted' | 'crew' | string[]
