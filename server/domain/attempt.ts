import type { Table, Waker } from './machine.ts'

export const attemptStatuses = [
  'offered',
  'accepted',
  'working',
  'submitted',
  'approved',
  'rejected',
  'declined',
  'failed',
  'lost',
  'timed_out',
  'superseded',
  'cancelled',
] as const
export type AttemptStatus = (typeof attemptStatuses)[number]
export type AttemptEvent =
  | 'accept'
  | 'work'
  | 'submit'
  | 'approve'
  | 'reject'
  | 'decline'
  | 'fail'
  | 'lose'
  | 'time_out'
  | 'supersede'
  | 'cancel'

const ending = {
  fail: 'failed',
  lose: 'lost',
  time_out: 'timed_out',
  supersede: 'superseded',
  cancel: 'cancelled',
} as const

export const attemptTable = {
  offered: { accept: 'accepted', work: 'working', submit: 'submitted', decline: 'declined', ...ending },
  accepted: { work: 'working', submit: 'submitted', decline: 'declined', ...ending },
  working: { submit: 'submitted', decline: 'declined', ...ending },
  submitted: { approve: 'approved', reject: 'rejected', work: 'working', ...ending },
  approved: {},
  rejected: {},
  declined: {},
  failed: {},
  lost: {},
  timed_out: {},
  superseded: {},
  cancelled: {},
} as const satisfies Table<AttemptStatus, AttemptEvent>

/** What moves an attempt on from each status. */
export const attemptWaker = {
  offered: 'clock', // accept clock
  accepted: 'clock', // lease
  working: 'clock', // lease, progress, deadline
  submitted: 'job', // the judge
  approved: 'none',
  rejected: 'none',
  declined: 'none',
  failed: 'none',
  lost: 'none',
  timed_out: 'none',
  superseded: 'none',
  cancelled: 'none',
} as const satisfies Record<AttemptStatus, Waker>

const open: ReadonlySet<AttemptStatus> = new Set(['offered', 'accepted', 'working', 'submitted'])

/** An open attempt holds the task's current fence; every other is history. */
export const isOpen = (status: AttemptStatus): boolean => open.has(status)

/** Why an attempt ended without an accepted result. A closed list: the recovery table is total over it. */
export const failureClasses = [
  'unreachable',
  'no_ack',
  'lost',
  'stalled',
  'looping',
  'timed_out',
  'throttled',
  'declined',
  'errored',
  'invalid_output',
  'failed_checks',
  'over_budget',
  'unsafe_action',
  'contradicted',
  'stale_input',
] as const
export type FailureClass = (typeof failureClasses)[number]

/** The move by which an attempt ends that a clock ended: silence and time have statuses of their own. */
export const endedBy = (failure: FailureClass): 'fail' | 'lose' | 'time_out' =>
  failure === 'lost' ? 'lose' : failure === 'timed_out' ? 'time_out' : 'fail'

/** The score of one candidate, 0..1, with its parts in the order of `scoreParts` (a bid last), and the reasons in words. */
export type MatchScore = {
  participantId: string
  name: string
  score: number
  parts?: number[] | undefined
  reasons: string[]
}
export type MatchRecord = {
  reason: string
  scores: MatchScore[]
  excluded: { participantId: string; name: string; why: string }[]
  /** How many more were fit but are not listed. */
  others: number
}

export type ChecklistItem = { content: string; status: 'pending' | 'in_progress' | 'completed' | 'canceled' }

/** One hand-out of a task to one participant. All moments are Unix milliseconds of the database clock. */
export type Attempt = {
  id: string
  roomId: string
  goalId: string
  taskId: string
  /** The fence: strictly increasing per task, never reused. */
  number: number
  participantId: string
  agentId: string | null
  memberId: string | null
  status: AttemptStatus
  offeredAt: number
  firstTryAt: number | null
  deliveredAt: number | null
  acceptBy: number | null
  acceptedAt: number | null
  leaseUntil: number | null
  progressAt: number | null
  /** When a silent worker was asked how it goes; a second silence takes the task away. */
  nudgedAt: number | null
  deadlineAt: number | null
  submittedAt: number | null
  endedAt: number | null
  failure: FailureClass | null
  reason: string | null
  progress: number | null
  note: string | null
  checklist: ChecklistItem[]
  match: MatchRecord | null
  /** Corrections used after a result of the wrong shape; one is allowed. */
  corrections: number
  /** An open question parks the attempt: its clocks stand still until the answer. */
  parkedAt: number | null
  usage: { tokens?: number | undefined; costUsd?: number | undefined } | null
  claimId: string | null
  /** The worker asked not to be asked again before this moment. */
  retryAt: number | null
  /** A second one in parallel, in case the first does not come back. */
  hedge: boolean
  /** Hashes of what it last said and handed in, newest last: who repeats goes round in circles. */
  trace: string[]
}
