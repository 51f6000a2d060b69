'use client'

import clsx from 'clsx'
import { MessageSquare } from 'lucide-react'
import Link from 'next/link'
import type { MessageView } from '../../../server/contract/snapshot.ts'
import { Glyph } from '../../ui/glyph.tsx'
import { Prose } from '../../ui/prose.tsx'
import { Time } from '../../ui/time.tsx'
import type { Outgoing } from '../../workspace/outbox.ts'
import type { Kind } from '../../workspace/who.tsx'
import { TaskLink, usePanel } from '../panel.tsx'
import { useRoom } from '../room-context.tsx'
import { Why } from '../why.tsx'

/** Who says it and when: the first line of everything on the spine. */
export function Byline({
  kind,
  name,
  at,
  note,
  after,
}: {
  kind: Kind
  name: string
  at: number
  note?: React.ReactNode
  after?: React.ReactNode
}) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-2 text-sm">
      <span className="font-semibold">{name}</span>
      {kind === 'agent' && <span className="text-xs text-agent">agent</span>}
      {note}
      <Time at={at} className="text-xs text-ink-3" />
      {after}
    </div>
  )
}

const linkClass =
  'inline-flex min-h-6 items-center gap-1 rounded-control px-1 text-xs text-ink-2 underline-offset-2 hover:text-accent hover:underline relative pointer-coarse:after:absolute pointer-coarse:after:inset-x-0 pointer-coarse:after:-inset-y-2.5'
/** Shown when the pointer or focus is in the entry; always there on touch. */
const onHover = 'not-pointer-coarse:opacity-0 group-focus-within/entry:opacity-100 group-hover/entry:opacity-100'

/** One message. The coordinator's lines are plain and carry their reason; others may have a thread. */
export function Said({
  message,
  replies = 0,
  inThread = false,
}: {
  message: MessageView
  replies?: number
  inThread?: boolean
}) {
  const { open } = usePanel()
  return (
    <div id={`m-${message.id}`} className="grid gap-0.5">
      <Byline
        kind={message.author.kind}
        name={message.author.name}
        at={message.at}
        after={
          <>
            <Leads message={message} />
            {!inThread && replies === 0 && (
              <button type="button" onClick={() => open('thread', message.id)} className={clsx(linkClass, onHover)}>
                Reply
              </button>
            )}
          </>
        }
      />
      <Prose
        size="chat"
        // The server sanitised this HTML when the message was written.
        // biome-ignore lint/security/noDangerouslySetInnerHtml: as above
        dangerouslySetInnerHTML={{ __html: message.html }}
      />
      {!inThread && replies > 0 && (
        <button
          type="button"
          onClick={() => open('thread', message.id)}
          className={clsx(linkClass, 'justify-self-start text-accent')}
        >
          <MessageSquare aria-hidden className="size-3.5" />
          {replies} {replies === 1 ? 'reply' : 'replies'}
        </button>
      )}
    </div>
  )
}

/** Where a message leads: the reason behind it, its plan, its task. */
function Leads({ message }: { message: MessageView }) {
  const { base } = useRoom()
  const { kind } = message.author
  if (message.taskId) {
    return kind === 'coordinator' ? (
      <Why taskId={message.taskId} />
    ) : (
      <TaskLink taskId={message.taskId} className={linkClass}>
        task
      </TaskLink>
    )
  }
  if (kind !== 'coordinator' || !message.goalId) return null
  return (
    <Link href={`${base}/plan?goal=${message.goalId}`} className={clsx(linkClass, 'underline')}>
      plan
    </Link>
  )
}

/** A message on its way: its text as written, marked while it waits for the connection. */
export function Unsent({
  name,
  body,
  status,
  at,
}: {
  name: string
  body: string
  status: Outgoing['status']
  at: number
}) {
  return (
    <div className="grid gap-0.5 opacity-75">
      <Byline
        kind="member"
        name={name}
        at={at}
        note={
          <span className="inline-flex items-center gap-1 text-xs text-needs">
            <Glyph name="⋯" /> {status === 'queued' ? 'waits for the connection' : 'sending'}
          </span>
        }
      />
      <p className="text-chat whitespace-pre-wrap">{body}</p>
    </div>
  )
}
