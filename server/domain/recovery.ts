import type { FailureClass } from './attempt.ts'
import type { Clocks } from './clocks.ts'

export const recoveryActions = ['wait', 'retry', 'hand_on', 'hedge', 'split', 'ask_person'] as const
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

export type Rule = {
  action: RecoveryAction
  /** Whether the next brief is told what went wrong. */
  rewrite: boolean
  /** Whether the hand-out counts towards the limits of agent and task. */
  counts: boolean
  /** The same class on two different participants goes to a person with both errors side by side. */
  poison: boolean
  /** After so many failures of this class a task that can be divided is divided. */
  splitAfter: number | null
  /** Seconds before the next hand-out; null: as long as the action itself waits. */
  delaySeconds: number | null
  plain: string
}

const rule = (action: RecoveryAction, plain: string, more: Partial<Rule> = {}): Rule => ({
  ...{ action, plain, rewrite: false, counts: true, poison: false, splitAfter: null, delaySeconds: null },
  ...more,
})
const told = { rewrite: true }
const poison = { rewrite: true, poison: true }
const uncounted = { counts: false }

/** Failure class → what to do. Data with defaults; total over the closed list of classes. */
export const policy: Record<FailureClass, Rule> = {
  unreachable: rule('hand_on', 'could not be reached'),
  no_ack: rule('hand_on', 'did not take the task up'),
  lost: rule('hand_on', 'went silent'),
  stalled: rule('hand_on', 'made no progress', { ...told, splitAfter: 2 }),
  looping: rule('hand_on', 'went round in circles', poison),
  timed_out: rule('hand_on', 'ran out of time', { ...told, splitAfter: 2 }),
  throttled: rule('wait', 'asked for quiet', uncounted),
  declined: rule('hand_on', 'declined', uncounted),
  errored: rule('retry', 'reported an error', told),
  invalid_output: rule('hand_on', 'sent a result of the wrong shape', poison),
  failed_checks: rule('retry', 'sent a result that failed checks', poison),
  over_budget: rule('hand_on', 'went over its budget', { poison: true }),
  unsafe_action: rule('hand_on', 'asked for something unsafe', poison),
  contradicted: rule('hand_on', 'contradicted another answer', poison),
  stale_input: rule('hand_on', 'worked on input that changed', { ...told, ...uncounted }),
}

/** The rule in force for a class: the goal's own where it says so. Chosen by a person, `split` divides at the first failure. */
export function ruleOf(failure: FailureClass, overrides: RecoveryOverrides = {}): Rule {
  const [base, own] = [policy[failure], overrides[failure]]
  if (!own) return base
  return {
    ...base,
    action: own.action ?? base.action,
    rewrite: own.rewrite ?? base.rewrite,
    counts: own.counts ?? base.counts,
    poison: own.poison ?? base.poison,
    delaySeconds: own.delaySeconds ?? base.delaySeconds,
    splitAfter: own.action === undefined ? base.splitAfter : own.action === 'split' ? 1 : null,
  }
}

/** The failures that count against a task since a person last set its count back: its newest `counted` ones, oldest first. */
export const recentFailures = <A extends { number: number; failure: FailureClass | null; hedge?: boolean }>(
  attempts: readonly A[],
  counted: number,
  overrides: RecoveryOverrides = {},
): A[] =>
  attempts
    .filter((attempt) => !attempt.hedge && attempt.failure !== null && ruleOf(attempt.failure, overrides).counts)
    .sort((a, b) => b.number - a.number)
    .slice(0, counted)
    .reverse()

/** Waits before the next hand-out grow with the number of failures: base 1 s, factor 3, cap 60 s (reliability.md 1.4). */
export const backoffMs = (failures: number): number => Math.min(60_000, 1000 * 3 ** Math.max(0, failures - 1))

/** Asked for quiet this often, a task goes to a person: waiting is no answer for ever. */
const throttledLimit = 3
/** Handed from one worker to another this often since a person looked, a task is a person's (F41). */
export const handOffLimit = 10
const quietMs = 5000

/** One failure of a task. */
export type History = { participantId: string; failure: FailureClass; reason: string }

export type RecoveryInput = {
  /** Every failure of this task since a person last acted on it, oldest first; the last one is what is decided on. */
  history: readonly History[]
  /** Whether the worker said that trying again may help; only for `errored`. */
  retryable: boolean
  retryAfterMs: number | null
  /** Hand-outs that counted so far, this one included. */
  counted: number
  attemptsPerTask: number
  /** Whether a person was chosen for the task by name. */
  assigned: boolean
  /** Whether the task's own deadline has passed. */
  overdue: boolean
  /** Whether the task can be divided along what it says itself. */
  divisible: boolean
  overrides: RecoveryOverrides
}

/** What the coordinator does after an attempt ended without an accepted result. */
export type Recovery =
  /** Look for a participant again after `delayMs`; those who failed come last. `hedge` asks two at once. */
  | { action: 'wait' | 'retry' | 'hand_on' | 'hedge'; delayMs: number; rewrite: boolean; reason: string }
  | { action: 'split'; reason: string }
  /** `sideBySide` are the failures to be compared. */
  | { action: 'ask_person'; reason: string; sideBySide: readonly History[] }

