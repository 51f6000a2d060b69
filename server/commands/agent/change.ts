import type { ParsedInput } from '../../contract/commands.ts'
import { type Refusal, refuse } from '../../contract/problems.ts'
import { belowSpent, usageOf } from '../../domain/budget.ts'
import { day } from '../../domain/clocks.ts'
import type { Actor } from '../../domain/permission.ts'
import { type Agent, closedBreaker } from '../../domain/workspace.ts'
import type { Delivery } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import { allow, type Call, type Command, done, notHere, tell } from '../kit.ts'
import { changedLimits } from '../moves/budget.ts'
import { fieldProblem, signingWith } from './register.ts'

type Empty = Record<string, never>
const ofAgent = ({ agentId }: { agentId: string }) => ({ of: 'agent', id: agentId }) as const

/** An agent that the caller may change: their own, or any for an admin. */
export function ownAgent(unit: Unit, actor: Actor, agentId: string): { ok: true; agent: Agent } | Refusal {
  const allowed = allow(unit, actor, 'agent.change')
  if (!allowed.ok) return allowed
  const agent = unit.get('agent', agentId)
  if (!agent || agent.status === 'removed') return notHere
  const admin = allowed.member.role === 'owner' || allowed.member.role === 'admin'
  if (agent.ownerId !== allowed.member.id && !admin)
    return refuse('forbidden', 'Only the agent’s owner or an admin may change it.')
  return { ok: true, agent }
}

const anyAgent = (unit: Unit, agentId: string): { ok: true; agent: Agent } | Refusal => {
  const agent = unit.get('agent', agentId)
  return agent && agent.status !== 'removed' ? { ok: true, agent } : notHere
}

/** An agent with its sealed secret, for the door that is about to test it. Reads only. */
export const readForVerification: Command<{ agentId: string }, { agent: Agent }> = {
  name: 'agent.read_for_verification',
  lane: ofAgent,
  run(unit, { actor, input }) {
    const own = actor.kind === 'coordinator' ? anyAgent(unit, input.agentId) : ownAgent(unit, actor, input.agentId)
    return own.ok ? done({ agent: own.agent }) : own
  },
}

/** The fields that were given. */
const defined = <T extends object>(patch: T) =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }

/** Takes what the agent holds away from it in every room, after commit. */
export const withdrawEverywhere = (unit: Unit, agentId: string, reason: string, leave = false) =>
  unit.addJob('lane', { command: 'room.withdraw', subjectId: agentId, input: { subjectId: agentId, reason, leave } })

export const updateAgent: Command<
  ParsedInput<'agent.update'>,
  { status: string; secret?: string; publicKey?: string }
> = {
  name: 'agent.update',
  lane: ofAgent,
  secret: true,
  run(unit, call) {
    const own = ownAgent(unit, call.actor, call.input.agentId)
    if (!own.ok) return own
    const { agent } = own
    const { agentId, skills, signing, limits: changes, price, ...patch } = call.input
    const next = {
      ...agent,
      ...defined(patch),
      ...(skills ? { skills: [...new Set(skills.map((skill) => skill.trim().toLowerCase()))] } : {}),
    }
    const limits = changedLimits(agent.limits, changes ?? {})
    const low = belowSpent(changedLimits({}, changes ?? {}), usageOf(unit.spentBy(agentId), null, 0, unit.now))
    if (low) return refuse('invalid', `The limit is too low: ${low}. Choose a higher one, or pause the agent.`)
    const { name, channel } = next
    const problem = fieldProblem(unit, { name, channel, url: next.url ?? undefined, signing }, agentId)
    if (problem) return problem
    // A new address is a new endpoint: a fresh secret, and it proves itself again before it gets work.
    const moved = agent.channel === 'webhook' && next.url !== agent.url
    const secret = moved ? call.ports.newSecret() : null
    // Asked for again it is what it was: a new pair comes by way of `hmac`.
    const keys = signing !== undefined && signing !== agent.signing ? signingWith(call.ports, signing) : {}
    unit.update('agent', agentId, {
      name,
      ...keys,
      url: next.url,
      description: next.description,
      skills: next.skills,
      maxConcurrency: next.maxConcurrency,
      labels: next.labels,
      limits,
      ...(price === undefined ? {} : { price }),
      ...(secret === null
        ? {}
        : {
            status: 'unverified' as const,
            secret: call.ports.seal(secret),
            secretHint: secret.slice(-4),
            previousSecret: null,
            previousSecretUntil: null,
            verifiedAt: null,
          }),
    })
    tell(unit, call, 'agent.updated', { agentId, movedAddress: moved })
    unit.addJob('lane', { command: 'room.refresh', subjectId: agentId, input: { subjectId: agentId } })
    if (moved) withdrawEverywhere(unit, agentId, 'its address changed')
    const publicKey = unit.get('agent', agentId)?.publicKey
    return done({
      status: moved ? 'unverified' : agent.status,
      ...(secret === null ? {} : { secret }),
      ...(publicKey ? { publicKey } : {}),
    })
  },
}

