import type { Attempt } from '../../domain/attempt.ts'
import type { Unit } from '../../store/unit.ts'

/** The message types of agent-protocol.md 2. */
export type AgentMessage =
  | 'agent.ping'
  | 'attempt.requested'
  | 'attempt.prompted'
  | 'attempt.cancel_requested'
  | 'attempt.revoked'
  | 'deliverable.reviewed'
  | 'room.mentioned'

/** Stages one message to an agent: the row is written with the decision, sent after commit, repeated under one id. The data is kept as text: every try sends the same bytes. */
export function notify(
  unit: Unit,
  agentId: string,
  type: AgentMessage,
  payload: object,
  attemptId: string | null = null,
) {
  const agent = unit.agent(agentId)
  if (agent?.channel !== 'webhook' || agent.status === 'removed') return
  const timestamp = new Date(unit.now).toISOString()
  unit.addJob('deliver', { type, timestamp, text: JSON.stringify(payload) }, { agentId, attemptId })
}

type Said = { body: string; author: string; action?: { id: string; decision: 'allowed' | 'denied' } }
/** Says something to the agent that holds an attempt. A person who holds it, and an attempt that is gone, hear nothing. */
export function prompt(unit: Unit, attempt: Attempt | undefined, said: Said) {
  if (!attempt?.agentId) return
  const payload = { attempt: attempt.id, activity: { type: 'prompt', ...said } }
  notify(unit, attempt.agentId, 'attempt.prompted', payload, attempt.id)
}
