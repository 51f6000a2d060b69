'use client'

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { VList, type VListHandle } from 'virtua'
import type { MessageView } from '../../../server/contract/snapshot.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Mark } from '../../ui/mark.tsx'
import { useOutgoing } from '../../workspace/commands.ts'
import { useLane, useRows } from '../../workspace/live.ts'
import type { Outgoing } from '../../workspace/outbox.ts'
import { markSeen } from '../../workspace/unread.ts'
import { type Kind, markOf } from '../../workspace/who.tsx'
import { useMay, useWorkspace } from '../../workspace/workspace-context.tsx'
import { openGoalForm } from '../goal-form/open.ts'
import { useNames, useRoom } from '../room-context.tsx'
import { useSeenAt } from '../seen.ts'
import { anchorOf, holdAnchor } from './anchor.ts'
import { ActionCard, GoalLine, QuestionCard, VersionCard } from './cards.tsx'
import { type Entry, entriesOf, withDividers } from './entries.ts'
import { LiveLines, TypingLine } from './live-lines.tsx'
import { OnSpine } from './on-spine.tsx'
import { Said, Unsent } from './said.tsx'
import { Start } from './start.tsx'
import { useEarlier, useHeldPast, useMessages } from './use-past.ts'

const nearEndPx = 80
const nearStartPx = 400
type Line =
  | Entry
  | { kind: 'start'; id: string; at: number }
  | { kind: 'unsent'; id: string; at: number; body: string; status: Outgoing['status'] }
  | { kind: 'live'; id: string; at: number }

const dayOf = (at: number) => new Date(at).toDateString()

function useLines(messages: readonly MessageView[], whole: boolean): Line[] {
  const { id, lane } = useRoom()
  const [goals, handoffs] = [useRows(lane, 'goals'), useRows(lane, 'handoffs')]
  const [actions, versions, deliverables] = [
    useRows(lane, 'actions'),
    useRows(lane, 'versions'),
    useRows(lane, 'deliverables'),
  ]
  const outgoing = useOutgoing('message.post')
  const seenAt = useSeenAt(id)
  return useMemo(() => {
    // What is older than the oldest message at hand waits until the messages around it are read.
    const from = whole ? 0 : (messages[0]?.at ?? 0)
    const all = entriesOf({ messages, goals, handoffs, actions, versions, deliverables })
    const entries = all.filter((entry) => entry.at >= from)
    const unsent = outgoing
      .filter((one) => one.input.roomId === id && !one.input.replyTo)
      .map((one) => ({ kind: 'unsent' as const, id: one.id, at: one.at, body: one.input.body, status: one.status }))
    if (entries.length + unsent.length === 0) return []
    const start = { kind: 'start' as const, id: 'start', at: 0 }
    return [start, ...withDividers(entries, seenAt, dayOf), ...unsent, { kind: 'live', id: 'live', at: 0 }]
  }, [messages, whole, goals, handoffs, actions, versions, deliverables, outgoing, id, seenAt])
}

/** The conversation on the spine. It follows the newest while one is at the end, and holds still when one has scrolled up. */
export function Conversation() {
  const { id, lane } = useRoom()
  const [atEnd, setAtEnd] = useState(true)
  const messages = useMessages()
  useHeldPast(messages, !atEnd)
  const earlier = useEarlier(messages)
  const lines = useLines(messages, earlier.whole)
  const list = useRef<VListHandle>(null)
  const frame = useRef<HTMLDivElement>(null)
  const anchor = useRef<ReturnType<typeof anchorOf>>(null)
  const [below, setBelow] = useState(0)
  const count = lines.length
  const ends = useRef<{ first: string | undefined; last: string | undefined }>({ first: undefined, last: undefined })
  const [first, last] = [lines.find(onSpine)?.id, lines.findLast(onSpine)?.id]
  // Added above: the list then counts from its end, and what one looks at stays.
  const above = ends.current.first !== first && lines.some((line) => line.id === ends.current.first)
  const seq = useLane(lane, (state) => state.seq)
  useLayoutEffect(() => {
    const feed = frame.current?.querySelector('[role=feed]')
    if (!above || !feed || !anchor.current) return
    holdAnchor(feed, anchor.current, (px) => list.current?.scrollBy(px))
    anchor.current = null
  })
  useEffect(() => {
    const known = lines.findIndex((line) => line.id === ends.current.last)
    const grown = known < 0 ? 0 : lines.slice(known + 1).filter(onSpine).length
    ends.current = { first, last }
    if (atEnd) list.current?.scrollToIndex(count - 1, { align: 'end' })
    else if (grown > 0) setBelow((waiting) => waiting + grown)
  }, [lines, first, last, count, atEnd])
  useEffect(() => {
    if (atEnd && !document.hidden) markSeen(id, seq)
  }, [atEnd, id, seq])
  const readEarlier = () =>
    earlier.load(() => {
      const feed = frame.current?.querySelector('[role=feed]')
      anchor.current = feed ? anchorOf(feed) : null
    })
  const onScroll = (offset: number) => {
    const view = list.current
    if (!view) return
    const end = view.scrollSize - offset - view.viewportSize < nearEndPx
    if (end !== atEnd) setAtEnd(end)
    if (end && below > 0) setBelow(0)
    if (!end && offset < nearStartPx && !earlier.failure) void readEarlier()
  }
  if (count === 0) return <Beginning />
  return (
    <div ref={frame} className="relative h-full min-h-[60dvh]">
      <VList
        ref={list}
        data={lines}
        shift={above}
        onScroll={onScroll}
        bufferSize={400}
        role="feed"
        aria-label="Conversation"
        aria-busy={earlier.loading}
        className="px-4 py-3 max-md:px-3"
      >
        {(line: Line, index) =>
          line.kind === 'start' ? (
            <Start key={line.id} {...earlier} onEarlier={() => void readEarlier()} />
          ) : (
            <LineView key={line.id} line={line} index={index} size={earlier.whole ? count : -1} />
          )
        }
      </VList>
      {below > 0 && (
        <Button
          size="sm"
          className="absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full! shadow-float"
          onClick={() => list.current?.scrollToIndex(count - 1, { align: 'end' })}
        >
          {below} new ↓
        </Button>
      )}
    </div>
  )
}

