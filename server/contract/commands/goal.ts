import * as z from 'zod'
import { stalePolicies } from '../../domain/goal.ts'
import { id, key, mediaType, name, skills, text } from '../fields.ts'
import { matchingInput } from './matching.ts'
import { parameterValues } from './playbook.ts'
import { goalLimits, recoveryOverrides } from './policy.ts'
import { completion } from './room.ts'

const seconds = z.number().min(1).max(86_400)

export const planTask = z.strictObject({
  key,
  title: z.string().trim().min(1).max(200),
  brief: z.string().max(20_000).default(''),
  skills: skills.default([]),
  needs: z.array(key).max(10_000).optional(),
  output: z
    .strictObject({
      kind: z.string().max(60).optional(),
      mediaType: mediaType.optional(),
      schema: z.unknown().optional(),
      sections: z.array(z.string().max(200)).max(50).optional(),
    })
    .optional(),
  checks: z
    .array(z.looseObject({ name: z.string().max(60), required: z.boolean().optional() }))
    .max(20)
    .optional(),
  answers: z.number().int().min(1).max(5).optional(),
  /** One task per item: of the result of the needed task `from`, of the input `file`, or of the goal's items. */
  each: z
    .strictObject({
      from: key.optional(),
      file: z.string().max(200).optional(),
      max: z.number().int().min(1).max(1000).default(200),
    })
    .optional(),
  assignee: id.optional(),
  /** Names of the goal inputs that travel with it; all of them when it needs no other task and names none. */
  inputs: z.array(z.string().max(200)).max(200).optional(),
})
export const planInput = z.strictObject({
  tasks: z.array(planTask).min(1, 'a plan needs a task').max(10_000),
  deliverable: key.optional(),
})
export type PlanInput = z.infer<typeof planInput>
export type PlanTaskInput = z.infer<typeof planTask>

export const goalCommands = {
  /** Answers `{goalId, status, problems}`. */
  'goal.create': z.strictObject({
    roomId: id,
    title: z.string().trim().min(1, 'say what you want in a few words').max(200),
    brief: z.string().trim().min(1, 'say what you want in a sentence or two').max(20_000),
    acceptance: z.array(z.string().trim().min(1).max(1000)).max(50).default([]),
    /** A playbook that ships, or a saved one by name or id. */
    playbook: z.string().max(60).optional(),
    /** Values for a saved playbook's parameters, by name. */
    parameters: parameterValues.optional(),
    inputs: z
      .array(
        z.union([
          id,
          z.strictObject({ name, mediaType: mediaType.default('text/plain'), text: z.string().max(10_485_760) }),
        ]),
      )
      .max(200)
      .default([]),
    items: z
      .array(z.union([z.string().max(4000), z.record(z.string(), z.unknown())]))
      .max(10_000)
      .default([]),
    plan: planInput.optional(),
    deliverable: z.strictObject({ kind: z.string().max(60), name }).optional(),
    limits: goalLimits.default({}),
    clocks: z
      .strictObject({
        acceptSeconds: seconds.optional(),
        leaseSeconds: seconds.optional(),
        progressSeconds: seconds.optional(),
        attemptSeconds: seconds.optional(),
        taskSeconds: z.number().min(1).max(604_800).optional(),
        attemptsPerAgent: z.number().int().min(1).max(10).optional(),
        attemptsPerTask: z.number().int().min(1).max(50).optional(),
      })
      .default({}),
    autonomy: z.enum(['plan_first', 'run']).default('plan_first'),
    requiredApprovals: z.number().int().min(1).max(5).default(1),
    matching: matchingInput.optional(),
    /** What is done with work that was built on a version which is replaced. */
    stalePolicy: z.enum(stalePolicies).optional(),
    policy: z.strictObject({ recovery: recoveryOverrides.optional() }).optional(),
  }),
  'goal.pause': z.strictObject({ goalId: id }),
  'goal.resume': z.strictObject({ goalId: id }),
  'goal.cancel': z.strictObject({ goalId: id, reason: text.optional() }),
  /**
   * Replaces the plan before it starts; later it rewrites what has not started. `planVersion` is the one that was edited.
   * Answers `{planVersion, problems}`, and of a plan at work what was added, removed, changed and kept, by key.
   */
  'plan.edit': z.strictObject({
    goalId: id,
    plan: planInput,
    planVersion: z.number().int().min(0).optional(),
    reason: z.string().max(4000).default(''),
  }),
  'plan.approve': z.strictObject({ goalId: id }),
}

export const taskCommands = {
  'task.assign': z.strictObject({ taskId: id, participantId: id }),
  /** The caller becomes the doer; the open attempt is revoked in the same transaction. */
  'task.take_over': z.strictObject({ taskId: id }),
  /** A person hands in the result of their own attempt; it goes through the same checks. */
  'task.submit': z.strictObject({ taskId: id, ...completion.shape }),
  /** A person gives their own attempt back; a new one is started for somebody else. */
  'task.give_back': z.strictObject({ taskId: id, reason: text.optional() }),
  'task.retry': z.strictObject({ taskId: id, note: text.optional() }),
  'task.cancel': z.strictObject({ taskId: id, reason: text.optional() }),
  /**
   * Of answers that contradict each other the named version stands; the others are kept. With `conflictId` only that one
   * contradiction is settled, by what the version states in it; `value` tells which, where it states several.
   */
  'task.accept_conflict': z.strictObject({
    taskId: id,
    versionId: id,
    reason: text.default(''),
    conflictId: id.optional(),
    value: text.optional(),
  }),
  /** Opens a done task again; `stale` says what becomes of what was built on it, in place of the goal's rule. */
  'task.reopen': z.strictObject({
    taskId: id,
    reason: z.string().trim().min(1, 'say why').max(4000),
    stale: z.enum(stalePolicies).optional(),
  }),
  /** Settles one result that was built on something that changed. */
  'task.settle_stale': z.strictObject({
    taskId: id,
    decision: z.enum(['redo', 'keep']),
    reason: z.string().max(4000).default(''),
  }),
  /** Marks a task that waits for a person as done with a version that exists, recorded as an override. */
  'task.accept_version': z.strictObject({ taskId: id, versionId: id, reason: z.string().trim().min(1).max(4000) }),
}
