import type { FailureClass } from './attempt.ts'
import { type RecoveryAction, type RecoveryOverrides, ruleOf } from './recovery.ts'

const hedge = 'hedge' satisfies RecoveryAction

/** Whether a goal ever asks for two at once. */
export const hedges = (policy: RecoveryOverrides): boolean =>
  Object.values(policy).some((rule) => rule?.action === hedge)

/** Whether a goal puts a second one beside an attempt that is slow: it does where it would for one that stalled. */
export const hedgesSlow = (policy: RecoveryOverrides): boolean => policy.stalled?.action === hedge

/** Why the hand-out after such a failure is two at once, in words; null when it is one. */
export function hedgeAfter(failure: FailureClass, policy: RecoveryOverrides): string | null {
  const rule = ruleOf(failure, policy)
  return rule.action === hedge ? `the one before ${rule.plain}` : null
}

/** The task's count of tries once the second of two is left alone with it: what failed counts by its rule, and beside the last try it is that try. */
export function triesWhenAlone(
  counted: number,
  attemptsPerTask: number,
  failure: FailureClass | null,
  policy: RecoveryOverrides,
): number {
  const spent = failure !== null && ruleOf(failure, policy).counts ? 1 : 0
  return Math.min(counted + spent, Math.max(counted, attemptsPerTask))
}
