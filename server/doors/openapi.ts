import type * as z from 'zod'
import { agentMessages, assignmentMessage } from '../contract/agent-messages.ts'
import { hookCall } from '../contract/commands/playbook.ts'
import { commandInputs } from '../contract/commands.ts'
import { problems } from '../contract/problems.ts'
import {
  actionReport,
  activityReport,
  agentMessage,
  artifactReport,
  checklistReport,
  claimRequest,
  completionReport,
  declineReport,
  failureReport,
  heartbeatReport,
} from '../contract/reports.ts'
import type { Door } from './http.ts'
import { matchingPaths } from './openapi-matching.ts'
import {
  agent,
  answers,
  anything,
  idempotencyKey,
  inHeader,
  inQuery,
  type Json,
  json,
  nullable,
  number,
  object,
  operation,
  person,
  ref,
  schemaOf,
  text,
} from './openapi-parts.ts'
import { readPaths } from './openapi-reads.ts'

const attempt = '/api/v1/attempts/{id}'
const report = (call: string, summary: string, body: z.ZodType, answer?: Json) => {
  const path = `${attempt}/${call}`
  const method = /^(plan|artifacts)/.test(call) ? 'put' : 'post'
  const parameters = [idempotencyKey]
  return {
    [path]: {
      [method]: operation(path, { summary, body, parameters, security: agent, ...(answer ? { answer } : {}) }),
    },
  }
}
const reports = (): Json => ({
  ...report('activities', 'Say what is being done; renews the lease. An elicitation asks a person.', activityReport),
  ...report('heartbeat', 'A sign of life.', heartbeatReport, {
    ...object({
      leaseExpiresAt: nullable({ type: 'string', format: 'date-time' }),
      cancelRequested: { type: 'boolean' },
      prompts: { type: 'array', items: object({ id: text, body: text }) },
    }),
  }),
  ...report('plan', 'Replace the whole checklist.', checklistReport),
  ...report('artifacts/{artifactId}', 'Save draft output, kept even if the attempt dies.', artifactReport),
  ...report('actions', 'Ask leave for a risky step.', actionReport, {
    ...object({ decision: { enum: ['allowed', 'denied', 'pending'] }, actionId: text }),
  }),
  ...report('complete', 'Claim completion; the result goes to checks.', completionReport),
  ...report('fail', 'Give up, with the reason.', failureReport),
  ...report('decline', 'Say no; another participant is asked.', declineReport),
})

function paths(): Json {
  const claims = '/api/v1/claims'
  const hooks = '/api/v1/hooks/{token}'
  const messages = '/api/v1/rooms/{id}/messages'
  const files = '/api/v1/rooms/{id}/files'
  const reads = readPaths()
  return {
    '/api/v1/commands': {
      post: {
        summary: 'Change anything, as a person. The same id again gives the first answer again.',
        security: person,
        requestBody: {
          required: true,
          content: json({ oneOf: Object.keys(commandInputs).map((name) => ref(`command.${name}`)) }),
        },
        responses: answers(object({ ok: { const: true }, seq: { type: 'integer' }, result: anything })),
      },
    },
    ...reads,
    ...reports(),
    ...matchingPaths(),
    [messages]: {
      ...(reads[messages] as Json),
      post: operation(messages, {
        summary: 'Speak in a room.',
        body: agentMessage,
        answer: object({ messageId: text }),
        parameters: [idempotencyKey],
        security: [{ agent: [] }],
      }),
    },
    [files]: {
      put: {
        ...operation(files, {
          summary: 'Put a file into a room: its bytes as they are.',
          answer: object({ fileId: text, mediaType: text, size: number }),
          parameters: [{ ...inQuery('name'), required: true }],
          security: person,
        }),
        requestBody: { required: true, content: { '*/*': {} } },
      },
    },
    [claims]: {
      post: operation(claims, {
        summary: 'Take ready work. The same claimId again returns the same claims.',
        body: claimRequest,
        answer: object({ claims: { type: 'array', items: ref('Assignment') } }),
        more: { 204: { description: 'nothing to do; Retry-After says when to ask again' } },
        security: [{ agent: [] }],
      }),
    },
    [hooks]: {
      post: operation(hooks, {
        summary: 'Start a goal from another system: the raw body is signed with the hook’s secret (Standard Webhooks).',
        body: hookCall,
        answer: object({ goalId: text }),
        status: 202,
        parameters: [
          inHeader('webhook-id', 'Kept 7 days: the same id again is answered with the same goal.', true),
          inHeader('webhook-timestamp', 'Unix seconds, at most 300 s from our clock.', true),
          inHeader('webhook-signature', 'v1,<base64> HMAC-SHA256 of id.timestamp.body.', true),
        ],
        security: [],
      }),
    },
    '/api/v1/agents/me/events': {
      get: {
        summary: 'Server-sent events that wake an agent; the claim stays the authority.',
        security: [{ agent: [] }],
        parameters: [inHeader('Last-Event-ID', 'Replays what came since, up to 24 h.')],
        responses: { 200: { description: 'a stream', content: { 'text/event-stream': { schema: text } } } },
      },
    },
    '/metrics': {
      get: {
        summary: 'Prometheus text, for loopback or a member’s token.',
        responses: { 200: { description: 'figures', content: { 'text/plain': { schema: text } } } },
      },
    },
  }
}

