import { type Refusal, refuse } from '../../contract/problems.ts'
import type { Agent } from '../../domain/workspace.ts'
import type { Unit } from '../../store/unit.ts'
import { type Call, type Command, done, notHere, tell } from '../kit.ts'
import { ownAgent } from './own.ts'

type Input = { agentId: string }

/** An agent that comes for its work has no address to test: its first call, or its owner's word, makes it active. */
export const arriveAgent: Command<Input, { status: string }> = {
  name: 'agent.arrive',
  lane: ({ agentId }) => ({ of: 'agent', id: agentId }),
  run(unit, call) {
    const found = whose(unit, call)
    if (!found.ok) return found
    const { agent } = found
    if (agent.channel !== 'pull')
      return refuse('conflict', 'This agent has an address: it proves itself by answering there.')
    if (agent.status !== 'unverified') return done({ status: agent.status })
    unit.update('agent', agent.id, { status: 'active', verifiedAt: unit.now })
    tell(unit, call, 'agent.verified', { agentId: agent.id })
    return done({ status: 'active' })
  },
}

function whose(unit: Unit, { actor, input }: Call<Input, unknown>): { ok: true; agent: Agent } | Refusal {
  if (actor.kind !== 'agent') return ownAgent(unit, actor, input.agentId)
  const agent = actor.agentId === input.agentId ? unit.get('agent', input.agentId) : undefined
  return agent && agent.status !== 'removed' ? { ok: true, agent } : notHere
}
