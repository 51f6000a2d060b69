import type { AgentOutcomes } from '../../server/contract/history-views.ts'
import type { DeliveryView } from '../../server/contract/views.ts'
import type { AgentView } from '../../server/contract/workspace-snapshot.ts'
import { standing, usageOf } from '../../server/domain/budget.ts'
import { lasting } from '../ui/moment.ts'
import type { Look } from '../workspace/states.ts'
import { deliveryLook } from './explain.ts'
import { agentLook } from './looks.ts'

type Spent = { tokens: number; costUsd: number }
export const nothingSpent: Spent = { tokens: 0, costUsd: 0 }

/** How an agent stands, its own budget counted: one that used it up gets no work. */
export function standingOf(agent: AgentView, spent: Spent, now: number | null): Look {
  const look = agentLook(agent, now)
  if (look.tone !== 'done' || standing(agent.limits, usageOf(spent, null, 0, 0)).over.length === 0) return look
  return { tone: 'failed', glyph: '▲', word: 'Budget used up' }
}

/** How it answered the last deliveries that were sent to it, newest first, in a few words. */
export function reachWords(agent: Pick<AgentView, 'channel' | 'status'>, deliveries: readonly DeliveryView[]): string {
  if (agent.channel !== 'webhook') return agent.status === 'active' ? 'it comes for its work' : 'it has not called yet'
  const last = deliveries.slice(0, 40)
  if (last.length === 0) return 'nothing was sent yet'
  const bad = last.filter((one) => deliveryLook(one).tone === 'failed').length
  const sorted = last.map((one) => one.durationMs).sort((a, b) => a - b)
  const half = sorted[Math.floor(sorted.length / 2)] ?? 0
  return bad === 0 ? `answers in ${lasting(half)}` : `${bad} of the last ${last.length} not answered`
}

/** What became of the hand-outs that were not accepted. */
export function outcomeWords({ accepted, sentBack, failed, other }: AgentOutcomes): string {
  const words = [
    failed > 0 && `${failed} failed`,
    sentBack > 0 && `${sentBack} sent back`,
    other > 0 && `${other} taken away or declined`,
  ].filter(Boolean)
  if (words.length > 0) return words.join(', ')
  return accepted > 0 ? 'none failed' : 'no work yet'
}
