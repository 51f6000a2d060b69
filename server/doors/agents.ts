import type { IncomingHttpHeaders } from 'node:http'
import * as z from 'zod'
import type { CallerOf } from '../auth/caller.ts'
import { readLink, verifyAttemptToken } from '../auth/tokens.ts'
import { requestAction } from '../commands/attempt/action.ts'
import { postActivity } from '../commands/attempt/activity.ts'
import { saveArtifact } from '../commands/attempt/artifact.ts'
import { replaceChecklist } from '../commands/attempt/checklist.ts'
import { completeAttempt } from '../commands/attempt/complete.ts'
import { declineAttempt } from '../commands/attempt/decline.ts'
import { failAttempt } from '../commands/attempt/fail.ts'
import { heartbeat } from '../commands/attempt/heartbeat.ts'
import { readAssignment } from '../commands/attempt/read.ts'
import { refuseCompletion } from '../commands/attempt/refuse-shape.ts'
import type { Command } from '../commands/kit.ts'
import { postMessage } from '../commands/room/message.ts'
import type { Runner } from '../commands/run.ts'
import type { Refusal } from '../contract/problems.ts'
import {
  actionReport,
  activityReport,
  agentMessage,
  artifactReport,
  checklistReport,
  completionReport,
  declineReport,
  failureReport,
  heartbeatReport,
} from '../contract/reports.ts'
import type { Actor } from '../domain/permission.ts'
import { type AssignmentKeys, inputsOf, wholeAssignment } from './assignments.ts'
import { Calls, idempotencyKey, jsonBody } from './attempt-calls.ts'
import type { Holders } from './holders.ts'
import { type Door, type DoorRequest, jsonReply, problemReply, type Reply } from './http.ts'
import { isUuid, notFoundReply, outcomeReply, parse, signInFirst } from './kit.ts'
import { callerKey, type Pace } from './pace.ts'

export type AgentDeps = {
  runner: Runner
  callerOf: CallerOf
  holders: Holders
  keys: AssignmentKeys
  pace: Pace
  now: () => number
}
type AgentActor = Extract<Actor, { kind: 'agent' }>

const bodyLimit = 256 * 1024
/** An artifact of 10 MiB in JSON: as base64, or as text of which nearly every character is escaped. */
const artifactLimit = 21 * 1024 * 1024
const attemptBearer = /^Bearer (mst_att_[\w-]{80})$/i

/** Who speaks about an attempt: its own token, or whatever else says that an agent is calling. */
async function agentOf(deps: AgentDeps, headers: IncomingHttpHeaders): Promise<AgentActor | null> {
  const [, token] = attemptBearer.exec(headers.authorization ?? '') ?? []
  const attemptId = token ? verifyAttemptToken(token, deps.keys.attemptKey) : null
  const holder = attemptId ? deps.holders.of(attemptId) : null
  if (holder) return { kind: 'agent', ...holder, attemptId }
  const actor = await deps.callerOf(headers)
  return actor?.kind === 'agent' ? actor : null
}

type Report<S extends z.ZodType> = {
  schema: S
  limit?: number
  limited?: true
  command: (
    value: z.output<S>,
    request: DoorRequest,
    attemptId: string,
  ) => { command: Command<never, unknown, never>; input: unknown }
  wrong?: (attemptId: string, refusal: Refusal, actor: AgentActor, key: string | undefined) => Promise<Reply>
}

/** Makes the doors of one attempt: who speaks, how often, in which shape, then the command. */
const reportDoors =
  (deps: AgentDeps, calls: Calls) =>
  <S extends z.ZodType>(method: 'POST' | 'PUT', path: string, what: Report<S>): Door => ({
    method,
    path: `/api/v1/attempts/:id/${path}`,
    anyOrigin: true,
    async handle(request) {
      const actor = await agentOf(deps, request.headers)
      if (!actor) return signInFirst
      const attemptId = request.params.id ?? ''
      if (!isUuid(attemptId)) return notFoundReply
      const throttled = what.limited ? calls.take(actor.agentId, attemptId) : null
      if (throttled) return throttled
      const body = parse(what.schema, await jsonBody(request, what.limit ?? bodyLimit))
      const key = idempotencyKey(request)
      if (typeof key === 'object') return key
      if (!body.ok) return what.wrong ? what.wrong(attemptId, body, actor, key) : problemReply(body)
      const { command, input } = what.command(body.value, request, attemptId)
      const outcome = await deps.runner.run(command, input as never, actor, key)
      return outcomeReply(outcome)
    },
  })

const as = (command: unknown, input: unknown) => ({ command: command as Command<never, unknown, never>, input })

