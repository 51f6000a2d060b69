import * as z from 'zod'

// What agents are sent (agent-protocol.md 2), as schemas for the page that describes the doors and for tests. The types
// that the coordinator builds from live in domain/assignment.ts.

const moment = z.iso.datetime()

const input = z.strictObject({
  id: z.string(),
  name: z.string(),
  mediaType: z.string(),
  text: z.string().optional(),
  url: z.url().optional(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  origin: z.enum(['person', 'coordinator', 'agent']),
  author: z.string(),
  trust: z.enum(['given', 'checked', 'unchecked']),
})

/** The data of `attempt.requested`, and each entry of a claim. */
export const assignmentMessage = z.strictObject({
  room: z.strictObject({ id: z.uuid(), name: z.string(), rules: z.string() }),
  goal: z.strictObject({ id: z.uuid(), title: z.string(), acceptance: z.array(z.string()) }),
  task: z.strictObject({
    id: z.uuid(),
    key: z.string(),
    title: z.string(),
    brief: z.string(),
    skills: z.array(z.string()),
    inputs: z.array(input),
    output: z.strictObject({
      kind: z.string(),
      mediaType: z.string(),
      schema: z.unknown().optional(),
      sections: z.array(z.string()).optional(),
    }),
    checks: z.array(z.strictObject({ name: z.string(), required: z.boolean().optional() })),
    dueAt: moment,
  }),
  attempt: z.strictObject({
    id: z.uuid(),
    number: z.number().int().min(1),
    token: z.string().startsWith('mst_att_'),
    acceptBy: moment,
    deadline: moment,
    heartbeatSeconds: z.number().min(1),
    leaseSeconds: z.number().min(1),
  }),
  history: z.array(z.strictObject({ attempt: z.number().int(), outcome: z.string(), reason: z.string().nullable() })),
  callback: z.strictObject({ base: z.url() }),
})

const ended = z.strictObject({ attempt: z.uuid(), reason: z.string() })

/** The data of every type of message. */
export const agentMessages = {
  'agent.ping': z.strictObject({ challenge: z.string() }),
  'attempt.requested': assignmentMessage,
  'attempt.prompted': z.strictObject({
    attempt: z.uuid(),
    activity: z.looseObject({ type: z.literal('prompt'), body: z.string(), author: z.string() }),
  }),
  'attempt.cancel_requested': ended,
  'attempt.revoked': ended,
  'deliverable.reviewed': z.looseObject({
    deliverable: z.looseObject({ id: z.uuid(), name: z.string() }),
    version: z.looseObject({ id: z.uuid(), number: z.number(), sha256: z.string() }),
    verdict: z.enum(['approved', 'changes_requested', 'rejected']),
    comments: z.array(z.looseObject({ quote: z.string(), body: z.string() })),
  }),
  'room.mentioned': z.strictObject({
    room: z.looseObject({ id: z.uuid(), name: z.string() }),
    message: z.looseObject({ id: z.uuid(), body: z.string(), author: z.string() }),
  }),
} as const
