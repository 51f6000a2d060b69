'use client'

import { Bot, CirclePause, CirclePlay, Ellipsis, Gauge, PanelRight, Settings, UserPlus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter, useSelectedLayoutSegment } from 'next/navigation'
import { useState } from 'react'
import { isEnded } from '../../server/domain/goal.ts'
import { grouped } from '../../server/domain/text/counted.ts'
import { Button } from '../ui/button.tsx'
import { Heading } from '../ui/heading.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { MarkStack } from '../ui/mark.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { Ribbon } from '../ui/ribbon.tsx'
import { useShortcut } from '../ui/shortcuts.tsx'
import { TabLinks } from '../ui/tabs.tsx'
import { act } from '../workspace/commands.ts'
import { useRow, useRows } from '../workspace/live.ts'
import { goalLooks, shortId } from '../workspace/states.ts'
import { markOf, State } from '../workspace/who.tsx'
import { useMay } from '../workspace/workspace-context.tsx'
import { useGoalCounts } from './goal-counts.ts'
import { GoalMenu } from './goal-menu.tsx'
import { usePanel } from './panel.tsx'
import { doneOf, ribbonOf } from './progress.ts'
import { useGoal, useParticipants, useRoom } from './room-context.tsx'

const AddAgent = dynamic(() => import('./people/add-agent.tsx').then((part) => part.AddAgent), { ssr: false })
const InvitePerson = dynamic(() => import('./people/invite-person.tsx').then((part) => part.InvitePerson), {
  ssr: false,
})

const icon = 'size-4'

/** Title, ribbon, people, acts and the four faces. */
export function RoomHeader() {
  const { id, lane } = useRoom()
  const room = useRow(lane, 'room', id)
  const goal = useGoal()
  const counts = useGoalCounts(goal?.id)
  const { done, all } = doneOf(counts ?? {})
  return (
    <div className="grid gap-2 px-4 pt-3 max-md:px-3">
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3">
        <p className="flex min-w-0 items-center gap-2 text-xs text-ink-3">
          {goal && <span className="truncate font-medium">{room?.name}</span>}
          {goal && <span className="font-mono whitespace-nowrap">{shortId.goal(goal.number)}</span>}
          {room?.status === 'paused' && <span className="font-medium text-needs">▲ Paused</span>}
          {room?.status === 'archived' && <span>Archived</span>}
        </p>
        <div className="flex min-w-0 items-center gap-1 max-md:col-span-2">
          <Heading level={1} className="line-clamp-2 max-md:text-read" title={goal?.title}>
            {goal?.title ?? room?.name ?? 'Room'}
          </Heading>
          <GoalMenu />
        </div>
        <div className="md:row-span-2 md:row-start-1 md:col-start-2 max-md:col-start-2 max-md:row-start-1">
          <RoomActs />
        </div>
      </div>
      {goal && (
        <div className="flex items-center gap-3">
          <Ribbon
            segments={ribbonOf(counts ?? {})}
            label={`Tasks of ${goal.title} by state`}
            className="min-w-16 flex-1"
          />
          <State look={goalLooks[goal.status]} />
          {all > 0 && (
            <span className="text-sm whitespace-nowrap text-ink-2 tabular-nums">
              {grouped(done)}/{grouped(all)}
              <span className="sr-only"> tasks done</span>
            </span>
          )}
        </div>
      )}
      {goal?.reason && isEnded(goal.status) && <p className="text-sm text-ink-2">{goal.reason}</p>}
      <Faces />
    </div>
  )
}

