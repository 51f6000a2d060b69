import * as z from 'zod'
import { failureClasses } from '../../domain/attempt.ts'
import { stalePolicies } from '../../domain/goal.ts'
import { recoveryActions } from '../../domain/recovery.ts'
import { id, skills, text } from '../fields.ts'

const amount = z.number().min(0)
const count = z.number().int().min(1)
const each = {
  tokens: amount,
  costUsd: amount,
  wallSeconds: z.number().min(1).max(31_536_000),
  steps: count,
  attempts: count,
  depth: z.number().int().min(0).max(10),
}
/** What a goal may use up; `depth` is how deep work may make more work. */
export const goalLimits = z.strictObject({
  tokens: each.tokens.optional(),
  costUsd: each.costUsd.optional(),
  wallSeconds: each.wallSeconds.optional(),
  steps: each.steps.optional(),
  attempts: each.attempts.optional(),
  depth: each.depth.optional(),
})
/** Limits to set; null takes one away. */
export const goalLimitChanges = z.strictObject({
  tokens: each.tokens.nullish(),
  costUsd: each.costUsd.nullish(),
  wallSeconds: each.wallSeconds.nullish(),
  steps: each.steps.nullish(),
  attempts: each.attempts.nullish(),
  depth: each.depth.nullish(),
})
/** What a room, or an agent over all rooms, may use up; null takes a limit away. */
export const spendLimitChanges = z.strictObject({ tokens: each.tokens.nullish(), costUsd: each.costUsd.nullish() })

/** What a goal does otherwise than by default after a failure, by its class. */
export const recoveryOverrides = z.partialRecord(
  z.enum(failureClasses),
  z.strictObject({
    action: z.enum(recoveryActions).optional(),
    rewrite: z.boolean().optional(),
    counts: z.boolean().optional(),
    poison: z.boolean().optional(),
    delaySeconds: z.number().min(0).max(86_400).optional(),
  }),
)

export const policyCommands = {
  /** Replaces how a goal recovers and what it does with stale work, as far as given; refused when it could never settle. */
  'goal.set_policy': z.strictObject({
    goalId: id,
    recovery: recoveryOverrides.optional(),
    stale: z.enum(stalePolicies).optional(),
  }),
  'goal.set_limits': z.strictObject({ goalId: id, limits: goalLimitChanges }),
  /** Divides a task into parts that it needs; it becomes the merge of them. Answers `{taskId, parts}`, ids of the new tasks. */
  'task.split': z.strictObject({
    taskId: id,
    parts: z
      .array(
        z.strictObject({
          title: z.string().trim().min(1).max(200),
          brief: z.string().trim().min(1).max(20_000),
          skills: skills.optional(),
        }),
      )
      .min(2, 'a task is divided into two parts or more')
      .max(20),
    reason: text.optional(),
  }),
}
