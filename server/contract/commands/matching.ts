import * as z from 'zod'
import { sharesOf } from '../../domain/matching/score.ts'

const weight = z.number().min(0).max(1000).optional()

/** How much each part of a score counts for a goal; what is absent counts as by default. */
export const weightsInput = z
  .strictObject({ record: weight, load: weight, speed: weight, health: weight, cost: weight, fairness: weight })
  .refine((weights) => sharesOf(weights) !== null, 'at least one weight must be more than nothing')

/** How a goal's work finds its workers. `bidSeconds`: agents may say for so long how well a task suits them. */
export const matchingInput = z.strictObject({
  weights: weightsInput.optional(),
  bidSeconds: z.number().int().min(1).max(60).optional(),
})
