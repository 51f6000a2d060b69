'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { AgentRun } from '../../server/contract/history-views.ts'
import { amount } from '../../server/domain/budget.ts'
import { Broken } from '../ui/broken.tsx'
import { Empty } from '../ui/empty.tsx'
import { lasting } from '../ui/moment.ts'
import { useNow } from '../ui/now.ts'
import { Row, RowList } from '../ui/row-list.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Time } from '../ui/time.tsx'
import { attemptLooks, failureWords, shortId } from '../workspace/states.ts'
import { State } from '../workspace/who.tsx'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { useAgentWork } from './agent-context.tsx'
import { Older } from './older.tsx'

/** The work the agent was given, newest first, and what became of it; whatever way it is reached. */
export function Runs() {
  const { runs, more, older, loading, failure, again } = useAgentWork()
  if (loading && runs.length === 0) return <Skeleton shape="rows" count={6} label="Reading the runs" />
  return (
    <>
      {failure && (
        <Broken title="The runs could not be read" onRetry={again}>
          {failure.detail}
        </Broken>
      )}
      {runs.length > 0 ? (
        <RowList label="Runs" className="overflow-hidden rounded-card border border-line">
          {runs.map((run, index) => (
            <Run key={run.attemptId} run={run} tabStop={index === 0} />
          ))}
        </RowList>
      ) : (
        !failure && (
          <Empty title="No work yet">
            It is given work in the rooms it is in, when a task needs one of its skills. You see the runs in rooms that
            you may read.
          </Empty>
        )
      )}
      {more && <Older onMore={older} />}
    </>
  )
}

/** One hand-out: the task, how it stands or ended, how long it took, what it cost. */
export function Run({ run, tabStop }: { run: AgentRun; tabStop: boolean }) {
  const { base } = useWorkspace()
  const router = useRouter()
  const look = attemptLooks[run.status]
  const href = `${base}/rooms/${run.roomId}/tasks/${run.taskId}`
  const why = run.reason ?? (run.failure && `It ${failureWords[run.failure]}.`)
  return (
    <Row id={run.attemptId} tabStop={tabStop} onOpen={() => router.push(href)} lead={<State look={look} as="glyph" />}>
      <p className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-0.5">
        <Link href={href} className="min-w-0 font-medium hover:underline">
          <span className="font-mono text-xs font-normal text-ink-3">{shortId.task(run.taskNumber)}</span>{' '}
          {run.taskTitle}
        </Link>
        <Time at={run.offeredAt} className="ml-auto text-xs whitespace-nowrap text-ink-3" />
      </p>
      <p className="flex min-w-0 flex-wrap gap-x-2 text-xs text-ink-3">
        <span className="font-medium text-ink-2">{look.word}</span>
        <Lasted run={run} />
        {run.number > 1 && <span>try {run.number}</span>}
        {run.endedAt === null && run.progress !== null && <span>{Math.round(run.progress * 100)} % done</span>}
        {run.usage && <span>{usageWords(run.usage)}</span>}
        <span className="min-w-0 truncate">in {run.roomName}</span>
      </p>
      {why && <p className="line-clamp-2 text-sm text-ink-2">{why}</p>}
    </Row>
  )
}

const usageWords = ({ tokens, costUsd }: NonNullable<AgentRun['usage']>): string =>
  [tokens !== undefined && amount('tokens', tokens), costUsd !== undefined && amount('costUsd', costUsd)]
    .filter(Boolean)
    .join(', ')

/** How long it took, or has taken so far. */
function Lasted({ run }: { run: AgentRun }) {
  const now = useNow('second')
  if (run.durationMs !== null) return <span>{lasting(run.durationMs)}</span>
  if (now === null) return null
  return <span>{lasting(Math.max(0, now - (run.acceptedAt ?? run.offeredAt)))} so far</span>
}
