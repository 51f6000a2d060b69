import { type Refusal, refuse } from '../../contract/problems.ts'
import { type Actor, mayChange } from '../../domain/permission.ts'
import type { Agent } from '../../domain/workspace.ts'
import type { Unit } from '../../store/unit.ts'
import { type Answer, allow, type Call, type Command, notHere } from '../kit.ts'

export const ofAgent = ({ agentId }: { agentId: string }) => ({ of: 'agent', id: agentId }) as const

/** An agent that the caller may change: their own, or any for an admin. */
export function ownAgent(unit: Unit, actor: Actor, agentId: string): { ok: true; agent: Agent } | Refusal {
  const allowed = allow(unit, actor, 'agent.change')
  if (!allowed.ok) return allowed
  const agent = unit.get('agent', agentId)
  if (!agent || agent.status === 'removed') return notHere
  if (!mayChange(allowed.member, agent.ownerId))
    return refuse('forbidden', 'Only the agent’s owner or an admin may change it.')
  return { ok: true, agent }
}

type Change<I, R> = (unit: Unit, call: Call<I, undefined>, agent: Agent) => Answer<R>
/** A command on one agent by somebody who may change it. `secret` says that its answer is shown once. */
export const onOwnAgent = <I extends { agentId: string }, R>(
  name: string,
  run: Change<I, R>,
  { secret = false } = {},
): Command<I, R> => ({
  name,
  lane: ofAgent,
  ...(secret ? { secret } : {}),
  run(unit, call) {
    const own = ownAgent(unit, call.actor, call.input.agentId)
    return own.ok ? run(unit, call, own.agent) : own
  },
})

/** Takes what the agent holds away from it in every room, after commit. */
export const withdrawEverywhere = (unit: Unit, agentId: string, reason: string, leave = false) =>
  unit.addJob('lane', { command: 'room.withdraw', subjectId: agentId, input: { subjectId: agentId, reason, leave } })
