'use client'

import Link from 'next/link'
import { useState } from 'react'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { useNow } from '../ui/now.ts'
import { Select } from '../ui/select.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Countdown } from '../ui/time.tsx'
import { toast } from '../ui/toast.tsx'
import { useAddress } from '../workspace/address.ts'
import { refusalOf, send } from '../workspace/commands.ts'
import { useRows } from '../workspace/live.ts'
import { useMay, useWorkspace } from '../workspace/workspace-context.tsx'
import { AboutCard } from './about-card.tsx'
import { useAgent, useAgentWork } from './agent-context.tsx'
import { CostsCard } from './costs-card.tsx'
import { LastDeliveries } from './last-deliveries.tsx'
import { Record } from './record.tsx'
import { useDeliveries } from './use-deliveries.ts'
import { Vitals } from './vitals.tsx'
import { WorkCards } from './work-cards.tsx'

/** An agent in one look: is it well, what is it doing, what did it do, how good is it, what does it cost, what may it do. */
export function Overview() {
  const agent = useAgent()
  const mayRead = useMay('delivery.read') && agent.channel === 'webhook'
  const { detail, runs, failure } = useAgentWork()
  const { rows: deliveries } = useDeliveries(mayRead ? agent.id : null, {})
  if (!detail) {
    return failure ? (
      <Banner tone="failed">The agent could not be read. {failure.detail}</Banner>
    ) : (
      <Skeleton shape="rows" count={6} label="Reading the agent" />
    )
  }
  return (
    <>
      <Alerts />
      <Vitals detail={detail} runs={runs} deliveries={deliveries} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <WorkCards runs={runs} spent={detail.spent} />
          <Record record={detail.record} judging={detail.judging} />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <AboutCard rooms={detail.rooms} />
          <CostsCard spent={detail.spent} />
          {mayRead && <LastDeliveries rows={deliveries} />}
          {agent.status !== 'removed' && (
            <AddToRoom agentId={agent.id} name={agent.name} isIn={detail.rooms.map((room) => room.id)} />
          )}
        </div>
      </div>
    </>
  )
}

/** What keeps it from work at this moment, and until when. */
function Alerts() {
  const agent = useAgent()
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
    </>
  )
}

/** Brings the agent into a room, where it is offered work; first the one that `?room=` names. */
export function AddToRoom({
  agentId,
  name,
  isIn = [],
}: {
  agentId: string
  name: string
  /** Rooms it is in already. */
  isIn?: readonly string[]
}) {
  const { base, lane } = useWorkspace()
  const rooms = useRows(lane, 'rooms').filter((room) => room.status !== 'archived' && !isIn.includes(room.id))
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
