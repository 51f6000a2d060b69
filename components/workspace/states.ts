import type { AttemptStatus, FailureClass } from '../../server/domain/attempt.ts'
import type { GoalStatus } from '../../server/domain/goal.ts'
import type { OpinionVerdict } from '../../server/domain/opinion.ts'
import type { TaskStatus } from '../../server/domain/task.ts'
import type { DeliverableStatus, VersionStatus } from '../../server/domain/version.ts'
import type { GlyphName } from '../ui/glyph.tsx'
import type { Tone } from '../ui/tone.ts'

/** How a state looks everywhere: glyph, word and colour together. */
export type Look = { tone: Tone; glyph: GlyphName; word: string }

export const taskLooks: Record<TaskStatus, Look> = {
  blocked: { tone: 'queued', glyph: '○', word: 'Waiting' },
  ready: { tone: 'queued', glyph: '◔', word: 'Ready' },
  running: { tone: 'running', glyph: '◐', word: 'Working' },
  checking: { tone: 'running', glyph: '◐', word: 'Checking' },
  waiting_input: { tone: 'needs', glyph: '◆', word: 'Needs an answer' },
  needs_human: { tone: 'needs', glyph: '▲', word: 'Needs a person' },
  stale: { tone: 'needs', glyph: '▲', word: 'Out of date' },
  in_review: { tone: 'review', glyph: '◇', word: 'In review' },
  done: { tone: 'done', glyph: '●', word: 'Done' },
  failed: { tone: 'failed', glyph: '✕', word: 'Failed' },
  cancelled: { tone: 'queued', glyph: '–', word: 'Stopped' },
}
/** The order of states on the ribbon, the board and wherever they are counted. */
export const taskOrder: readonly TaskStatus[] = [
  'done',
  'in_review',
  'running',
  'checking',
  'waiting_input',
  'needs_human',
  'stale',
  'failed',
  'ready',
  'blocked',
  'cancelled',
]
export const goalLooks: Record<GoalStatus, Look> = {
  draft: { tone: 'queued', glyph: '○', word: 'Draft' },
  planning: { tone: 'running', glyph: '◐', word: 'Planning' },
  awaiting_plan_approval: { tone: 'needs', glyph: '◆', word: 'Plan waits for you' },
  running: { tone: 'running', glyph: '◐', word: 'Working' },
  paused: { tone: 'needs', glyph: '▲', word: 'Paused' },
  in_review: { tone: 'review', glyph: '◇', word: 'In review' },
  completed: { tone: 'done', glyph: '●', word: 'Done' },
  failed: { tone: 'failed', glyph: '✕', word: 'Failed' },
  cancelled: { tone: 'queued', glyph: '–', word: 'Stopped' },
}
export const attemptLooks: Record<AttemptStatus, Look> = {
  offered: { tone: 'queued', glyph: '◔', word: 'Offered' },
  accepted: { tone: 'running', glyph: '◔', word: 'Accepted' },
  working: { tone: 'running', glyph: '◐', word: 'Working' },
  submitted: { tone: 'running', glyph: '◐', word: 'Checking' },
  approved: { tone: 'done', glyph: '●', word: 'Accepted result' },
  rejected: { tone: 'failed', glyph: '↺', word: 'Sent back' },
  declined: { tone: 'queued', glyph: '–', word: 'Declined' },
  failed: { tone: 'failed', glyph: '✕', word: 'Failed' },
  lost: { tone: 'failed', glyph: '✕', word: 'Lost' },
  timed_out: { tone: 'failed', glyph: '✕', word: 'Out of time' },
  superseded: { tone: 'queued', glyph: '–', word: 'Taken away' },
  cancelled: { tone: 'queued', glyph: '–', word: 'Stopped' },
}
export const deliverableLooks: Record<DeliverableStatus, Look> = {
  pending: { tone: 'queued', glyph: '○', word: 'Not yet' },
  in_review: { tone: 'review', glyph: '◇', word: 'In review' },
  changes_requested: { tone: 'review', glyph: '↺', word: 'Changes asked' },
  approved: { tone: 'done', glyph: '●', word: 'Approved' },
  rejected: { tone: 'failed', glyph: '✕', word: 'Rejected' },
  rolled_back: { tone: 'needs', glyph: '↺', word: 'Rolled back' },
}
export const versionLooks: Record<VersionStatus, Look> = {
  checking: { tone: 'running', glyph: '◐', word: 'Checking' },
  in_review: { tone: 'review', glyph: '◇', word: 'In review' },
  approved: { tone: 'done', glyph: '●', word: 'Approved' },
  changes_requested: { tone: 'review', glyph: '↺', word: 'Changes asked' },
  rejected: { tone: 'failed', glyph: '✕', word: 'Rejected' },
  superseded: { tone: 'queued', glyph: '–', word: 'Replaced' },
  rolled_back: { tone: 'needs', glyph: '↺', word: 'Rolled back' },
}

export const opinionLooks: Record<OpinionVerdict, Look> = {
  approve: { tone: 'done', glyph: '●', word: 'Would approve' },
  request_changes: { tone: 'review', glyph: '↺', word: 'Would ask for changes' },
  reject: { tone: 'failed', glyph: '✕', word: 'Would reject' },
}

/** What a failure class means, as the end of a sentence about the doer. */
export const failureWords: Record<FailureClass, string> = {
  unreachable: 'could not be reached',
  no_ack: 'did not take the work in time',
  lost: 'went silent',
  stalled: 'made no progress',
  looping: 'went in circles',
  timed_out: 'ran out of time',
  throttled: 'asked for a pause',
  declined: 'declined',
  errored: 'reported an error',
  invalid_output: 'handed in something of the wrong shape',
  failed_checks: 'handed in something that failed its checks',
  over_budget: 'went over the budget',
  unsafe_action: 'asked for a step that is not allowed',
  contradicted: 'was contradicted by another answer',
  stale_input: 'worked from an input that was replaced',
}

export const shortId = {
  task: (number: number) => `T-${number}`,
  goal: (number: number) => `G-${number}`,
  deliverable: (number: number) => `D-${number}`,
}