const messageHeaders = ['webhook-id', 'webhook-timestamp', 'webhook-signature', 'idempotency-key', 'traceparent']

const webhooks = (): Json =>
  Object.fromEntries(
    Object.entries(agentMessages).map(([type, data]) => [
      type,
      {
        post: {
          summary: `Sent to an agent’s address: ${type}`,
          parameters: messageHeaders.map((name) => ({ name, in: 'header', required: true, schema: text })),
          requestBody: {
            content: json(
              object({
                type: { const: type },
                timestamp: { type: 'string', format: 'date-time' },
                data: schemaOf(data),
              }),
            ),
          },
          responses: {
            '2XX': { description: 'delivered' },
            409: { description: 'declined' },
            410: { description: 'wants no more' },
            429: { description: 'throttled' },
          },
        },
      },
    ]),
  )

/** The doors of programs as OpenAPI 3.1, made from the schemas that judge their calls. */
export function openApi(version: string, url: string): Json {
  const bearer = (description: string) => ({ type: 'http', scheme: 'bearer', description })
  return {
    openapi: '3.1.0',
    info: { title: 'Muster', version, summary: 'Doors for agents and for people’s programs' },
    servers: [{ url }],
    paths: paths(),
    webhooks: webhooks(),
    components: {
      securitySchemes: {
        personal: bearer('a member’s token, mst_pat_…'),
        session: { type: 'apiKey', in: 'cookie', name: 'muster.session' },
        agent: bearer('an agent’s token, mst_agt_…'),
        attempt: bearer('one attempt’s token, mst_att_…'),
      },
      schemas: {
        Problem: {
          ...object({ type: text, title: text, status: number, detail: text, code: { enum: Object.keys(problems) } }),
          description: 'RFC 9457 problem details; `errors` names the places that are wrong.',
        },
        Assignment: schemaOf(assignmentMessage),
        ...Object.fromEntries(
          Object.entries(commandInputs).map(([name, input]) => [
            `command.${name}`,
            object({ id: { type: 'string', format: 'uuid' }, name: { const: name }, input: schemaOf(input) }),
          ]),
        ),
      },
    },
  }
}

/** `GET /api/v1/openapi.json` */
export function createOpenApiDoor(version: string, url: string): Door {
  let kept: string | undefined
  return {
    method: 'GET',
    path: '/api/v1/openapi.json',
    handle() {
      kept ??= JSON.stringify(openApi(version, url))
      return { status: 200, headers: { 'content-type': 'application/json' }, bytes: kept }
    },
  }
}
