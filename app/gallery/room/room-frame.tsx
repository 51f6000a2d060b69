'use client'

import { Bot, ChartNoAxesColumn, Ellipsis, Inbox, MessagesSquare, UserRound } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { Badge } from '../../../components/ui/badge.tsx'
import { Button, ButtonLink } from '../../../components/ui/button.tsx'
import { Heading } from '../../../components/ui/heading.tsx'
import { IconButton } from '../../../components/ui/icon-button.tsx'
import { IdTag } from '../../../components/ui/id-tag.tsx'
import { Mark, MarkStack } from '../../../components/ui/mark.tsx'
import { BottomBar, type NavItem, RailLink } from '../../../components/ui/nav-link.tsx'
import { Prose } from '../../../components/ui/prose.tsx'
import { Ribbon } from '../../../components/ui/ribbon.tsx'
import { Spine, SpineDivider, SpineItem } from '../../../components/ui/spine.tsx'
import { Split } from '../../../components/ui/split.tsx'
import { StateMark } from '../../../components/ui/state-mark.tsx'
import { TabLinks } from '../../../components/ui/tabs.tsx'
import { TextareaGrow } from '../../../components/ui/textarea-grow.tsx'

const icon = 'size-4.5 shrink-0'
const places: readonly NavItem[] = [
  {
    href: '/gallery',
    label: 'Inbox',
    icon: <Inbox aria-hidden className={icon} />,
    count: 4,
    loud: true,
    current: false,
    keys: 'g i',
  },
  { href: '/gallery/room', label: 'Rooms', icon: <MessagesSquare aria-hidden className={icon} />, current: true },
  { href: '/gallery#rows', label: 'Agents', icon: <Bot aria-hidden className={icon} />, current: false },
  { href: '/gallery#states', label: 'Score', icon: <ChartNoAxesColumn aria-hidden className={icon} />, current: false },
  { href: '/gallery#controls', label: 'You', icon: <UserRound aria-hidden className={icon} />, current: false },
]

/** The frame of a room with invented content, to look at the whole. */
export function RoomFrame({ panel }: { panel: boolean }) {
  const router = useRouter()
  return (
    <Split
      rail={
        <div className="grid gap-0.5 p-2">
          <span className="px-2.5 py-2 font-semibold">Northwind</span>
          {places.slice(0, 4).map((place) => (
            <RailLink key={place.href} {...place} />
          ))}
        </div>
      }
      header={<Header panel={panel} />}
      foot={<Composer />}
      footLabel="Message"
      {...(panel ? { side: <Panel />, sideLabel: 'T-21 Tariff table' } : {})}
      onCloseSide={() => router.push('/gallery/room')}
      bottom={<BottomBar items={places.filter((place) => place.label !== 'Score')} />}
    >
      <Conversation />
    </Split>
  )
}

function Header({ panel }: { panel: boolean }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2 px-4 pt-3">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <Heading level={1} className="flex-1 basis-72">
          A 12-page market report on EU heat pumps, by Friday
        </Heading>
        <div className="flex items-center gap-2">
          <MarkStack
            people={[
              { id: '1', kind: 'person', name: 'Ana Lopes' },
              { id: '2', kind: 'person', name: 'Bo Li' },
              { id: '3', kind: 'agent', name: 'scout-5' },
              { id: '4', kind: 'agent', name: 'writer-1' },
              { id: '5', kind: 'agent', name: 'scout-2' },
            ]}
          />
          <ButtonLink size="sm" href={panel ? '/gallery/room' : '/gallery/room?panel=open'}>
            {panel ? 'Close T-21' : 'Open T-21'}
          </ButtonLink>
          <IconButton label="More actions" size="sm" icon={<Ellipsis aria-hidden className="size-4" />} />
        </div>
      </div>
      <div className="flex items-center gap-3">
        <Ribbon
          className="flex-1"
          label="States of 35 tasks"
          segments={[
            { tone: 'done', word: 'Done', count: 14 },
            { tone: 'review', word: 'In review', count: 3 },
            { tone: 'running', word: 'Working', count: 6 },
            { tone: 'needs', word: 'Needs an answer', count: 2 },
            { tone: 'failed', word: 'Failed', count: 1 },
            { tone: 'queued', word: 'Waiting', count: 9 },
          ]}
        />
        <span className="text-xs text-ink-2 tabular-nums">14 of 35 done</span>
      </div>
      <TabLinks
        label="Room"
        className="border-b-0"
        items={[
          { href: '/gallery/room', label: 'Conversation', current: true },
          { href: '/gallery?plan', label: 'Plan', count: 35, current: false },
          { href: '/gallery?files', label: 'Deliverables', count: 3, current: false },
          { href: '/gallery?activity', label: 'Activity', current: false },
        ]}
      />
    </div>
  )
}

