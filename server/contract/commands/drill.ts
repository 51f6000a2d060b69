import * as z from 'zod'
import { type ConditionName, conditionNames } from '../../domain/drill.ts'
import { id } from '../fields.ts'

const count = z.number().int().min(0)
const verdict = z.strictObject({ says: z.string().max(400), ok: z.boolean(), seqs: z.array(count).max(500) })

/** What was expected of one condition and seen, with the events that prove it by their number in that play's room. */
export const drillRun = z.strictObject({
  name: z.enum(conditionNames as [ConditionName, ...ConditionName[]]),
  kind: z.string().max(40),
  fault: z.string().max(400),
  ok: z.boolean(),
  verdicts: z.array(verdict).max(20),
  with: z.strictObject({ roomId: id, goalId: id, status: z.string().max(40), seconds: z.number() }),
  without: z.strictObject({ roomId: id, goalId: id, status: z.string().max(40), seconds: z.number() }).nullable(),
  /** Figures of both plays in words and as values, and how far the play with recovery is ahead. */
  figures: z
    .array(
      z.strictObject({
        name: z.string().max(40),
        title: z.string().max(100),
        unit: z.enum(['share', 'count', 'ms']),
        with: z.string().max(400),
        without: z.string().max(400).nullable(),
        ahead: z.number().nullable(),
      }),
    )
    .max(20),
})
export type DrillRun = z.infer<typeof drillRun>

export const drillCommands = {
  /**
   * Plays a condition, or all, in a room made for it. `elsewhere` leaves the playing to the caller's own program, which
   * reports with `drill.report`. Answers `{drillId, roomId}`.
   */
  'drill.start': z.strictObject({
    workspaceId: id,
    /** A drill's own room to play in; one that holds people's work is refused. */
    roomId: id.optional(),
    name: z.enum(['all', ...conditionNames]),
    seed: z.number().int().min(0).max(4_294_967_295).default(1),
    cast: z.union([z.enum(['scripted', 'crew']), z.array(id).min(1).max(50)]).default('scripted'),
    recovery: z.boolean().default(true),
    played: z.enum(['here', 'elsewhere']).default('here'),
    /** It is played beside another drill, whose report shows it: interrupted, its room is put away. */
    beside: z.boolean().default(false),
  }),
  /** What a drill came to; told by the program that played it. `running` every 15 s says that it is still at it: unheard of for 45 s it is ended. */
  'drill.report': z.strictObject({
    roomId: id,
    drillId: id,
    goalId: id.optional(),
    status: z.enum(['running', 'ended', 'failed']),
    reason: z.string().max(4000).optional(),
    runs: z.array(drillRun).max(conditionNames.length).default([]),
  }),
}
