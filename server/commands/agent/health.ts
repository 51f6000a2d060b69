import { judgeHealth, type Outcome } from '../../domain/health.ts'
import { coordinator } from '../../store/records.ts'
import { type Command, done } from '../kit.ts'
import { withdrawEverywhere } from './own.ts'

type Input = Outcome & { agentId: string; reason?: string | null }

/** What one delivery says about an agent's endpoint. Given by the dispatcher after each failure and the first success after one. */
export const noteHealth: Command<Input, { status: string }> = {
  name: 'agent.note_health',
  lane: ({ agentId }) => ({ of: 'agent', id: agentId }),
  run(unit, { input }) {
    const agent = unit.get('agent', input.agentId)
    if (!agent || agent.status === 'removed') return done({ status: 'removed' })
    const { type, patch } = judgeHealth(agent, input, unit.now)
    unit.update('agent', agent.id, patch)
    if (type) unit.emit(type, coordinator, { agentId: agent.id, reason: patch.reason ?? input.reason ?? null })
    if (patch.status === 'disabled') withdrawEverywhere(unit, agent.id, patch.reason ?? 'was disabled')
    return done({ status: patch.status ?? agent.status })
  },
}
