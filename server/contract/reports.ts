import * as z from 'zod'
import { artifact, completionFields } from './commands/room.ts'
import { bodyChars, id } from './fields.ts'

// What an agent says about an attempt (agent-protocol.md 3).

const wordsOf = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)
/** A reason may be as long as its error was; its beginning is kept. */
const clipped = z
  .string()
  .max(bodyChars)
  .overwrite((text) => text.slice(0, 4000))

export const activityReport = z
  .strictObject({
    type: z.enum(['thought', 'action', 'elicitation', 'response', 'error']),
    body: z.string().max(bodyChars).optional(),
    progress: z.number().min(0).max(1).optional(),
    ephemeral: z.boolean().optional(),
    action: z.string().max(200).optional(),
    parameter: z.unknown().optional(),
    result: z.unknown().optional(),
    options: z.array(z.string().max(200)).max(20).optional(),
  })
  .refine(({ body, action }) => body !== undefined || action !== undefined, { path: ['body'], error: 'say something' })
  // Linear's actions have no body: what is done and to what are words enough.
  .transform(({ body, ...rest }) => ({
    ...rest,
    body: body ?? [rest.action, wordsOf(rest.parameter)].join(' ').trim(),
  }))
export const heartbeatReport = z.strictObject({ progress: z.number().min(0).max(1).optional() })
export const checklistReport = z
  .array(
    z.strictObject({
      content: z.string().max(500),
      status: z.enum(['pending', 'in_progress', 'completed', 'canceled']),
    }),
  )
  .max(200)
export const artifactReport = artifact
export const actionReport = z
  .strictObject({
    command: z.string().max(4000).optional(),
    tool: z.string().max(200).optional(),
    arguments: z.unknown().optional(),
    reason: z.string().max(4000).default(''),
  })
  .refine((report) => Boolean(report.command) !== Boolean(report.tool), 'name either a command or a tool')
/** A completion says something or brings something: an empty one is a slip. */
export const completionReport = z
  .strictObject({ ...completionFields, response: completionFields.response.optional() })
  .refine(
    ({ response, artifacts, artifactIds }) => response !== undefined || artifacts?.length || artifactIds?.length,
    {
      path: ['response'],
      error: 'say what was done',
    },
  )
  .transform(({ response = '', ...rest }) => ({ ...rest, response }))
export const failureReport = z.strictObject({
  code: z.string().max(120).default('error'),
  message: clipped.default(''),
  retryable: z.boolean().default(true),
  retryAfterSeconds: z.number().min(0).optional(),
})
export const declineReport = z.strictObject({ reason: clipped.default('no reason given') })
export const claimRequest = z.strictObject({
  claimId: z.string().min(1).max(120),
  roomIds: z.array(id).max(100).optional(),
  skills: z.array(z.string().max(60)).max(50).optional(),
  max: z.number().int().min(1).max(50).default(1),
  waitSeconds: z.number().min(0).max(25).default(0),
})
export const agentMessage = z.strictObject({
  body: z.string().trim().min(1).max(20_000),
  replyTo: id.optional(),
})
