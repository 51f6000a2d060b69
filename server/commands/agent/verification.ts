import type { Refusal } from '../../contract/problems.ts'
import type { Actor } from '../../domain/permission.ts'
import { type Agent, closedBreaker } from '../../domain/workspace.ts'
import type { Delivery } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import { type Command, done, notHere, tell } from '../kit.ts'
import { ofAgent, ownAgent } from './own.ts'

/** The coordinator may test any agent, a person one that they may change. */
const testedAgent = (unit: Unit, actor: Actor, agentId: string): { ok: true; agent: Agent } | Refusal => {
  if (actor.kind !== 'coordinator') return ownAgent(unit, actor, agentId)
  const agent = unit.get('agent', agentId)
  return agent && agent.status !== 'removed' ? { ok: true, agent } : notHere
}

/** An agent with its sealed secret, for the door that is about to test it. Reads only. */
export const readForVerification: Command<{ agentId: string }, { agent: Agent }> = {
  name: 'agent.read_for_verification',
  lane: ofAgent,
  run(unit, { actor, input }) {
    const tested = testedAgent(unit, actor, input.agentId)
    return tested.ok ? done({ agent: tested.agent }) : tested
  },
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
    const tested = testedAgent(unit, call.actor, call.input.agentId)
    if (!tested.ok) return tested
    const { agent } = tested
    const { passed, reason, ping } = call.input
    const job = unit.addJob('deliver', ping.payload, { id: ping.id, agentId: agent.id })
    job.endedAt = unit.now
    job.outcome = passed ? 'answered' : 'failed'
    unit.appends.deliveries.push({
      ...ping.record,
      id: unit.newId(),
      laneId: unit.laneId,
      workspaceId: unit.workspaceId,
      agentId: agent.id,
      jobId: ping.id,
      type: 'agent.ping',
      attemptId: null,
      taskId: null,
      tryNumber: 1,
      nextTryAt: null,
    })
    if (passed) {
      const status = agent.status === 'paused' ? ('paused' as const) : ('active' as const)
      unit.update('agent', agent.id, {
        status,
        reason: null,
        verifiedAt: unit.now,
        breaker: closedBreaker,
        throttledUntil: null,
      })
      tell(unit, call, 'agent.verified', { agentId: agent.id })
      return done({ status })
    }
    unit.update('agent', agent.id, { reason })
    tell(unit, call, 'agent.verification_failed', { agentId: agent.id, reason })
    return done({ status: agent.status, ...(reason ? { reason } : {}) })
  },
}