/** Decides what follows a failure. Never silent, never endless: the last answer is always a person. */
export function recover(input: RecoveryInput): Recovery {
  const { history, overrides } = input
  const last = history.at(-1)
  if (!last) throw new Error('nothing failed')
  const { failure, reason } = last
  const chosen = ruleOf(failure, overrides)
  const limit = limitReached(input, last, chosen)
  if (limit) return limit
  const alike = history.filter((entry) => entry.failure === failure)
  if (chosen.splitAfter !== null && alike.length >= chosen.splitAfter && input.divisible)
    return { action: 'split', reason: `${times(alike.length, chosen.plain)}: ${reason}; it is done in parts` }
  if (chosen.action === 'ask_person' || chosen.action === 'split')
    return ask(`${chosen.plain}: ${reason}${chosen.action === 'split' ? '. It has no parts to be divided into' : ''}`)
  if (failure === 'declined' && input.assigned) return ask(`The chosen worker declined: ${reason}`)
  if (failure === 'errored' && !input.retryable)
    return {
      action: chosen.action === 'hedge' ? 'hedge' : 'hand_on',
      delayMs: 0,
      rewrite: true,
      reason: `said that trying again is pointless: ${reason}`,
    }
  const delayMs = delayOf(chosen, input)
  const meanwhile = failure === 'throttled' ? `${chosen.plain}; others are preferred meanwhile` : null
  return {
    action: chosen.action,
    delayMs,
    rewrite: chosen.rewrite,
    reason: meanwhile ?? `${chosen.plain}: ${reason}`,
  }
}

const ask = (reason: string, sideBySide: readonly History[] = []): Recovery => ({
  action: 'ask_person',
  reason,
  sideBySide,
})
const times = (count: number, plain: string): string => (count === 1 ? plain : `${count} times ${plain}`)

/** The bounds that hold whatever the policy says, nearest first. */
function limitReached(input: RecoveryInput, last: History, { poison: poisonous, plain }: Rule): Recovery | null {
  const { history, counted, attemptsPerTask } = input
  if (input.overdue)
    return ask(`It was not finished in the time a task may take; the last one ${plain}: ${last.reason}`)
  if (counted >= attemptsPerTask)
    return ask(`${counted} of ${attemptsPerTask} tries are used; the last one ${plain}: ${last.reason}`)
  if (poisonous) {
    const other = history.findLast(
      (entry) => entry.failure === last.failure && entry.participantId !== last.participantId,
    )
    if (other) return ask(`Two different workers failed in the same way (${plain}): ${last.reason}`, [other, last])
  }
  const quiet = history.filter((entry) => entry.failure === 'throttled').length
  if (last.failure === 'throttled' && quiet >= throttledLimit)
    return ask(`Its workers asked for quiet ${quiet} times: ${last.reason}`)
  const handOffs = history.filter((entry, i) => i > 0 && history[i - 1]?.participantId !== entry.participantId).length
  if (handOffs >= handOffLimit)
    return ask(`It went from one worker to another ${handOffs} times; the last one ${plain}: ${last.reason}`)
  if (history.length >= attemptsPerTask + handOffLimit)
    return ask(`It came back ${history.length} times; the last one ${plain}: ${last.reason}`)
  return null
}

/** How long the next hand-out waits: what the worker asked for counts where it is longer. */
function delayOf({ action, delaySeconds }: Rule, { history, retryAfterMs, overrides }: RecoveryInput): number {
  const failures = history.filter((entry) => ruleOf(entry.failure, overrides).counts).length
  if (delaySeconds !== null) return Math.max(delaySeconds * 1000, action === 'hand_on' ? 0 : (retryAfterMs ?? 0))
  if (action === 'retry') return Math.max(backoffMs(failures), retryAfterMs ?? 0)
  return action === 'wait' ? (retryAfterMs ?? quietMs) : 0
}

/** Classes that end by themselves although they do not count: a worker declines once, quiet is asked for three times, input changes by a decision. */
const endsItself: ReadonlySet<FailureClass> = new Set(['declined', 'throttled', 'stale_input'])

/** Why a policy could never settle, one loop a line; null when every way ends. */
export function unsettling(overrides: RecoveryOverrides, clocks: Clocks): string[] | null {
  const loops: string[] = []
  for (const failure of Object.keys(overrides) as FailureClass[]) {
    const { action, counts, delaySeconds } = ruleOf(failure, overrides)
    if (action === 'ask_person' || action === 'split') continue
    const loop = `${failure} → ${action.replace('_', ' ')} → ${failure} → …`
    const what = action === 'retry' ? 'retries' : action === 'wait' ? 'waits' : 'hand-outs'
    if (!counts && !endsItself.has(failure))
      loops.push(`${loop}: ${what} that do not count never end; let them count or ask a person`)
    if ((delaySeconds ?? 0) >= clocks.taskSeconds)
      loops.push(
        `${loop}: a wait of ${delaySeconds} s outlasts the task, which has ${clocks.taskSeconds} s; wait less or give the task longer`,
      )
  }
  return loops.length > 0 ? loops : null
}
