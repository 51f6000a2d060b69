'use client'

import Link from 'next/link'
import { useState } from 'react'
import { Badge } from '../ui/badge.tsx'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { lasting } from '../ui/moment.ts'
import { useNow } from '../ui/now.ts'
import { Select } from '../ui/select.tsx'
import { Countdown, Time } from '../ui/time.tsx'
import { toast } from '../ui/toast.tsx'
import { useAddress } from '../workspace/address.ts'
import { refusalOf, send } from '../workspace/commands.ts'
import { useRows } from '../workspace/live.ts'
import { useMay, useWorkspace } from '../workspace/workspace-context.tsx'
import { useAgent } from './agent-context.tsx'
import { deliveryLook } from './explain.ts'
import { channelWords } from './looks.ts'
import { Record } from './record.tsx'
import { useDeliveries } from './use-deliveries.ts'

/** Who the agent is and how it does: status with its reason, address, skills, places, its last deliveries. */
export function Overview() {
  const agent = useAgent()
  const mayRead = useMay('delivery.read')
  const now = useNow('second')
  const quiet = now !== null && (agent.throttledUntil ?? 0) > now ? agent.throttledUntil : null
  const broken = now !== null && (agent.breakerOpenUntil ?? 0) > now ? agent.breakerOpenUntil : null
  return (
    <>
      {agent.reason && <Banner tone={agent.status === 'disabled' ? 'failed' : 'needs'}>{agent.reason}</Banner>}
      {agent.status === 'unverified' && !agent.reason && (
        <Banner tone="needs">
          It gets no work until it{' '}
          {agent.channel === 'pull' ? 'has called with its token once' : 'has answered the test'}.
        </Banner>
      )}
      {broken !== null && (
        <Banner tone="failed">
          {agent.failures} deliveries in a row were not answered. Nothing new is sent; the next try is in{' '}
          <Countdown to={broken} />.
        </Banner>
      )}
      {quiet !== null && (
        <Banner tone="needs">
          It asked for quiet. Nothing is sent for another <Countdown to={quiet} />.
        </Banner>
      )}
      <Card title="About">
        <Facts />
      </Card>
      <Record />
      {agent.channel === 'webhook' && mayRead && <LastDeliveries />}
      {agent.status !== 'removed' && <AddToRoom agentId={agent.id} name={agent.name} />}
    </>
  )
}

function Facts() {
  const agent = useAgent()
  const term = 'text-ink-3'
  return (
    <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-4 gap-y-2 max-sm:grid-cols-[minmax(0,1fr)] max-sm:gap-y-0.5 max-sm:[&>dd]:mb-2">
      {agent.description && (
        <>
          <dt className={term}>Does</dt>
          <dd>{agent.description}</dd>
        </>
      )}
      <dt className={term}>Channel</dt>
      <dd>{channelWords[agent.channel]}</dd>
      {agent.url && (
        <>
          <dt className={term}>Address</dt>
          <dd className="font-mono text-xs leading-5 [overflow-wrap:anywhere]">{agent.url}</dd>
        </>
      )}
      <dt className={term}>Skills</dt>
      <dd className="flex flex-wrap gap-1">
        {agent.skills.map((skill) => (
          <Badge key={skill}>{skill}</Badge>
        ))}
        {agent.skills.length === 0 && <span className="text-ink-3">none named, so it is matched to no task</span>}
      </dd>
      <dt className={term}>Works on</dt>
      <dd>{agent.maxConcurrency === 1 ? 'one task at a time' : `up to ${agent.maxConcurrency} tasks at a time`}</dd>
      <dt className={term}>Proven</dt>
      <dd>{agent.verifiedAt ? <Time at={agent.verifiedAt} /> : 'not yet'}</dd>
      <dt className={term}>Added</dt>
      <dd>
        <Time at={agent.createdAt} />
      </dd>
      {Object.entries(agent.labels).map(([name, value]) => (
        <div key={name} className="contents">
          <dt className={term}>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function LastDeliveries() {
  const { base } = useWorkspace()
  const agent = useAgent()
  const { rows } = useDeliveries(agent.id, {})
  const recent = rows.slice(0, 40)
  const sorted = recent.map((row) => row.durationMs).sort((a, b) => a - b)
  const slow = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))]
  const bad = recent.filter((row) => deliveryLook(row).tone === 'failed').length
  const longest = Math.max(1, ...sorted)
  return (
    <Card
      title="Last deliveries"
      actions={
        <Link href={`${base}/agents/${agent.id}/deliveries`} className="text-sm text-accent hover:underline">
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

/** Brings the agent into a room, where it is offered work; first the one that `?room=` names. */
export function AddToRoom({ agentId, name }: { agentId: string; name: string }) {
  const { base, lane } = useWorkspace()
  const rooms = useRows(lane, 'rooms').filter((room) => room.status !== 'archived')
  const mayAdd = useMay('room.add_participant')
  const { get } = useAddress()
  const [roomId, setRoomId] = useState('')
  const [added, setAdded] = useState<readonly string[]>([])
  const [pending, setPending] = useState(false)
  if (!mayAdd || rooms.length === 0) return null
  const asked = rooms.find((room) => room.id === get('room'))
  const chosen = roomId || asked?.id || rooms[0]?.id || ''
  const add = async () => {
    setPending(true)
    const answer = await send('room.add_participant', { roomId: chosen, agentId })
    setPending(false)
    if (!answer.ok) return toast(refusalOf(answer), { tone: 'failed' })
    setAdded((before) => [...before, chosen])
    toast(`${name} is in the room`, { tone: 'done' })
  }
  return (
    <Card title="Bring it into a room">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label="Room"
          className="w-64 max-sm:w-full"
          value={chosen}
          onChange={(event) => setRoomId(event.target.value)}
          options={rooms.map((room) => ({ value: room.id, label: room.name }))}
        />
        <Button pending={pending} onClick={() => void add()}>
          Add to this room
        </Button>
        {added.includes(chosen) && (
          <Link href={`${base}/rooms/${chosen}`} className="text-sm text-accent hover:underline">
            Go to the room
          </Link>
        )}
      </div>
      <p className="mt-2 text-sm text-ink-3">An agent is offered work only in the rooms it is in.</p>
    </Card>
  )
}