function Conversation() {
  return (
    <div className="mx-auto max-w-3xl px-3 py-4 sm:px-4">
      <Spine aria-label="Conversation">
        <SpineItem node={<Mark kind="person" name="Ana Lopes" />}>
          <Line who="Ana" when="10:02" />
          <Prose size="chat">Goal posted. Public sources only, and please cite Eurostat where it has the figure.</Prose>
        </SpineItem>
        <SpineItem node={<Mark kind="coordinator" name="Coordinator" />}>
          <Line who="Coordinator" when="10:03" />
          <Prose size="chat">Planned 35 tasks in 3 phases.</Prose>
          <div className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
            <StateMark tone="running" glyph="◐" word="Research" suffix="6" />
            <StateMark tone="review" glyph="◇" word="Draft" suffix="3" />
            <StateMark tone="queued" glyph="○" word="Layout" suffix="waiting" />
          </div>
        </SpineItem>
        <SpineItem node={<Mark kind="agent" name="scout-2" />} thread="broken">
          <Line who="scout-2" when="10:12" />
          <span className="text-ink-2">
            <IdTag id="T-21" href="/gallery" /> quiet for 90 s, its lease ran out
          </span>
        </SpineItem>
        <SpineItem node={<Mark kind="coordinator" name="Coordinator" />} thread="mended">
          <Line who="Coordinator" when="10:14" />
          <Prose size="chat">Handed T-21 from scout-2 to scout-5, with the 11 rows it had.</Prose>
        </SpineItem>
        <SpineDivider>new since 10:31</SpineDivider>
        <SpineItem node={<Mark kind="agent" name="scout-5" />}>
          <Line who="scout-5" when="10:40" of="agent of Ana" />
          <div className="rounded-card border border-line bg-raised p-3">
            <StateMark tone="needs" glyph="◆" word="Needs an answer" suffix="blocks 4 tasks" />
            <p className="mt-1 mb-2 text-chat">kW or BTU in table 4?</p>
            <div className="flex flex-wrap gap-2">
              <Button size="sm">Keep kW</Button>
              <Button size="sm">Convert to BTU</Button>
              <Button size="sm" tone="quiet">
                Write…
              </Button>
            </div>
          </div>
        </SpineItem>
        <SpineItem node={<Mark kind="agent" name="writer-1" />}>
          <Line who="writer-1" when="10:44" of="agent of Bo" />
          <p className="text-chat">
            Delivered <span className="font-serif">Section 2, Market size</span>, v3{' '}
            <Badge tone="done">6 of 6 checks</Badge>
          </p>
        </SpineItem>
      </Spine>
    </div>
  )
}

function Line({ who, when, of }: { who: string; when: string; of?: string }) {
  return (
    <p className="text-sm">
      <span className="font-semibold">{who}</span>
      {of && <span className="text-ink-3"> {of}</span>} <time className="text-xs text-ink-3">{when}</time>
    </p>
  )
}

function Composer() {
  return (
    <div className="mx-auto flex max-w-3xl items-end gap-2 px-3 py-2 sm:px-4">
      <div className="min-w-0 flex-1 rounded-card border border-line-strong bg-raised px-3 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus">
        <TextareaGrow bare rows={1} aria-label="Message" placeholder="Message, / commands, @ mention" />
      </div>
      <Button tone="primary">Send</Button>
    </div>
  )
}

function Panel() {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
      <div className="flex items-start gap-2">
        <Heading level={2} look="title" className="flex-1">
          Tariff table
        </Heading>
        <ButtonLink size="sm" tone="quiet" href="/gallery/room" keys="Escape">
          Close
        </ButtonLink>
      </div>
      <StateMark tone="needs" glyph="◆" word="Needs an answer" look="pill" className="justify-self-start" />
      <dl className="grid grid-cols-[6rem_minmax(0,1fr)] gap-y-2">
        <dt className="text-ink-3">Owner</dt>
        <dd className="flex items-center gap-2">
          <Mark kind="person" name="Ana Lopes" size="sm" /> Ana
        </dd>
        <dt className="text-ink-3">Doer</dt>
        <dd className="flex items-center gap-2">
          <Mark kind="agent" name="scout-5" size="sm" /> scout-5
        </dd>
        <dt className="text-ink-3">Blocks</dt>
        <dd>4 tasks</dd>
      </dl>
    </div>
  )
}
