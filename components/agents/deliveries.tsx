'use client'

import clsx from 'clsx'
import { useParams, useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import type { DeliveryView } from '../../server/contract/views.ts'
import { Broken } from '../ui/broken.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { lasting } from '../ui/moment.ts'
import { useNow } from '../ui/now.ts'
import { Row, RowList } from '../ui/row-list.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { Select } from '../ui/select.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Countdown, Time } from '../ui/time.tsx'
import { toneInk } from '../ui/tone.ts'
import { useAddress } from '../workspace/address.ts'
import { State } from '../workspace/who.tsx'
import { useMay, useWorkspace } from '../workspace/workspace-context.tsx'
import { useAgent } from './agent-context.tsx'
import { deliveryLook, eventWords, explain, triesOf } from './explain.ts'
import { Older } from './older.tsx'
import { useDeliveries } from './use-deliveries.ts'

type Kept = 'all' | 'failed' | 'delivered'
const kept: readonly { value: Kept; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'failed', label: 'Not delivered' },
  { value: 'delivered', label: 'Delivered' },
]

/** Everything that was sent to the agent, newest first, with what came back. */
export function Deliveries() {
  const agent = useAgent()
  const mayRead = useMay('delivery.read')
  if (!mayRead) {
    return (
      <Empty kind="no-right" title="Deliveries are for members">
        They hold what was sent word for word. An admin can change your role.
      </Empty>
    )
  }
  if (agent.channel !== 'webhook') {
    return (
      <Empty title="Nothing is sent to this agent">
        It asks us for work with its token. What it does is under Runs and in its rooms.
      </Empty>
    )
  }
  return <Sent />
}

function Sent() {
  const agent = useAgent()
  const { get, set } = useAddress()
  const status = kept.find(({ value }) => value === get('status'))?.value ?? 'all'
  const type = get('event') ?? ''
  const { rows, ended, older, loading, failure, again } = useDeliveries(agent.id, {
    status: status === 'all' ? undefined : status,
    type: type || undefined,
  })
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="Outcome"
          value={status}
          onChange={(next) => set({ status: next === 'all' ? null : next })}
          options={kept}
        />
        <Select
          aria-label="Event"
          className="w-52"
          placeholder="Any event"
          value={type}
          onChange={(event) => set({ event: event.target.value })}
          options={Object.entries(eventWords).map(([value, label]) => ({ value, label }))}
        />
      </div>
      {failure && (
        <Broken title="The deliveries could not be read" onRetry={again}>
          {failure.detail}
        </Broken>
      )}
      {loading && !failure ? (
        <Skeleton shape="rows" count={8} label="Reading the deliveries" />
      ) : rows.length > 0 ? (
        <List rows={rows} onDue={again} />
      ) : failure ? null : status !== 'all' || type ? (
        <Empty
          kind="no-match"
          title="No delivery fits"
          action={<Button onClick={() => set({ status: null, event: null })}>Show all</Button>}
        />
      ) : (
        <Empty title="Nothing was sent yet">Test the agent: its challenge is the first delivery.</Empty>
      )}
      {rows.length > 0 && !ended && <Older onMore={older} />}
    </>
  )
}

/** When a countdown of the list reaches its end, the list is asked again. */
function useDue(rows: readonly DeliveryView[], onDue: () => void) {
  const now = useNow('second')
  const next = Math.min(...rows.map((row) => row.nextTryAt ?? Number.POSITIVE_INFINITY).filter((at) => at > 0))
  const asked = useRef(0)
  useEffect(() => {
    if (now === null || !Number.isFinite(next) || now < next || asked.current === next) return
    asked.current = next
    onDue()
  }, [now, next, onDue])
}

function List({ rows, onDue }: { rows: readonly DeliveryView[]; onDue: () => void }) {
  const { base } = useWorkspace()
  const agent = useAgent()
  const router = useRouter()
  const { delivery } = useParams<{ delivery?: string }>()
  const now = useNow('second')
  useDue(rows, onDue)
  const newestOf = new Map<string, string>()
  for (const row of rows) if (!newestOf.has(row.jobId)) newestOf.set(row.jobId, row.id)
  return (
    <RowList label="Deliveries" className="overflow-hidden rounded-card border border-line">
      {rows.map((row, index) => {
        const look = deliveryLook(row)
        const waits = row.nextTryAt !== null && newestOf.get(row.jobId) === row.id && row.nextTryAt > (now ?? 0)
        const href = `${base}/agents/${agent.id}/deliveries/${row.id}${location.search}`
        return (
          <Row
            key={row.id}
            id={row.id}
            tabStop={delivery ? delivery === row.id : index === 0}
            current={delivery === row.id}
            onOpen={() => router.push(href, { scroll: false })}
            lead={<State look={look} as="glyph" />}
          >
            <p className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-0.5">
              <span className="font-medium">{eventWords[row.type] ?? row.type}</span>
              <span className={clsx('text-sm font-medium', toneInk[look.tone])}>{look.word}</span>
              <span className="text-xs whitespace-nowrap text-ink-3 tabular-nums">
                try {row.tryNumber} of {Math.max(row.tryNumber, triesOf(row.type))} · {lasting(row.durationMs)}
              </span>
              {waits && row.nextTryAt !== null && (
                <span className="text-xs font-medium whitespace-nowrap text-needs">
                  next try in <Countdown to={row.nextTryAt} />
                </span>
              )}
              <Time at={row.sentAt} className="ml-auto text-xs whitespace-nowrap text-ink-3" />
            </p>
            {look.tone !== 'done' && <p className="line-clamp-2 text-sm text-ink-2">{explain(row)}</p>}
          </Row>
        )
      })}
    </RowList>
  )
}
