'use client'

import type { TaskDetail } from '../../../server/contract/views.ts'
import { amount } from '../../../server/domain/budget.ts'
import { lasting } from '../../ui/moment.ts'
import { Time } from '../../ui/time.tsx'
import { attemptLooks, failureWords } from '../../workspace/states.ts'
import { State, Who } from '../../workspace/who.tsx'
import { MatchReasons } from '../match-reasons.tsx'

type Attempt = TaskDetail['attempts'][number]
const marks = { pending: '○', in_progress: '◐', completed: '●', canceled: '–' } as const
const markOf = (status: string): string => (status in marks ? marks[status as keyof typeof marks] : '○')

const usedBy = ({ usage }: Attempt): string =>
  (['tokens', 'costUsd'] as const).map((kind) => (usage?.[kind] ? `, ${amount(kind, usage[kind])}` : '')).join('')

/** Every try, newest first: by whom, how it went, why them, and the evidence. */
export function Attempts({ attempts }: { attempts: readonly Attempt[] }) {
  if (attempts.length === 0) return <p className="text-sm text-ink-3">Nobody was asked yet.</p>
  const newestFirst = [...attempts].sort((a, b) => b.number - a.number)
  return (
    <ol className="grid gap-2">
      {newestFirst.map((attempt) => (
        <li key={attempt.id} className="grid gap-1 rounded-control border border-line bg-raised px-3 py-2 text-sm">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="text-ink-3 tabular-nums">
              Try {attempt.number}
              {attempt.hedge && ', in parallel'}
            </span>
            <Who kind={attempt.agentId ? 'agent' : 'member'} name={attempt.doerName} size="sm" />
            <State look={attemptLooks[attempt.status]} />
            <span className="ml-auto text-xs text-ink-3">
              <Time at={attempt.clocks.offeredAt} />
              {usedBy(attempt)}
              {attempt.clocks.endedAt && `, ${lasting(attempt.clocks.endedAt - attempt.clocks.offeredAt)}`}
            </span>
          </div>
          {attempt.failure && (
            <p className="text-failed">
              {attempt.doerName} {failureWords[attempt.failure]}.
            </p>
          )}
          {attempt.reason && <p className="text-ink-2">{attempt.reason}</p>}
          {attempt.checklist.length > 0 && (
            <ul className="grid gap-0.5 text-ink-2">
              {attempt.checklist.map((item) => (
                <li key={item.content}>
                  <span aria-hidden>{markOf(item.status)}</span> {item.content}
                  <span className="sr-only"> ({item.status.replace('_', ' ')})</span>
                </li>
              ))}
            </ul>
          )}
          {(attempt.match || attempt.evidence.length > 0 || attempt.artifacts.length > 0) && (
            <details>
              <summary className="min-h-6 text-accent">Why this one, and what came in</summary>
              <div className="mt-1.5 grid gap-2">
                {attempt.match && <MatchReasons match={attempt.match} />}
                {attempt.artifacts.map((artifact) => (
                  <p key={artifact.id}>
                    Draft {artifact.name}: {artifact.files.map((file) => file.name).join(', ')}
                  </p>
                ))}
                {attempt.evidence.map((one) => (
                  <p key={one.id} className="text-ink-2">
                    {one.kind.replaceAll('_', ' ')}, <Time at={one.at} />
                  </p>
                ))}
              </div>
            </details>
          )}
        </li>
      ))}
    </ol>
  )
}