type SpineLine = Exclude<Line, { kind: 'start' | 'day' | 'new' | 'live' }>
const beside: ReadonlySet<Line['kind']> = new Set(['start', 'day', 'new', 'live'])
const onSpine = (line: Line): line is SpineLine => !beside.has(line.kind)

/** `size` is how many lines there are, -1 while earlier ones were not read. */
function LineView({ line, index, size }: { line: Exclude<Line, { kind: 'start' }>; index: number; size: number }) {
  const { me } = useWorkspace()
  if (line.kind === 'day') {
    const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' }).format(line.at)
    return <Divider>{day}</Divider>
  }
  if (line.kind === 'new') {
    const since = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(line.at)
    return <Divider loud>new since {since}</Divider>
  }
  if (line.kind === 'live') {
    return (
      <div className="pb-2">
        <LiveLines />
        <TypingLine />
      </div>
    )
  }
  return (
    <article data-line={line.id} aria-posinset={index + 1} aria-setsize={size} className="group/entry">
      <OnSpine node={<LineMark line={line} />}>
        <LineBody line={line} me={me.name} />
      </OnSpine>
    </article>
  )
}

function Divider({ loud = false, children }: { loud?: boolean; children: React.ReactNode }) {
  return (
    <div className={`flex items-center gap-3 py-2 text-xs font-medium ${loud ? 'text-accent' : 'text-ink-3'}`}>
      <span aria-hidden className={`h-px flex-1 ${loud ? 'bg-thread' : 'bg-line'}`} />
      {children}
      <span aria-hidden className={`h-px flex-1 ${loud ? 'bg-thread' : 'bg-line'}`} />
    </div>
  )
}

function LineMark({ line }: { line: SpineLine }) {
  const { lane } = useRoom()
  const names = useNames()
  const { me } = useWorkspace()
  const by = (): { kind: Kind; name: string } => {
    const nobody = { kind: 'coordinator' as const, name: 'Coordinator' }
    if (line.kind === 'message') return line.message.author
    if (line.kind === 'unsent') return { kind: 'member', name: me.name }
    if (line.kind === 'goal') return names(line.goal.createdBy) ?? nobody
    if (line.kind === 'version') return names(line.version.createdBy) ?? nobody
    const attemptId = line.kind === 'question' ? line.handoff.attemptId : line.action.attemptId
    return names(lane.row('attempts', attemptId)?.participantId) ?? nobody
  }
  const { kind, name } = by()
  return <Mark kind={markOf[kind]} name={name} size="md" />
}

function LineBody({ line, me }: { line: SpineLine; me: string }) {
  switch (line.kind) {
    case 'message':
      return <Said message={line.message} replies={line.replies} />
    case 'unsent':
      return <Unsent name={me} body={line.body} status={line.status} at={line.at} />
    case 'goal':
      return <GoalLine goal={line.goal} />
    case 'question':
      return <QuestionCard handoff={line.handoff} />
    case 'action':
      return <ActionCard action={line.action} />
    case 'version':
      return <VersionCard version={line.version} deliverable={line.deliverable} latest={line.latest} />
  }
}

function Beginning() {
  const mayPost = useMay('goal.create')
  return (
    <Empty
      title="Nothing was said here yet"
      action={
        mayPost ? (
          <Button tone="primary" keys="c" onClick={() => openGoalForm()}>
            Post a goal
          </Button>
        ) : null
      }
    >
      Say what you want. The coordinator makes a plan, shows it to you, and gives its tasks to whoever fits.
    </Empty>
  )
}
