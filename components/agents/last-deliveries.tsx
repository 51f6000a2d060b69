'use client'

import Link from 'next/link'
import type { DeliveryView } from '../../server/contract/views.ts'
import { Card } from '../ui/card.tsx'
import { lasting } from '../ui/moment.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { useAgent } from './agent-context.tsx'
import { deliveryLook } from './explain.ts'

/** How the last requests to it went: how many were answered, how quickly, one bar each. */
export function LastDeliveries({ rows }: { rows: readonly DeliveryView[] }) {
  const { base } = useWorkspace()
  const agent = useAgent()
  const recent = rows.slice(0, 40)
  const sorted = recent.map((row) => row.durationMs).sort((a, b) => a - b)
  const slow = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))]
  const bad = recent.filter((row) => deliveryLook(row).tone === 'failed').length
  const longest = Math.max(1, ...sorted)
  return (
    <Card
      title="Last deliveries"
      actions={
        <Link
          href={`${base}/agents/${agent.id}/deliveries`}
          className="inline-flex min-h-6 items-center text-sm text-accent hover:underline"
        >
          All deliveries
        </Link>
      }
    >
      {recent.length === 0 ? (
        <p className="text-ink-2">Nothing was sent yet. The test is the first delivery.</p>
      ) : (
        <>
          <p>
            {recent.length} sent, {bad === 0 ? 'all answered' : `${bad} not answered well`}; 95 of 100 within{' '}
            {lasting(slow ?? 0)}.
          </p>
          <div aria-hidden className="mt-3 flex h-10 items-end gap-px">
            {recent.toReversed().map((row) => (
              <span
                key={row.id}
                className={`w-1.5 rounded-t-[1px] ${deliveryLook(row).tone === 'failed' ? 'bg-failed' : 'bg-thread'}`}
                style={{ height: `${Math.max(8, (row.durationMs / longest) * 100)}%` }}
              />
            ))}
          </div>
        </>
      )}
    </Card>
  )
}
