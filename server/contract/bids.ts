import * as z from 'zod'

/** What an agent says of a task that is open for bids: how well it suits it, 0..1. */
export const bidReport = z.strictObject({ fit: z.number().min(0).max(1), note: z.string().trim().max(500).optional() })
