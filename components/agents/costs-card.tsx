'use client'

import Link from 'next/link'
import type { AgentDetail } from '../../server/contract/history-views.ts'
import { amount } from '../../server/domain/budget.ts'
import { Card } from '../ui/card.tsx'
import { Meter } from '../ui/meter.tsx'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { useAgent, useMayChange } from './agent-context.tsx'

const kinds = [
  { kind: 'costUsd', label: 'Money' },
  { kind: 'tokens', label: 'Tokens' },
] as const

/** What the agent used up over all rooms, beside what it may use up, and what a task costs. */
export function CostsCard({ spent }: Pick<AgentDetail, 'spent'>) {
  const { base } = useWorkspace()
  const agent = useAgent()
  const mayChange = useMayChange(agent) && agent.status !== 'removed'
  const unlimited = kinds.every(({ kind }) => agent.limits[kind] === undefined)
  return (
    <Card
      id="costs"
      title="What it costs"
      actions={
        mayChange && (
          <Link
            href={`${base}/agents/${agent.id}/settings#budget`}
            className="inline-flex min-h-6 items-center text-sm text-accent hover:underline"
          >
            {unlimited ? 'Set a limit' : 'Change'}
          </Link>
        )
      }
    >
      <div className="grid gap-3">
        {kinds.map(({ kind, label }) => {
          const limit = agent.limits[kind]
          if (limit !== undefined)
            return (
              <Meter key={kind} label={label} value={spent[kind]} max={limit} say={(value) => amount(kind, value)} />
            )
          return (
            <p key={kind} className="flex justify-between gap-3 text-sm">
              <span className="text-ink-2">{label}</span>
              <span>
                {amount(kind, spent[kind])} <span className="text-ink-3">no limit</span>
              </span>
            </p>
          )
        })}
        <p className="border-t border-line pt-2 text-sm text-ink-2">
          {agent.price
            ? `${amount('costUsd', agent.price.costUsdPerTask)} a task, when its results name no money.`
            : 'No price is set: only what its results name counts.'}
        </p>
      </div>
    </Card>
  )
}
