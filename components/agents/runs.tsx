'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { AttemptDetail } from '../../server/contract/views.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { lasting } from '../ui/moment.ts'
import { Row, RowList } from '../ui/row-list.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Time } from '../ui/time.tsx'
import { attemptLooks, failureWords } from '../workspace/states.ts'
import { useRead } from '../workspace/use-read.ts'
import { State } from '../workspace/who.tsx'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { useAgent } from './agent-context.tsx'
import { useDeliveries } from './use-deliveries.ts'

const step = 12

/** The work the agent was offered, newest first, and what became of it. */
export function Runs() {
  const agent = useAgent()
  const [most, setMost] = useState(step)
  const { rows, loading } = useDeliveries(agent.id, { type: 'attempt.requested' })
  const attempts = [...new Set(rows.flatMap((row) => row.attemptId ?? []))]
  if (agent.channel !== 'webhook') {
    return (
      <Empty title="Its runs are in the rooms">
        This agent asks for work itself; each of its attempts stands with its task, in the room's Plan and Activity.
      </Empty>
    )
  }
  if (loading) return <Skeleton shape="rows" count={6} label="Reading the runs" />
  if (attempts.length === 0) {
    return (
      <Empty title="No work yet">It is offered work in the rooms it is in, when a task needs one of its skills.</Empty>
    )
  }
  return (
    <>
      <RowList label="Runs" className="overflow-hidden rounded-card border border-line">
        {attempts.slice(0, most).map((attemptId, index) => (
          <Run key={attemptId} attemptId={attemptId} tabStop={index === 0} />
        ))}
      </RowList>
      {attempts.length > most && (
        <Button className="justify-self-center" onClick={() => setMost(most + step)}>
          Show older ones
        </Button>
      )}
    </>
  )
}

function Run({ attemptId, tabStop }: { attemptId: string; tabStop: boolean }) {
  const { base } = useWorkspace()
  const router = useRouter()
  const { value, failure } = useRead<AttemptDetail>(`/api/v1/attempts/${attemptId}`)
  if (!value) {
    return (
      <Row id={attemptId} tabStop={tabStop}>
        <span className="text-sm text-ink-3">{failure ? failure.detail : 'Reading…'}</span>
      </Row>
    )
  }
  const { clocks, failure: failed } = value
  const took = clocks.endedAt && clocks.acceptedAt ? clocks.endedAt - clocks.acceptedAt : null
  const last = value.activities.at(-1)
  return (
    <Row
      id={attemptId}
      tabStop={tabStop}
      onOpen={() => router.push(`${base}/rooms/${value.roomId}/tasks/${value.taskId}`)}
      lead={<State look={attemptLooks[value.status]} as="glyph" />}
    >
      <p className="flex min-w-0 flex-wrap items-baseline gap-x-3">
        <span className="font-medium">{attemptLooks[value.status].word}</span>
        <span className="text-xs text-ink-3 tabular-nums">
          try {value.number} of its task{took !== null && ` · ${lasting(took)}`}
        </span>
        <Time at={clocks.offeredAt} className="ml-auto text-xs text-ink-3" />
      </p>
      {(value.reason || failed) && (
        <p className="line-clamp-2 text-sm text-ink-2">{value.reason ?? (failed && `It ${failureWords[failed]}.`)}</p>
      )}
      {!value.reason && !failed && last && <p className="truncate text-sm text-ink-2">{last.body}</p>}
    </Row>
  )
}
