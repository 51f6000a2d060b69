import * as z from 'zod'
import { deedNames } from '../../domain/actions/deeds/catalogue.ts'
import { stalePolicies } from '../../domain/goal.ts'
import { bodyChars, id, mediaType, name, text } from '../fields.ts'
import { spendLimitChanges } from './policy.ts'

const effect = z.enum(['allow', 'ask', 'deny'])
/** The first rule that fits decides on a risky step; a rule that denies goes before all. */
const actionRule = z
  .strictObject({
    effect,
    tool: z.string().trim().min(1).max(120).optional(),
    pattern: z.string().trim().min(1).max(400).optional(),
    does: z.array(z.enum(deedNames)).min(1).max(40).optional(),
    note: z.string().max(400).optional(),
  })
  .refine((rule) => rule.tool ?? rule.pattern ?? rule.does, 'say which tool, command or deed it is about')

export const roomCommands = {
  'room.update': z.strictObject({
    roomId: id,
    name: name.optional(),
    rules: z.string().max(8000).optional(),
    status: z.enum(['open', 'paused', 'archived']).optional(),
    actionPolicy: z.enum(['ask', 'allow', 'deny']).optional(),
    limits: spendLimitChanges.optional(),
    actionRules: z.array(actionRule).max(100).optional(),
  }),
  'room.add_participant': z
    .strictObject({ roomId: id, agentId: id.optional(), memberId: id.optional(), role: z.string().max(60).optional() })
    .refine((input) => Boolean(input.agentId) !== Boolean(input.memberId), 'name either agentId or memberId'),
  'room.remove_participant': z.strictObject({ roomId: id, participantId: id }),
  /** Answers `{messageId}`. */
  'message.post': z.strictObject({
    roomId: id,
    body: z.string().trim().min(1, 'write something first').max(20_000),
    replyTo: id.optional(),
  }),
  /** The caller has been where they were mentioned: at `messageId` and all before it, or at everything. Answers `{left}`. */
  'mention.see': z.strictObject({ roomId: id, messageId: id.optional() }),
  /** Answers `{fileId, mediaType, size}`. Larger files come by `PUT /api/v1/rooms/{id}/files`. */
  'file.attach': z
    .strictObject({
      roomId: id,
      name,
      mediaType: mediaType.optional(),
      text: z.string().max(11_000_000).optional(),
      base64: z.string().max(15_000_000).optional(),
    })
    .refine((input) => (input.text === undefined) !== (input.base64 === undefined), 'give either text or base64'),
  'handoff.answer': z.strictObject({
    handoffId: id,
    body: text.default(''),
    option: z.string().max(200).optional(),
  }),
  'action.allow': z.strictObject({ actionId: id, comment: text.optional() }),
  'action.deny': z.strictObject({ actionId: id, comment: text.optional() }),
}

export const reviewCommands = {
  'deliverable.approve': z.strictObject({
    deliverableId: id,
    versionId: id,
    sha256: z.string().max(64),
    comment: text.optional(),
  }),
  'deliverable.request_changes': z.strictObject({
    deliverableId: id,
    versionId: id,
    sha256: z.string().max(64),
    summary: text.default(''),
    comments: z
      .array(
        z.strictObject({
          quote: z.string().max(4000),
          prefix: z.string().max(400).optional(),
          suffix: z.string().max(400).optional(),
          body: z.string().trim().min(1).max(8000),
        }),
      )
      .max(200)
      .default([]),
  }),
  'deliverable.reject': z.strictObject({
    deliverableId: id,
    versionId: id,
    sha256: z.string().max(64),
    summary: z.string().trim().min(1, 'say why').max(20_000),
  }),
  'deliverable.roll_back': z.strictObject({
    deliverableId: id,
    versionId: id,
    reason: z.string().trim().min(1, 'say why').max(20_000),
    /** What becomes of what was built on it, in place of the goal's rule. */
    stale: z.enum(stalePolicies).optional(),
  }),
  /** Asks an agent that did not make it what it thinks of a version; one that can criticise, unless one is named. */
  'version.ask_opinion': z.strictObject({ versionId: id, participantId: id.optional() }),
  'comment.add': z.strictObject({
    versionId: id,
    quote: z.string().max(4000).default(''),
    prefix: z.string().max(400).default(''),
    suffix: z.string().max(400).default(''),
    body: z.string().trim().min(1).max(8000),
  }),
  'comment.resolve': z.strictObject({ commentId: id }),
}

/** More than fits into an artifact of 10 MiB; how many bytes it really has is counted where they are read. */
const partChars = 24 * 1024 * 1024
/** What other systems note beside a part or an artifact (A2A): taken, and not kept. */
const metadata = z.record(z.string(), z.unknown()).optional()

const part = z
  .strictObject({
    text: z.string().max(partChars).optional(),
    data: z.unknown().optional(),
    url: z.url().max(2048).optional(),
    raw: z.string().max(partChars).refine(isBase64, 'raw is base64').optional(),
    mediaType: mediaType.optional(),
    filename: z.string().max(200).optional(),
    metadata,
  })
  .refine(
    (p) => [p.text, p.data, p.url, p.raw].filter((field) => field !== undefined).length === 1,
    'a part has exactly one of text, data, url, raw',
  )
export const artifact = z.strictObject({
  artifactId: z.string().max(120).optional(),
  name: z.string().max(200).optional(),
  description: z.string().max(4000).optional(),
  parts: z.array(part).min(1).max(50),
  append: z.boolean().optional(),
  lastChunk: z.boolean().optional(),
  metadata,
})

// In either alphabet, padded or not, in one line or many; a piece at a time, since a pattern remembers its way.
function isBase64(text: string): boolean {
  for (let at = 0; at < text.length; at += 65_536)
    if (!/^[\w+/\s-]*={0,2}\s*$/.test(text.slice(at, at + 65_536))) return false
  return true
}
export const source = z
  .strictObject({
    claim: z.string().max(4000).optional(),
    url: z.string().max(2048).optional(),
    inputId: z.string().max(200).optional(),
    versionId: z.string().max(200).optional(),
    quote: z.string().max(8000),
    locator: z.string().max(400).optional(),
  })
  .refine(
    (s) => s.url !== undefined || s.inputId !== undefined || s.versionId !== undefined,
    'a source names url, inputId or versionId',
  )

const givenEvidence = z.strictObject({
  name: z.string().max(200),
  versionSha256: z.string().max(64).optional(),
  passed: z.boolean().optional(),
  output: z.string().max(20_000).optional(),
})
/** The contract leaves open what evidence looks like: of what has another shape the words are kept. */
const evidence = z.union([
  givenEvidence,
  z.unknown().transform((other): z.infer<typeof givenEvidence> => {
    const text = typeof other === 'string' ? other : JSON.stringify(other)
    return { name: 'evidence', output: text.slice(0, 20_000) }
  }),
])

/** What comes with a claim of completion (agent-protocol.md 3). */
export const completionFields = {
  response: z.string().max(bodyChars),
  artifacts: z.array(artifact).max(20).optional(),
  artifactIds: z.array(z.string().max(120)).max(20).optional(),
  sources: z.array(source).max(500).optional(),
  usage: z.strictObject({ tokens: z.number().min(0).optional(), costUsd: z.number().min(0).optional() }).optional(),
  evidence: z.array(evidence).max(50).optional(),
}
export const completion = z.strictObject({ ...completionFields, response: completionFields.response.default('') })
export type Completion = z.infer<typeof completion>
export type ArtifactInput = z.infer<typeof artifact>
