import * as z from 'zod'
import { scopeGroups, verbs } from '../../domain/permission.ts'
import { roles } from '../../domain/workspace.ts'
import { id, line, name } from '../fields.ts'
import { spendLimitChanges } from './policy.ts'

const role = z.enum(roles)

export const workspaceCommands = {
  'workspace.rename': z.strictObject({ workspaceId: id, name }),
  /** Answers `{inviteId, token, url}`; the token is shown once. */
  'member.invite': z.strictObject({
    workspaceId: id,
    roomId: id.optional(),
    role: role.exclude(['owner']).default('member'),
    email: z.email().max(320).optional(),
    expiresInHours: z.number().int().min(1).max(720).default(72),
    uses: z.number().int().min(1).max(100).default(1),
  }),
  'invite.revoke': z.strictObject({ workspaceId: id, inviteId: id }),
  'member.set_role': z.strictObject({ workspaceId: id, memberId: id, role }),
  'member.remove': z.strictObject({ workspaceId: id, memberId: id }),
  /** Answers `{tokenId, token}`; the token is shown once. */
  'token.create': z.strictObject({
    workspaceId: id,
    name,
    expiresInDays: z.number().int().min(1).max(366).optional(),
    /** Rights by name, or groups of them; none means all that the member may. */
    scopes: z
      .array(z.enum([...scopeGroups, ...verbs]))
      .max(100)
      .default([]),
  }),
  'token.revoke': z.strictObject({ workspaceId: id, tokenId: id }),
  /** Answers `{roomId}`. */
  'room.create': z.strictObject({
    workspaceId: id,
    name,
    rules: z.string().max(8000).default(''),
    agentIds: z.array(id).max(1000).default([]),
  }),
  /** Registers the starter crew, and with `room` makes the guided example. Answers `{agentIds, roomId?, goalId?}`. */
  'crew.invite': z.strictObject({ workspaceId: id }),
}

/** `ed25519` adds a `v1a,` signature to the `v1,` ones; its public key is shown, the private one never leaves. */
const signing = z.enum(['hmac', 'ed25519'])
const channel = z.enum(['webhook', 'pull', 'a2a', 'mcp', 'chat'])
/** By name, or names alone. */
const labels = z.union([
  z.record(z.string().max(60), z.string().max(200)),
  z
    .array(z.string().min(1).max(60))
    .max(50)
    .transform((names): Record<string, string> => Object.fromEntries(names.map((name) => [name, '']))),
])
const agentFields = {
  name: z.string().trim().min(1, 'give the agent a name').max(80),
  channel,
  url: z.string().max(2048).optional(),
  description: line.default(''),
  skills: z.array(z.string().trim().min(1).max(60)).max(50).default([]),
  maxConcurrency: z.number().int().min(1).max(1000).default(1),
  labels: labels.default({}),
  signing: signing.optional(),
}

export const agentCommands = {
  /** Answers `{agentId, status: "unverified", token, secret?, publicKey?}`; token and secret are shown once. */
  'agent.register': z.strictObject({ workspaceId: id, ...agentFields }),
  /** Answers `{agents: [{agentId, name, status, token, secret?}]}`. */
  'agent.register_many': z.strictObject({
    workspaceId: id,
    agents: z.array(z.strictObject(agentFields)).min(1).max(1000),
  }),
  'agent.update': z.strictObject({
    agentId: id,
    name: agentFields.name.optional(),
    url: agentFields.url,
    description: line.optional(),
    skills: z.array(z.string().trim().min(1).max(60)).max(50).optional(),
    maxConcurrency: z.number().int().min(1).max(1000).optional(),
    labels: labels.optional(),
    signing: signing.optional(),
    /** What it may use up over all rooms. */
    limits: spendLimitChanges.optional(),
    /** What a task costs, counted when its results say nothing of money. */
    price: z.strictObject({ costUsdPerTask: z.number().min(0).max(1_000_000) }).nullish(),
  }),
  /** Sends the ping and answers `{status, reason?}`. */
  'agent.verify': z.strictObject({ agentId: id }),
  /** Answers `{secret}` once; the old secret stays valid for 24 h unless `revoke`. */
  'agent.rotate_secret': z.strictObject({ agentId: id, revoke: z.boolean().default(false) }),
  'agent.pause': z.strictObject({ agentId: id }),
  'agent.resume': z.strictObject({ agentId: id }),
  'agent.remove': z.strictObject({ agentId: id }),
  'delivery.replay': z.strictObject({ deliveryId: id }),
}
