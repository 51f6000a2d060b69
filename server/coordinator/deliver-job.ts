import { noteHealth } from '../commands/agent/health.ts'
import { type Input as DeliveryInput, recordDelivery, type Verdict } from '../commands/delivery/record.ts'
import { type Command, done } from '../commands/kit.ts'
import type { Runner } from '../commands/run.ts'
import type { Assignment } from '../domain/assignment.ts'
import { isOpen } from '../domain/attempt.ts'
import { coordinatorActor } from '../domain/permission.ts'
import type { Agent } from '../domain/workspace.ts'
import type { Job } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import type { JobHandler } from './jobs.ts'

/** One HTTP request to an agent, as the webhook adapter does it. */
export type Send = (message: {
  id: string
  type: string
  url: string
  body: string
  secrets: readonly string[]
  traceparent: string
}) => Promise<{
  verdict: Verdict
  requestHeaders: Record<string, string>
  status: number | null
  responseHeaders: Record<string, string> | null
  responseBody: string | null
  durationMs: number
  errorClass: string | null
  reason: string | null
}>

export type DeliverDeps = {
  store: Store
  runner: Runner
  send: Send
  unseal: (sealed: string) => string
  /** Puts token and links into an assignment, the same on every try. */
  complete: (assignment: Assignment, agent: Agent) => object
  random: () => number
  now: () => number
  again: (job: Job, at: number) => void
  /** Hears who is about to be handed an attempt. */
  handing?: (attemptId: string, agent: Agent) => void
}

const agentKeptMs = 2000

/** A hand-out this young is as its commit left it; an older one waited for another try, or for another process. */
const freshMs = 1000

/** Whether an attempt still is its worker's. Reads only. */
const isWanted: Command<{ attemptId: string }, boolean> = {
  name: 'attempt.is_wanted',
  lane: ({ attemptId }) => ({ of: 'attempt', id: attemptId }),
  run: (unit, { input }) => {
    const attempt = unit.get('attempt', input.attemptId)
    return done(attempt !== undefined && isOpen(attempt.status))
  },
}

/** Sends one message once, lets the answer move the attempt, and keeps the exchange. */
export function createDeliverer(deps: DeliverDeps): JobHandler {
  const { store, runner, send } = deps
  const agents = new Map<string, { agent: Agent | null; at: number }>()
  store.onCommit(({ events }) => {
    for (const event of events) for (const change of event.changes) if (change.in === 'agents') agents.delete(change.id)
  })

  async function agentOf(id: string): Promise<Agent | null> {
    const known = agents.get(id)
    // A clock that was set back must not keep it for longer (F67).
    if (known && Math.abs(deps.now() - known.at) < agentKeptMs) return known.agent
    const agent = await store.findAgent(id)
    agents.set(id, { agent, at: deps.now() })
    return agent
  }

  return async (job) => {
    const agent = await agentOf(job.agentId ?? '')
    const { type, timestamp, text, replayOf } = job.payload as {
      type: string
      timestamp: string
      text: string
      replayOf?: string
    }
    if (!agent?.url || agent.secret === null || agent.status === 'removed')
      return store.endJob(job.id, 'the agent is gone')
    if (type !== 'agent.ping' && agent.status === 'unverified' && agent.verifiedAt === null)
      return store.endJob(job.id, 'the agent is not verified')
    if (type === 'attempt.requested' && job.attemptId && deps.now() - job.createdAt > freshMs) {
      const asked = await runner.run(isWanted, { attemptId: job.attemptId }, coordinatorActor)
      if (asked.ok && !asked.result) return store.endJob(job.id, 'the attempt is over')
    }
    const data: unknown = JSON.parse(text)
    const full = type === 'attempt.requested' ? deps.complete(data as Assignment, agent) : data
    const body = JSON.stringify({ type, timestamp, data: full })
    if (type === 'attempt.requested' && job.attemptId) deps.handing?.(job.attemptId, agent)
    const sentAt = deps.now()
    const tried = await send({
      id: webhookId(replayOf ?? job.id),
      type,
      url: agent.url,
      body,
      secrets: secretsOf(agent, deps, sentAt),
      traceparent: traceOf(job.attemptId ?? job.id, job.id),
    })
    await noteIfNews(agent, tried.verdict, tried.reason)
    const input: DeliveryInput = {
      laneId: job.laneId,
      jobId: job.id,
      type,
      agentId: agent.id,
      attemptId: job.attemptId,
      tryNumber: job.tries + 1,
      tries: job.tries,
      replay: false,
      verdict: tried.verdict,
      jitter: deps.random(),
      record: {
        sentAt,
        requestHeaders: tried.requestHeaders,
        status: tried.status,
        responseHeaders: tried.responseHeaders,
        responseBody: tried.responseBody,
        durationMs: tried.durationMs,
        errorClass: tried.errorClass,
        reason: tried.reason,
      },
    }
    const recorded = await runner.run(recordDelivery, input, coordinatorActor)
    if (recorded.ok && recorded.result.nextTryAt !== null) deps.again(job, recorded.result.nextTryAt)
  }

  /** Health is told before the attempt is moved, so that the next hand-out already knows. */
  async function noteIfNews(agent: Agent, verdict: Verdict, reason: string | null) {
    const outcome =
      verdict.kind === 'failed'
        ? 'failed'
        : verdict.kind === 'gone'
          ? 'gone'
          : verdict.kind === 'throttled'
            ? 'throttled'
            : 'answered'
    const healthy = agent.breaker.failures === 0 && agent.throttledUntil === null
    if (outcome === 'answered' && healthy) return
    agents.delete(agent.id)
    const retryAfterMs = verdict.kind === 'throttled' ? verdict.retryAfterMs : null
    await runner.run(noteHealth, { agentId: agent.id, outcome, retryAfterMs, reason }, coordinatorActor)
  }
}

/** The id that stays the same on every try: ours, without full stops. */
export const webhookId = (jobId: string): string => `evt_${jobId.replaceAll('-', '')}`

/** W3C trace context: one trace an attempt, one span a message; our ids are random enough at their end to be both. */
export const traceOf = (traceId: string, spanId: string): string =>
  `00-${traceId.replaceAll('-', '').padStart(32, '0')}-${spanId.replaceAll('-', '').slice(-16).padStart(16, '0')}-01`

/** What a message to an agent is signed with: its secret, for a day after a rotation the one before, and our private key if it asked. */
export function secretsOf(agent: Agent, { unseal }: Pick<DeliverDeps, 'unseal'>, now: number): string[] {
  const secrets = agent.secret === null ? [] : [unseal(agent.secret)]
  if (agent.previousSecret !== null && (agent.previousSecretUntil ?? 0) > now)
    secrets.push(unseal(agent.previousSecret))
  if (agent.signing === 'ed25519' && agent.privateKey !== null) secrets.push(unseal(agent.privateKey))
  return secrets
}
