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

/** Weights as an address or a command line gives them: `record=1,cost=2`. */
export const weightsText = z
  .string()
  .max(200)
  .transform(
    (text): z.input<typeof weightsInput> =>
      Object.fromEntries(
        text.split(',').map((pair) => {
          const [name = '', value = ''] = pair.split('=')
          return [name.trim(), value.trim() === '' ? Number.NaN : Number(value)]
        }),
      ),
  )
  .pipe(weightsInput)
