'use client'

import { useState } from 'react'
import type { AgentDetail } from '../../server/contract/history-views.ts'
import type { InboxItem } from '../../server/contract/views.ts'
import type { GoalLimits } from '../../server/domain/goal.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { getJson } from '../workspace/http.ts'
import { useRow } from '../workspace/live.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import type { Settle } from './settle.ts'

type Acts = { item: InboxItem; settle: Settle; href: string }

/** What each offered answer comes to, in the row, once it is given. */
const said: Record<string, string> = {
  'Double the limit': 'The limit is doubled; work goes on.',
  'Leave it stopped': 'It stays stopped. Raise the limit there when you want it to go on.',
  'Redo all': 'All of it is done again, on what is there now.',
  'Keep all': 'The results stand, on your word.',
  'Let somebody else decide': 'Somebody who gave none of the answers decides.',
}
const links: Partial<Record<InboxItem['kind'], string>> = {
  budget: 'Set another limit',
  stale: 'One by one',
  conflict: 'See the evidence',
}

/** Budgets, results that are out of date, answers that contradict each other: one press settles it, or a look at it first. */
export function SettleActs({ item, settle, href }: Acts) {
  const [pending, setPending] = useState<string | null>(null)
  const { handoffId, agentId } = item
  if (agentId) return <AgentBudget item={item} settle={settle} href={href} agentId={agentId} />
  if (!handoffId) return null
  const choose = async (option: string) => {
    setPending(option)
    await settle(item.id, 'handoff.answer', { handoffId, option }, said[option] ?? `${option} stands.`)
    setPending(null)
  }
  return (
    <>
      {item.options.map((option, index) => (
        <Button
          key={option}
          size="sm"
          tone={index === 0 && item.kind === 'budget' ? 'primary' : 'plain'}
          pending={pending === option}
          aria-disabled={pending !== null && pending !== option}
          onClick={() => pending === null && void choose(option)}
        >
          {option}
        </Button>
      ))}
      <ButtonLink size="sm" tone="quiet" href={href}>
        {links[item.kind] ?? 'Look'}
      </ButtonLink>
    </>
  )
}

/** Twice the limit, or twice what was used of it, whichever is more. */
const twice = (limit: number | undefined, used: number): number | undefined =>
  limit === undefined ? undefined : Math.max(limit, used) * 2
const raised = (limits: GoalLimits, spent: AgentDetail['spent']) => ({
  ...(limits.tokens === undefined || spent.tokens < limits.tokens
    ? {}
    : { tokens: twice(limits.tokens, spent.tokens) }),
  ...(limits.costUsd === undefined || spent.costUsd < limits.costUsd
    ? {}
    : { costUsd: twice(limits.costUsd, spent.costUsd) }),
})

/** An agent's own budget: raising it is what lets it work again, and what was asked is withdrawn with it. */
function AgentBudget({ item, settle, href, agentId }: Acts & { agentId: string }) {
  const { lane } = useWorkspace()
  const agent = useRow(lane, 'agents', agentId)
  const [pending, setPending] = useState(false)
  const { handoffId } = item
  const leave = async () => {
    const body = 'It stays without new work.'
    if (handoffId) await settle(item.id, 'handoff.answer', { handoffId, body }, 'It gets no new work.')
  }
  const raise = async () => {
    setPending(true)
    const got = await getJson<AgentDetail>(`/api/v1/agents/${agentId}`)
    const limits = got.ok ? raised(got.value.agent.limits, got.value.spent) : {}
    const words = `${agent?.name ?? 'It'} may go on: its limit is doubled.`
    await settle(item.id, 'agent.update', { agentId, limits }, words)
    setPending(false)
  }
  return (
    <>
      <Button size="sm" tone="primary" pending={pending} onClick={() => void raise()}>
        Double its limit
      </Button>
      <Button size="sm" onClick={() => void leave()}>
        Leave it stopped
      </Button>
      <ButtonLink size="sm" tone="quiet" href={href}>
        Set another limit
      </ButtonLink>
    </>
  )
}
