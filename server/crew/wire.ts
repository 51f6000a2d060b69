import * as z from 'zod'

/** The words of the agent protocol that this crew reads and writes. Unknown fields are let through: the protocol may grow. */

/** One input as it travels; a manifest lists more of them behind one link. */
export const inputSchema = z.looseObject({
  id: z.string().min(1),
  name: z.string(),
  mediaType: z.string(),
  text: z.string().nullish(),
  url: z.string().nullish(),
  origin: z.string().default('person'),
})

/** What `attempt.requested` carries: one task handed to one agent, with where to report. */
export const assignmentSchema = z.looseObject({
  room: z.looseObject({ id: z.string(), name: z.string().default('') }),
  goal: z.looseObject({ id: z.string(), title: z.string(), acceptance: z.array(z.string()).default([]) }),
  task: z.looseObject({
    id: z.string(),
    key: z.string().default(''),
    title: z.string(),
    brief: z.string().default(''),
    skills: z.array(z.string()).default([]),
    inputs: z.array(inputSchema).default([]),
    output: z
      .looseObject({
        kind: z.string().nullish(),
        mediaType: z.string().nullish(),
        schema: z.unknown().optional(),
        sections: z.array(z.string()).nullish(),
      })
      .nullish(),
  }),
  attempt: z.looseObject({
    id: z.string(),
    token: z.string(),
    number: z.number().int().default(1),
    heartbeatSeconds: z.number().positive().default(30),
  }),
  history: z.array(z.looseObject({ reason: z.unknown() })).default([]),
  callback: z.looseObject({ base: z.string() }),
})
export type Assignment = z.infer<typeof assignmentSchema>

/** The envelope of every webhook. */
export const webhookSchema = z.looseObject({ type: z.string(), data: z.record(z.string(), z.unknown()) })

/** The attempt that `attempt.prompted`, `attempt.cancel_requested` and `attempt.revoked` speak of: an id, or an object with one. */
export const attemptNoticeSchema = z.looseObject({
  attempt: z.union([z.string(), z.looseObject({ id: z.string() }).transform((attempt) => attempt.id)]),
})

/** Where somebody wrote to the agent; `message` is only used to answer under it. */
export const mentionSchema = z.looseObject({
  room: z.looseObject({ id: z.string() }),
  message: z.looseObject({ id: z.string() }).nullish(),
})

/** `POST /enrol`: the owner puts each agent's webhook secret (and, to let it speak in rooms, its token) into the crew's settings. */
export const enrolSchema = z.object({
  workspaceId: z.string().regex(/^[\w-]{1,80}$/),
  agents: z
    .array(
      z.object({
        name: z.string(),
        agentId: z.string().min(1).max(120),
        secret: z.string().startsWith('whsec_'),
        token: z.string().optional(),
      }),
    )
    .min(1)
    .max(20),
})

export type ActivityType = 'thought' | 'action' | 'response' | 'error'
export type Part = { mediaType: string; filename: string } & ({ text: string } | { data: unknown })
/** Where a claim comes from: a goal's input or a version another agent made. `words` stay at home: how others wrote the quote. */
export type Citation = { claim?: string; quote: string; locator?: string; words?: string } & (
  | { inputId: string; versionId?: never }
  | { versionId: string; inputId?: never }
)
export type Usage = { tokens: number }
export type Completion = { response: string; artifactIds: string[]; sources: Citation[]; usage?: Usage }
