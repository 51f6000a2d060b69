'use client'

import { X } from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, useState } from 'react'
import type { AttemptDetail, DeliveryDetail } from '../../server/contract/views.ts'
import { Banner } from '../ui/banner.tsx'
import { Broken } from '../ui/broken.tsx'
import { Button } from '../ui/button.tsx'
import { CodeBlock } from '../ui/code-block.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Heading } from '../ui/heading.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { lasting } from '../ui/moment.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { Countdown, Time } from '../ui/time.tsx'
import { toast } from '../ui/toast.tsx'
import { refusalOf, send } from '../workspace/commands.ts'
import { attemptLooks } from '../workspace/states.ts'
import { useRead } from '../workspace/use-read.ts'
import { State } from '../workspace/who.tsx'
import { useMay, useWorkspace } from '../workspace/workspace-context.tsx'
import { useAgent } from './agent-context.tsx'
import { asCurl } from './curl.ts'
import { allowHint, deliveryLook, eventWords, explain, triesOf } from './explain.ts'

/** One delivery whole: what it means, what was sent, what came back, and what the agent did afterwards. */
export function DeliveryPanel({ deliveryId, onClose }: { deliveryId: string; onClose: () => void }) {
  const read = useRead<DeliveryDetail>(`/api/v1/deliveries/${deliveryId}`)
  return (
    <div className="relative grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
      <div className="flex items-center gap-2">
        <Heading level={2} look="section" className="flex-1">
          {read.value ? (eventWords[read.value.type] ?? read.value.type) : 'Delivery'}
        </Heading>
        <IconButton label="Close" keys="Escape" icon={<X aria-hidden className="size-4" />} onClick={onClose} />
      </div>
      {read.failure && (
        <Broken level={3} title="This delivery could not be read" onRetry={read.again}>
          {read.failure.detail} Deliveries are kept for 30 days.
        </Broken>
      )}
      {read.value ? <Whole delivery={read.value} /> : read.loading && <Skeleton count={8} />}
    </div>
  )
}

function Whole({ delivery }: { delivery: DeliveryDetail }) {
  const agent = useAgent()
  const hint = allowHint(agent.url, delivery)
  return (
    <>
      <div className="grid gap-1">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <State look={deliveryLook(delivery)} />
          <span className="text-xs text-ink-3 tabular-nums">
            try {delivery.tryNumber} of {Math.max(delivery.tryNumber, triesOf(delivery.type))} ·{' '}
            {lasting(delivery.durationMs)} · <Time at={delivery.sentAt} look="absolute" />
          </span>
        </p>
        <p>{explain(delivery)}</p>
        {delivery.nextTryAt !== null && (
          <p className="text-sm text-ink-2">
            Next try <Countdown to={delivery.nextTryAt} past="has been made" />.
          </p>
        )}
        {hint && <CodeBlock code={hint} name="The operator may allow this address" />}
      </div>
      <Acts delivery={delivery} />
      <Afterwards delivery={delivery} />
      <Part title="What was sent">
        <Headers headers={delivery.requestHeaders} name="Request headers" />
        <p className="text-xs text-ink-3">
          Signed: the webhook-id, a dot, the webhook-timestamp, a dot, and the body as it is.
        </p>
        <CodeBlock code={pretty(delivery.requestBody)} name="Request body" wrap />
      </Part>
      <Part title="What came back">
        {delivery.responseHeaders ? (
          <Headers headers={delivery.responseHeaders} name={`Status ${delivery.status}, headers`} />
        ) : (
          <p className="text-sm text-ink-2">No answer came.</p>
        )}
        {delivery.responseBody && (
          <CodeBlock code={pretty(delivery.responseBody)} name="Response body, first 8 kB" wrap />
        )}
      </Part>
    </>
  )
}

function Acts({ delivery }: { delivery: DeliveryDetail }) {
  const agent = useAgent()
  const mayReplay = useMay('delivery.replay')
  const [state, setState] = useState<'ready' | 'sending' | 'sent'>('ready')
  const resend = async () => {
    setState('sending')
    const answer = await send('delivery.replay', { deliveryId: delivery.id })
    setState(answer.ok ? 'sent' : 'ready')
    if (answer.ok) toast('Sent again. Its row comes on top of the list.', { tone: 'done' })
    else toast(refusalOf(answer), { tone: 'failed' })
  }
  return (
    <div className="grid gap-2">
      {delivery.pointless && <Banner tone="needs">Sending it again is pointless. {delivery.pointless}</Banner>}
      <div className="flex flex-wrap gap-2">
        {mayReplay && (
          <Button
            size="sm"
            tone={delivery.pointless ? 'plain' : 'primary'}
            pending={state === 'sending'}
            aria-disabled={state === 'sent'}
            onClick={() => state === 'ready' && void resend()}
          >
            {state === 'sent' ? 'Sent again' : delivery.pointless ? 'Resend all the same' : 'Resend'}
          </Button>
        )}
        {agent.url && (
          <span className="inline-flex items-center gap-1.5 text-sm text-ink-2">
            <CopyButton text={asCurl(agent.url, delivery)} what="Delivery as curl" />
            as curl, with a place for the secret
          </span>
        )}
      </div>
    </div>
  )
}

function Afterwards({ delivery }: { delivery: DeliveryDetail }) {
  const { base } = useWorkspace()
  const attempt = useRead<AttemptDetail>(delivery.attemptId && `/api/v1/attempts/${delivery.attemptId}`)
  if (!delivery.attemptId) return null
  const { value } = attempt
  return (
    <Part title="What the agent did then">
      {value && (
        <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
          <State look={attemptLooks[value.status]} />
          <Link href={`${base}/rooms/${value.roomId}/tasks/${value.taskId}`} className="text-accent hover:underline">
            Go to the task
          </Link>
          {value.reason && <span className="basis-full text-ink-2">{value.reason}</span>}
        </p>
      )}
      {delivery.later.length === 0 ? (
        <p className="text-sm text-ink-2">
          {value && /^(submitted|approved|rejected)$/.test(value.status)
            ? 'It said nothing more than its result.'
            : 'Nothing was heard of it afterwards.'}
        </p>
      ) : (
        <ol className="grid gap-1.5 text-sm">
          {delivery.later.map((activity) => (
            <li key={`${activity.at} ${activity.type}`} className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-2">
              <Time at={activity.at} className="text-xs leading-5 text-ink-3" />
              <span className="line-clamp-3 [overflow-wrap:anywhere]">
                <span className="text-ink-3">{activity.type}</span> {activity.body}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Part>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-2 border-t border-line pt-3">
      <Heading level={3} look="section">
        {title}
      </Heading>
      {children}
    </section>
  )
}

function Headers({ headers, name }: { headers: Record<string, string>; name: string }) {
  const lines = Object.entries(headers).map(([header, value]) => `${header}: ${value}`)
  return <CodeBlock code={lines.join('\n')} name={name} wrap />
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