export const rotateSecret: Command<
  ParsedInput<'agent.rotate_secret'>,
  { secret: string; previousValidUntil: number | null }
> = {
  name: 'agent.rotate_secret',
  lane: ofAgent,
  secret: true,
  run(unit, call) {
    const own = ownAgent(unit, call.actor, call.input.agentId)
    if (!own.ok) return own
    const { agent } = own
    if (agent.secret === null)
      return refuse('conflict', 'This agent has no signing secret: it pulls its work with its token.')
    const secret = call.ports.newSecret()
    const until = call.input.revoke ? null : unit.now + day
    unit.update('agent', agent.id, {
      secret: call.ports.seal(secret),
      secretHint: secret.slice(-4),
      previousSecret: call.input.revoke ? null : agent.secret,
      previousSecretUntil: until,
    })
    tell(unit, call, 'agent.secret_rotated', { agentId: agent.id, previousValidUntil: until })
    return done({ secret, previousValidUntil: until })
  },
}

export const pauseAgent: Command<ParsedInput<'agent.pause'>, Empty> = {
  name: 'agent.pause',
  lane: ofAgent,
  run(unit, call) {
    const own = ownAgent(unit, call.actor, call.input.agentId)
    if (!own.ok) return own
    if (own.agent.status !== 'active')
      return refuse('conflict', `The agent is ${own.agent.status}; only an active one can be paused.`)
    unit.update('agent', own.agent.id, { status: 'paused' })
    tell(unit, call, 'agent.paused', { agentId: own.agent.id })
    return done({})
  },
}

export const resumeAgent: Command<ParsedInput<'agent.resume'>, Empty> = {
  name: 'agent.resume',
  lane: ofAgent,
  run(unit, call) {
    const own = ownAgent(unit, call.actor, call.input.agentId)
    if (!own.ok) return own
    if (own.agent.status === 'disabled' || own.agent.status === 'unverified')
      return refuse('conflict', 'Coming back needs a passing test: verify the agent.')
    if (own.agent.status !== 'paused') return done({})
    unit.update('agent', own.agent.id, {
      status: own.agent.verifiedAt === null ? 'unverified' : 'active',
    })
    tell(unit, call, 'agent.resumed', { agentId: own.agent.id })
    return done({})
  },
}

export const removeAgent: Command<ParsedInput<'agent.remove'>, Empty> = {
  name: 'agent.remove',
  lane: ofAgent,
  run(unit, call) {
    const own = ownAgent(unit, call.actor, call.input.agentId)
    if (!own.ok) return own
    retire(unit, call, own.agent)
    return done({})
  },
}

/** Takes an agent out for good: its secrets are gone, what it holds goes to others. */
export function retire(unit: Unit, call: Call<unknown, unknown>, { id }: Agent) {
  unit.update('agent', id, {
    status: 'removed',
    secret: null,
    previousSecret: null,
    previousSecretUntil: null,
    privateKey: null,
  })
  tell(unit, call, 'agent.removed', { agentId: id })
  withdrawEverywhere(unit, id, 'was removed', true)
}

/** One ping as it is kept in the delivery log. */
export type PingRecord = Pick<
  Delivery,
  'sentAt' | 'requestHeaders' | 'status' | 'responseHeaders' | 'responseBody' | 'durationMs' | 'errorClass' | 'reason'
>
type VerifyInput = {
  agentId: string
  passed: boolean
  reason: string | null
  ping: { id: string; payload: Record<string, unknown>; record: PingRecord }
}
/** Records what came of the ping. Given by the verify door after it sent the challenge. */
export const recordVerification: Command<VerifyInput, { status: string; reason?: string }> = {
  name: 'agent.record_verification',
  lane: ofAgent,
  run(unit, call) {
    const own =
      call.actor.kind === 'coordinator'
        ? anyAgent(unit, call.input.agentId)
        : ownAgent(unit, call.actor, call.input.agentId)
    if (!own.ok) return own
    const { passed, reason, ping } = call.input
    const job = unit.addJob('deliver', ping.payload, { id: ping.id, agentId: own.agent.id })
    job.endedAt = unit.now
    job.outcome = passed ? 'answered' : 'failed'
    unit.appends.deliveries.push({
      ...ping.record,
      id: unit.newId(),
      laneId: unit.laneId,
      workspaceId: unit.workspaceId,
      agentId: own.agent.id,
      jobId: ping.id,
      type: 'agent.ping',
      attemptId: null,
      taskId: null,
      tryNumber: 1,
      nextTryAt: null,
    })
    if (passed) {
      const status = own.agent.status === 'paused' ? ('paused' as const) : ('active' as const)
      unit.update('agent', own.agent.id, {
        status,
        reason: null,
        verifiedAt: unit.now,
        breaker: closedBreaker,
        throttledUntil: null,
      })
      tell(unit, call, 'agent.verified', { agentId: own.agent.id })
      return done({ status })
    }
    unit.update('agent', own.agent.id, { reason })
    tell(unit, call, 'agent.verification_failed', { agentId: own.agent.id, reason })
    return done({ status: own.agent.status, ...(reason ? { reason } : {}) })
  },
}
