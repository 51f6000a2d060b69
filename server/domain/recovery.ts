import type { FailureClass } from './attempt.ts'

/** What the coordinator does after an attempt ended without an accepted result. */
export type Recovery =
  /** Look for a participant again after `delayMs`; those who failed come last. */
  | { action: 'hand_on' | 'retry' | 'wait'; delayMs: number; rewrite: boolean; reason: string }
  | { action: 'ask_person'; reason: string }

export type History = { participantId: string; failure: FailureClass; reason: string }

export const recoveryActions = ['hand_on', 'retry', 'wait', 'hedge', 'split', 'ask_person'] as const
export type RecoveryAction = (typeof recoveryActions)[number]
/** What a goal does otherwise than by default, by failure class. */
export type RecoveryOverrides = Partial<
  Record<
    FailureClass,
    {
      action?: RecoveryAction | undefined
      rewrite?: boolean | undefined
      counts?: boolean | undefined
      poison?: boolean | undefined
      delaySeconds?: number | undefined
    }
  >
>

type Policy = {
  action: 'hand_on' | 'retry' | 'wait'
  /** Whether the next brief is told what went wrong. */
  rewrite: boolean
  /** Whether the hand-out counts towards the limits of agent and task. */
  counts: boolean
  /** The same class on two different participants goes to a person with both errors side by side. */
  poison: boolean
  plain: string
}

/** Failure class → what to do. Data with defaults; total over the closed list of classes. */
export const policy: Record<FailureClass, Policy> = {
  unreachable: { action: 'hand_on', rewrite: false, counts: true, poison: false, plain: 'could not be reached' },
  no_ack: { action: 'hand_on', rewrite: false, counts: true, poison: false, plain: 'did not take the task up' },
  lost: { action: 'hand_on', rewrite: false, counts: true, poison: false, plain: 'went silent' },
  stalled: { action: 'hand_on', rewrite: true, counts: true, poison: false, plain: 'made no progress' },
  looping: { action: 'hand_on', rewrite: true, counts: true, poison: true, plain: 'went round in circles' },
  timed_out: { action: 'hand_on', rewrite: true, counts: true, poison: false, plain: 'ran out of time' },
  throttled: { action: 'wait', rewrite: false, counts: false, poison: false, plain: 'asked for quiet' },
  declined: { action: 'hand_on', rewrite: false, counts: false, poison: false, plain: 'declined' },
  errored: { action: 'retry', rewrite: true, counts: true, poison: false, plain: 'reported an error' },
  invalid_output: {
    action: 'hand_on',
    rewrite: true,
    counts: true,
    poison: true,
    plain: 'sent a result of the wrong shape',
  },
  failed_checks: {
    action: 'retry',
    rewrite: true,
    counts: true,
    poison: true,
    plain: 'sent a result that failed checks',
  },
  over_budget: { action: 'hand_on', rewrite: false, counts: true, poison: true, plain: 'went over its budget' },
  unsafe_action: { action: 'hand_on', rewrite: true, counts: true, poison: true, plain: 'asked for something unsafe' },
  contradicted: { action: 'hand_on', rewrite: true, counts: true, poison: true, plain: 'contradicted another answer' },
  stale_input: {
    action: 'hand_on',
    rewrite: true,
    counts: false,
    poison: false,
    plain: 'worked on input that changed',
  },
}

/** The failures that count against a task since a person last set its count back: its newest `counted` ones, oldest first. */
export const recentFailures = <A extends { number: number; failure: FailureClass | null }>(
  attempts: readonly A[],
  counted: number,
): A[] =>
  attempts
    .filter((attempt) => attempt.failure !== null && policy[attempt.failure].counts)
    .sort((a, b) => b.number - a.number)
    .slice(0, counted)
    .reverse()

/** Waits before the next hand-out grow with the number of failures: base 1 s, factor 3, cap 60 s (reliability.md 1.4). */
export const backoffMs = (failures: number): number => Math.min(60_000, 1000 * 3 ** Math.max(0, failures - 1))

export type RecoveryInput = {
  failure: FailureClass
  reason: string
  participantId: string
  /** Whether the worker said that trying again may help; only for `errored`. */
  retryable: boolean
  retryAfterMs: number | null
  /** How often this task's workers asked for quiet so far, this time included. */
  throttled: number
  /** Every earlier failure of this task, oldest first, this one last. */
  history: readonly History[]
  /** Hand-outs that counted so far, this one included. */
  counted: number
  attemptsPerTask: number
  /** Whether a person was chosen for the task by name. */
  assigned: boolean
}

/** Asked for quiet this often, a task goes to a person: waiting is no answer for ever. */
const throttledLimit = 3

/** Decides what follows a failure. Never silent, never endless: the last answer is always a person. */
export function recover(input: RecoveryInput): Recovery {
  const { failure, history, reason } = input
  const rule = policy[failure]
  if (input.counted >= input.attemptsPerTask)
    return {
      action: 'ask_person',
      reason: `${input.counted} of ${input.attemptsPerTask} tries are used; the last one ${rule.plain}: ${reason}`,
    }
  if (rule.poison) {
    const others = history.filter((entry) => entry.failure === failure && entry.participantId !== input.participantId)
    if (others.length > 0)
      return { action: 'ask_person', reason: `Two different workers failed in the same way (${rule.plain}): ${reason}` }
  }
  if (failure === 'throttled' && input.throttled % throttledLimit === 0)
    return { action: 'ask_person', reason: `Its workers asked for quiet ${input.throttled} times: ${reason}` }
  if (failure === 'throttled')
    return {
      action: 'wait',
      delayMs: input.retryAfterMs ?? 5000,
      rewrite: false,
      reason: `${rule.plain}; others are preferred meanwhile`,
    }
  if (failure === 'declined') {
    if (input.assigned) return { action: 'ask_person', reason: `The chosen worker declined: ${reason}` }
    return { action: 'hand_on', delayMs: 0, rewrite: false, reason: `declined: ${reason}` }
  }
  if (failure === 'errored' && !input.retryable)
    return { action: 'hand_on', delayMs: 0, rewrite: true, reason: `said that trying again is pointless: ${reason}` }
  const failures = history.filter((entry) => policy[entry.failure].counts).length
  const delayMs = rule.action === 'retry' ? Math.max(backoffMs(failures), input.retryAfterMs ?? 0) : 0
  return { action: rule.action, delayMs, rewrite: rule.rewrite, reason: `${rule.plain}: ${reason}` }
}
