import type { ClockOverrides } from './clocks.ts'
import type { Table, Waker } from './machine.ts'
import type { RecoveryOverrides } from './recovery.ts'

export const goalStatuses = [
  'draft',
  'planning',
  'awaiting_plan_approval',
  'running',
  'paused',
  'in_review',
  'completed',
  'failed',
  'cancelled',
] as const
export type GoalStatus = (typeof goalStatuses)[number]
export type GoalEvent =
  | 'plan'
  | 'propose'
  | 'start'
  | 'pause'
  | 'resume'
  | 'review'
  | 'revise'
  | 'complete'
  | 'fail'
  | 'cancel'

export const goalTable = {
  draft: { plan: 'planning', cancel: 'cancelled' },
  planning: { propose: 'awaiting_plan_approval', start: 'running', fail: 'failed', cancel: 'cancelled' },
  awaiting_plan_approval: { start: 'running', propose: 'awaiting_plan_approval', cancel: 'cancelled' },
  running: { pause: 'paused', review: 'in_review', complete: 'completed', fail: 'failed', cancel: 'cancelled' },
  paused: { resume: 'running', cancel: 'cancelled' },
  in_review: { revise: 'running', complete: 'completed', pause: 'paused', fail: 'failed', cancel: 'cancelled' },
  completed: { revise: 'running' },
  failed: {},
  cancelled: {},
} as const satisfies Table<GoalStatus, GoalEvent>

/** What moves a goal on from each status. */
export const goalWaker = {
  draft: 'person',
  planning: 'job',
  awaiting_plan_approval: 'person',
  running: 'dependency', // its tasks
  paused: 'person',
  in_review: 'person',
  completed: 'none',
  failed: 'none',
  cancelled: 'none',
} as const satisfies Record<GoalStatus, Waker>

const ended: ReadonlySet<GoalStatus> = new Set(['completed', 'failed', 'cancelled'])
export const isEnded = (status: GoalStatus): boolean => ended.has(status)

/** Bytes that a person brought to a goal: a room file, or text given with the goal. */
export type GoalInput = {
  id: string
  name: string
  mediaType: string
  sha256: string
  size: number
  /** Present when it fits into an assignment as it is. */
  text?: string | undefined
}

export type GoalLimits = {
  tokens?: number | undefined
  costUsd?: number | undefined
  wallSeconds?: number | undefined
  /** Accepted results. */
  steps?: number | undefined
  /** Hand-outs. */
  attempts?: number | undefined
  /** How deep work may make more work. */
  depth?: number | undefined
}
/** What a goal, a room or an agent used up so far. */
export type Spent = {
  tokens?: number | undefined
  costUsd?: number | undefined
  steps?: number | undefined
  attempts?: number | undefined
  /** Limits of which four fifths are used and somebody was told. */
  warned?: string[] | undefined
}

/** What is done with work that was built on a version which was replaced. */
export const stalePolicies = ['redo', 'keep', 'ask'] as const
export type StalePolicy = (typeof stalePolicies)[number]

/** Something about a goal's wording that a person should look at; a `question` holds the start until it is answered. */
export type Finding = { code: string; severity: 'question' | 'note'; text: string; quotes: string[] }

/** How the matcher weighs for this goal. Weights are relative; what is absent counts as by default. */
export type Matching = {
  weights?: Partial<Record<'record' | 'load' | 'speed' | 'health' | 'cost' | 'fairness', number>> | undefined
  /** Agents may say for so long how well a task suits them, seconds. */
  bidSeconds?: number | undefined
}

export type Goal = {
  id: string
  roomId: string
  number: number
  title: string
  brief: string
  acceptance: string[]
  playbook: string | null
  inputs: GoalInput[]
  items: (string | Record<string, unknown>)[]
  deliverable: { kind: string; name: string } | null
  limits: GoalLimits
  clocks: ClockOverrides
  autonomy: 'plan_first' | 'run'
  requiredApprovals: number
  status: GoalStatus
  reason: string | null
  planVersion: number
  /** What stands against starting, in plain sentences; empty when the plan may start. */
  planProblems: string[]
  spent: Spent
  recovery: RecoveryOverrides
  stalePolicy: StalePolicy
  findings: Finding[]
  /** What the playbook's parameters were given. */
  parameters: Record<string, string>
  matching: Matching
  createdBy: string
  createdAt: number
  startedAt: number | null
  endedAt: number | null
}

/** What a new goal has not yet. */
export const freshGoal = {
  spent: {},
  recovery: {},
  stalePolicy: 'ask' as const,
  findings: [] as Finding[],
  parameters: {},
  matching: {},
} satisfies Partial<Goal>
