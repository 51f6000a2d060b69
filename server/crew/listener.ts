import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Desk } from './desk.ts'
import type { Enrolment, Enrolments } from './enrolments.ts'
import { CREW, type CrewMember } from './roster.ts'
import { verifySignature } from './signature.ts'
import { assignmentSchema, attemptNoticeSchema, enrolSchema, mentionSchema, webhookSchema } from './wire.ts'

const crew = new Map(CREW.map((member) => [member.name as string, member]))

type Reply = { status: number; body?: unknown }
type Parts = { token: string; enrolments: Enrolments; desk: Desk; musterUrl: string; log: (line: string) => void }

const maxBodyBytes = 256 * 1024
const keepIdsMs = 24 * 60 * 60 * 1000
const maxIds = 20_000

/** Takes the parts of the crew; returns the HTTP listener for enrolment and webhooks, not yet listening. */
export function crewListener(parts: Parts): Server {
  const seen = new Map<string, number>()
  return createServer(async (request, response) => {
    let reply: Reply
    try {
      reply = await answer(request, parts, seen)
    } catch (error) {
      parts.log(`${request.method} ${request.url}: ${String(error)}`)
      reply = { status: 500, body: { error: 'the crew could not handle this request' } }
    }
    response.writeHead(reply.status, { 'content-type': 'application/json' })
    response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body))
  })
}

async function answer(request: IncomingMessage, parts: Parts, seen: Map<string, number>): Promise<Reply> {
  if (request.method !== 'POST') return { status: 405, body: { error: 'POST only' } }
  const body = await readBody(request)
  if (body === null) return { status: 413, body: { error: `at most ${maxBodyBytes} bytes` } }
  if (request.url === '/enrol') return enrol(request, body, parts)
  const [, workspaceId = '', name = ''] = /^\/([\w-]+)\/([a-z]+)$/.exec(request.url ?? '') ?? []
  const enrolment = parts.enrolments.find(workspaceId, name)
  const agent = crew.get(name)
  if (!enrolment || !agent) return { status: 404, body: { error: 'no such agent here' } }
  const fault = verifySignature(enrolment.secret, request.headers, body, Date.now())
  if (fault) return { status: 401, body: { error: fault } }
  const webhook = webhookSchema.safeParse(parseJson(body))
  if (!webhook.success) return { status: 400, body: { error: 'not a webhook: {type, data} is needed' } }
  // The ping is answered every time; everything else has its effect once, however often it is delivered.
  const key = `${workspaceId}/${name}/${request.headers['webhook-id']}`
  const again = webhook.data.type !== 'agent.ping' && isRepeated(seen, key)
  return handle(webhook.data, { ...parts, enrolment, agent, again })
}

type Agent = Parts & { enrolment: Enrolment; agent: CrewMember; again: boolean }

function handle({ type, data }: { type: string; data: Record<string, unknown> }, parts: Agent): Reply {
  const { desk, agent, again } = parts
  if (type === 'agent.ping') return { status: 200, body: { challenge: data.challenge } }
  if (type === 'attempt.requested') {
    const assignment = assignmentSchema.safeParse(data)
    if (!assignment.success)
      return { status: 422, body: { status: 'declined', reason: 'this assignment lacks what the protocol promises' } }
    // Answer first, work after: the coordinator waits 10 s for this answer and no longer.
    if (!again) desk.start(assignment.data, agent.name)
    return { status: 202, body: { status: 'accepted' } }
  }
  if (type === 'attempt.cancel_requested' || type === 'attempt.revoked') {
    const notice = attemptNoticeSchema.safeParse(data)
    if (notice.success) desk.stop(notice.data.attempt)
  }
  if (type === 'room.mentioned' && !again) void speak(data, parts)
  // attempt.prompted and deliverable.reviewed need nothing: this crew asks no questions, and rework comes as a new attempt.
  return { status: 202 }
}

async function enrol(request: IncomingMessage, body: Buffer, { token, enrolments }: Parts): Promise<Reply> {
  const given = request.headers.authorization?.replace(/^Bearer /, '') ?? ''
  if (!sameText(given, token)) return { status: 401, body: { error: 'the enrolment token is needed' } }
  const order = enrolSchema.safeParse(parseJson(body))
  if (!order.success) return { status: 422, body: { error: 'send {workspaceId, agents: [{name, agentId, secret}]}' } }
  const unknown = order.data.agents.filter(({ name }) => !crew.has(name)).map(({ name }) => name)
  if (unknown.length > 0)
    return {
      status: 422,
      body: { error: `the crew has no ${unknown.join(', ')}; it has ${[...crew.keys()].join(', ')}` },
    }
  await enrolments.add(order.data)
  return { status: 204 }
}

/** Says in the room what the agent can do. Without a token of its own an agent may not speak there, and stays silent. */
async function speak(data: Record<string, unknown>, { enrolment, agent, musterUrl, log }: Agent): Promise<void> {
  const mention = mentionSchema.safeParse(data)
  if (!mention.success || !enrolment.token) return
  const { room, message } = mention.data
  const body = `${agent.description} Give me a task in a goal and I will show my work.`
  try {
    const response = await fetch(new URL(`/api/v1/rooms/${encodeURIComponent(room.id)}/messages`, musterUrl), {
      method: 'POST',
      headers: { authorization: `Bearer ${enrolment.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ body, ...(message ? { replyTo: message.id } : {}) }),
      signal: AbortSignal.timeout(10_000),
    })
    if (!response.ok) log(`answering in room ${room.id}: ${response.status}`)
  } catch (error) {
    log(`answering in room ${room.id}: ${String(error)}`)
  }
}

function isRepeated(seen: Map<string, number>, key: string): boolean {
  const now = Date.now()
  // Map keeps the order of arrival, so the oldest ids are the first.
  for (const [old, at] of seen) {
    if (seen.size <= maxIds && now - at < keepIdsMs) break
    seen.delete(old)
  }
  if (seen.has(key)) return true
  seen.set(key, now)
  return false
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > maxBodyBytes) return null
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return null
  }
}

/** Compares in constant time, whatever the lengths. */
function sameText(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(a), hash(b))
}
