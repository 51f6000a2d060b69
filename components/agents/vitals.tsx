'use client'

import clsx from 'clsx'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { AgentDetail, AgentRun } from '../../server/contract/history-views.ts'
import type { DeliveryView } from '../../server/contract/views.ts'
import { amount } from '../../server/domain/budget.ts'
import { lasting } from '../ui/moment.ts'
import { useNow } from '../ui/now.ts'
import { State } from '../workspace/who.tsx'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { useAgent } from './agent-context.tsx'
import { outcomeWords, reachWords, standingOf } from './vitals.ts'

/** The page in one line: is it well, what is it doing, how good is it, how quick, what does it cost; each leads to what is behind it. */
export function Vitals({
  detail,
  runs,
  deliveries,
}: {
  detail: AgentDetail
  runs: readonly AgentRun[]
  deliveries: readonly DeliveryView[]
}) {
  const { base } = useWorkspace()
  const agent = useAgent()
  const now = useNow()
  const here = `${base}/agents/${agent.id}`
  const { lately, spent } = detail
  const open = runs.filter((run) => run.endedAt === null).length
  const money = spent.costUsd > 0 || agent.price !== null || agent.limits.costUsd !== undefined
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-card border border-line bg-line sm:grid-cols-5">
      <Vital
        name="Is it well"
        href={agent.channel === 'webhook' ? `${here}/deliveries` : null}
        note={reachWords(agent, deliveries)}
        className="max-sm:col-span-2"
      >
        <State look={standingOf(agent, spent, now)} className="text-base!" />
      </Vital>
      <Vital
        name="Doing now"
        href={open > 0 ? '#now' : null}
        note={`${detail.inUse} of ${agent.maxConcurrency} ${agent.maxConcurrency === 1 ? 'place' : 'places'} taken`}
      >
        {open === 0 ? 'Nothing' : open === 1 ? 'One task' : `${open} tasks`}
      </Vital>
      <Vital name="Accepted, 30 days" href={`${here}/runs`} note={outcomeWords(lately)}>
        {lately.accepted + lately.sentBack + lately.failed === 0
          ? '–'
          : `${lately.accepted} of ${lately.accepted + lately.sentBack + lately.failed}`}
      </Vital>
      <Vital
        name="Usually takes"
        note={lately.medianMs === null ? 'nothing accepted yet' : 'half of its results, 30 days'}
      >
        {lately.medianMs === null ? '–' : lasting(lately.medianMs)}
      </Vital>
      <Vital
        name="Has cost"
        href="#costs"
        note={money ? amount('tokens', spent.tokens) : spent.tokens > 0 ? 'no money named' : 'it names no costs'}
      >
        {money ? amount('costUsd', spent.costUsd) : spent.tokens > 0 ? amount('tokens', spent.tokens) : '–'}
      </Vital>
    </dl>
  )
}

function Vital({
  name,
  href = null,
  note,
  className,
  children,
}: {
  name: string
  href?: string | null
  note: string
  className?: string
  children: ReactNode
}) {
  return (
    <div className={clsx('relative grid min-w-0 content-start gap-0.5 bg-surface px-4 py-3 max-sm:px-3', className)}>
      <dt className="text-xs text-ink-3">
        {href ? (
          <Link href={href} className="after:absolute after:inset-0 hover:text-ink-1 hover:underline">
            {name}
          </Link>
        ) : (
          name
        )}
      </dt>
      <dd className="truncate text-read font-semibold">{children}</dd>
      <dd className="text-xs text-ink-2">{note}</dd>
    </div>
  )
}