/** The doors through which agents speak about their attempts (agent-protocol.md 3). */
export function createAgentDoors(deps: AgentDeps): Door[] {
  const report = reportDoors(deps, new Calls(deps.now))
  return [
    report('POST', 'activities', {
      schema: activityReport,
      limited: true,
      command: (activity, _request, attemptId) => as(postActivity, { attemptId, activity }),
    }),
    report('POST', 'heartbeat', {
      schema: heartbeatReport,
      command: ({ progress }, _request, attemptId) =>
        as(heartbeat, { attemptId, ...(progress === undefined ? {} : { progress }) }),
    }),
    report('PUT', 'plan', {
      schema: checklistReport,
      command: (checklist, _request, attemptId) => as(replaceChecklist, { attemptId, checklist }),
    }),
    report('PUT', 'artifacts/:artifactId', {
      schema: artifactReport,
      limit: artifactLimit,
      command: (artifact, request, attemptId) =>
        as(saveArtifact, {
          attemptId,
          artifactId: request.params.artifactId ?? '',
          artifact,
        }),
    }),
    report('POST', 'actions', {
      schema: actionReport,
      command: ({ command, tool, arguments: given, reason }, _request, attemptId) =>
        as(requestAction, { attemptId, command, tool, arguments: given, reason }),
    }),
    report('POST', 'complete', {
      schema: completionReport,
      command: (completion, _request, attemptId) => as(completeAttempt, { attemptId, completion }),
      wrong: async (attemptId, refusal, actor, key) =>
        outcomeReply(
          await deps.runner.run(
            refuseCompletion,
            { attemptId, errors: refusal.errors ?? [{ path: '', message: refusal.detail }] },
            actor,
            key,
          ),
        ),
    }),
    report('POST', 'fail', {
      schema: failureReport,
      command: (failure, _request, attemptId) => as(failAttempt, { attemptId, ...failure }),
    }),
    report('POST', 'decline', {
      schema: declineReport,
      command: ({ reason }, _request, attemptId) => as(declineAttempt, { attemptId, reason }),
    }),
    messageDoor(deps),
    inputsDoor(deps),
  ]
}

/** An agent speaks in a room. */
const messageDoor = (deps: AgentDeps): Door => ({
  method: 'POST',
  path: '/api/v1/rooms/:id/messages',
  async handle(request) {
    const actor = await deps.callerOf(request.headers)
    if (!actor) return signInFirst
    const tooFast = deps.pace.command(callerKey(actor))
    if (tooFast) return problemReply(tooFast)
    const body = parse(agentMessage, await jsonBody(request, bodyLimit))
    if (!body.ok) return problemReply(body)
    const { replyTo, body: text } = body.value
    const input = { roomId: request.params.id ?? '', body: text, ...(replyTo ? { replyTo } : {}) }
    const key = idempotencyKey(request)
    return typeof key === 'object' ? key : outcomeReply(await deps.runner.run(postMessage, input, actor, key))
  },
})

const linkPayload = z.object({ attemptId: z.string(), agentId: z.string() })
/** The inputs that did not fit into an assignment, by the link it came with. */
const inputsDoor = (deps: AgentDeps): Door => ({
  method: 'GET',
  path: '/api/v1/inputs/:token',
  async handle({ params }) {
    const link = linkPayload.safeParse(readLink('inputs', params.token ?? '', deps.now() / 1000, deps.keys.linkKey))
    if (!link.success) return notFoundReply
    const { attemptId, agentId } = link.data
    const read = await deps.runner.run(
      readAssignment,
      { attemptId },
      { kind: 'agent', agentId, workspaceId: '', attemptId },
    )
    return read.ok ? jsonReply(inputsOf(read.result.assignment, deps.keys)) : problemReply(read)
  },
})

/** What an agent is told at `GET /attempts/{id}`: its assignment, with the attempt's current state beside it. */
export function assignmentReader(runner: Runner, keys: AssignmentKeys) {
  return async (actor: AgentActor, attemptId: string): Promise<unknown> => {
    if (!isUuid(attemptId)) return null
    const read = await runner.run(readAssignment, { attemptId }, actor)
    if (!read.ok) return null
    const { assignment, attempt } = read.result
    const full = wholeAssignment(assignment, keys) as { attempt: object }
    return {
      ...full,
      attempt: {
        ...full.attempt,
        status: attempt.status,
        leaseExpiresAt: attempt.leaseUntil === null ? null : new Date(attempt.leaseUntil).toISOString(),
        outcome: attempt.failure,
        reason: attempt.reason,
      },
    }
  }
}
