'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import { VList, type VListHandle } from 'virtua'
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
import { ActionCard, GoalLine, QuestionCard, VersionCard } from './cards.tsx'
import { type Entry, entriesOf, withDividers } from './entries.ts'
import { LiveLines, TypingLine } from './live-lines.tsx'
import { OnSpine } from './on-spine.tsx'
import { Said, Unsent } from './said.tsx'

const nearEndPx = 80
type Line =
  | Entry
  | { kind: 'unsent'; id: string; at: number; body: string; status: Outgoing['status'] }
  | { kind: 'live'; id: string; at: number }

const dayOf = (at: number) => new Date(at).toDateString()

function useLines(): Line[] {
  const { id, lane } = useRoom()
  const [messages, goals, handoffs] = [useRows(lane, 'messages'), useRows(lane, 'goals'), useRows(lane, 'handoffs')]
  const [actions, versions, deliverables] = [
    useRows(lane, 'actions'),
    useRows(lane, 'versions'),
    useRows(lane, 'deliverables'),
  ]
  const outgoing = useOutgoing('message.post')
  const seenAt = useSeenAt(id)
  return useMemo(() => {
    const entries = entriesOf({ messages, goals, handoffs, actions, versions, deliverables })
    const unsent = outgoing
      .filter((one) => one.input.roomId === id && !one.input.replyTo)
      .map((one) => ({ kind: 'unsent' as const, id: one.id, at: one.at, body: one.input.body, status: one.status }))
    return [...withDividers(entries, seenAt, dayOf), ...unsent, { kind: 'live', id: 'live', at: 0 }]
  }, [messages, goals, handoffs, actions, versions, deliverables, outgoing, id, seenAt])
}

/** The conversation on the spine. It follows the newest while one is at the end, and holds still when one has scrolled up. */
export function Conversation() {
  const { id, lane } = useRoom()
  const lines = useLines()
  const list = useRef<VListHandle>(null)
  const [atEnd, setAtEnd] = useState(true)
  const [below, setBelow] = useState(0)
  const count = lines.length
  const before = useRef(count)
  const seq = useLane(lane, (state) => state.seq)
  useEffect(() => {
    const grown = count - before.current
    before.current = count
    if (atEnd) list.current?.scrollToIndex(count - 1, { align: 'end' })
    else if (grown > 0) setBelow((waiting) => waiting + grown)
  }, [count, atEnd])
  useEffect(() => {
    if (atEnd && !document.hidden) markSeen(id, seq)
  }, [atEnd, id, seq])
  const onScroll = (offset: number) => {
    const view = list.current
    if (!view) return
    const end = view.scrollSize - offset - view.viewportSize < nearEndPx
    if (end !== atEnd) setAtEnd(end)
    if (end && below > 0) setBelow(0)
  }
  if (count === 1) return <Beginning />
  return (
    <div className="relative h-full min-h-[60dvh]">
      <VList
        ref={list}
        data={lines}
        onScroll={onScroll}
        bufferSize={400}
        role="feed"
        aria-label="Conversation"
        aria-busy={false}
        className="px-4 py-3 max-md:px-3"
      >
        {(line: Line, index) => <LineView key={line.id} line={line} index={index} count={count} />}
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

function LineView({ line, index, count }: { line: Line; index: number; count: number }) {
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
    <article aria-posinset={index + 1} aria-setsize={count} className="group/entry">
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

type SpineLine = Exclude<Line, { kind: 'day' | 'new' | 'live' }>

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