function RoomActs() {
  const { id, base, lane } = useRoom()
  const room = useRow(lane, 'room', id)
  const participants = useParticipants()
  const router = useRouter()
  const panel = usePanel()
  const [asking, setAsking] = useState<'agent' | 'person' | null>(null)
  const mayUpdate = useMay('room.update')
  const mayAdd = useMay('room.add_participant')
  const mayInvite = useMay('member.invite')
  const paused = room?.status === 'paused'
  const pause = () =>
    void act(
      'room.update',
      { roomId: id, status: paused ? 'open' : 'paused' },
      { until: lane, done: paused ? 'The room goes on' : 'The room is paused: no new work is handed out' },
    )
  const waiting = useRows(lane, 'handoffs').filter((handoff) => handoff.status === 'open').length
  return (
    <div className="flex items-center gap-1.5">
      <Button
        tone="quiet"
        className="px-1.5"
        aria-label={`${participants.length} people and agents${waiting ? `, ${waiting} questions open` : ''}`}
        onClick={() => (panel.name === 'room' ? panel.close() : panel.open('room'))}
        icon={<PanelRight aria-hidden className="size-4 lg:hidden" />}
      >
        <span className="max-sm:hidden">
          <MarkStack
            people={participants.map((one) => ({ id: one.id, name: one.name, kind: markOf[one.kind] }))}
            max={4}
          />
        </span>
        <span className="tabular-nums sm:hidden">{participants.length}</span>
      </Button>
      {mayUpdate && (
        <Button
          icon={paused ? <CirclePlay aria-hidden className={icon} /> : <CirclePause aria-hidden className={icon} />}
          tone={paused ? 'primary' : 'plain'}
          className="max-sm:gap-0 max-sm:px-2.5"
          onClick={pause}
        >
          <span className="max-sm:sr-only">{paused ? 'Go on' : 'Pause all'}</span>
        </Button>
      )}
      <Menu
        align="end"
        trigger={<IconButton label="More about this room" icon={<Ellipsis aria-hidden className={icon} />} />}
      >
        {mayAdd && (
          <MenuItem icon={<Bot aria-hidden className={icon} />} onSelect={() => setAsking('agent')}>
            Add an agent
          </MenuItem>
        )}
        {mayAdd && (
          <MenuItem icon={<UserPlus aria-hidden className={icon} />} onSelect={() => setAsking('person')}>
            {mayInvite ? 'Add or invite a person' : 'Add a person'}
          </MenuItem>
        )}
        <MenuItem icon={<Gauge aria-hidden className={icon} />} onSelect={() => router.push(`${base}/drills`)}>
          Scorecard and drills
        </MenuItem>
        <MenuItem icon={<Settings aria-hidden className={icon} />} onSelect={() => router.push(`${base}/settings`)}>
          Room settings
        </MenuItem>
      </Menu>
      {asking === 'agent' && <AddAgent open onOpenChange={(open) => open || setAsking(null)} />}
      {asking === 'person' && <InvitePerson open onOpenChange={(open) => open || setAsking(null)} />}
    </div>
  )
}

function Faces() {
  const { base, lane } = useRoom()
  const router = useRouter()
  const segment = useSelectedLayoutSegment()
  const goal = useGoal()
  const deliverables = useRows(lane, 'deliverables').filter((one) => one.status === 'in_review').length
  const suffix = goal ? `?goal=${goal.id}` : ''
  const faces = [
    { label: 'Conversation', href: base, segment: null },
    { label: 'Plan', href: `${base}/plan${suffix}`, segment: 'plan' },
    { label: 'Deliverables', href: `${base}/files`, segment: 'files', count: deliverables || undefined },
    { label: 'Activity', href: `${base}/activity`, segment: 'activity' },
  ]
  const go = (index: number) => router.push(faces[index]?.href ?? base)
  useShortcut('1', 'Conversation', () => go(0), { group: 'Room' })
  useShortcut('2', 'Plan', () => go(1), { group: 'Room' })
  useShortcut('3', 'Deliverables', () => go(2), { group: 'Room' })
  useShortcut('4', 'Activity', () => go(3), { group: 'Room' })
  return (
    <TabLinks
      label="Faces of this room"
      className="-mb-px border-b-0"
      items={faces.map((face, index) => ({
        label: face.label,
        href: face.href,
        current: segment === face.segment,
        keys: String(index + 1),
        ...(face.count ? { count: face.count } : {}),
      }))}
    />
  )
}
