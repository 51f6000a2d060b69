'use client'

import { MessageSquare } from 'lucide-react'
import Link from 'next/link'
import type { MessageView } from '../../../server/contract/snapshot.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Glyph } from '../../ui/glyph.tsx'
import { Prose } from '../../ui/prose.tsx'
import { Time } from '../../ui/time.tsx'
import type { Outgoing } from '../../workspace/outbox.ts'
import type { Kind } from '../../workspace/who.tsx'
import { TaskLink, usePanel } from '../panel.tsx'
import { useRoom } from '../room-context.tsx'
import { Why } from '../why.tsx'

/** Who says it and when: the first line of everything on the spine. */
export function Byline({ kind, name, at, note }: { kind: Kind; name: string; at: number; note?: React.ReactNode }) {
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
      <span className="font-semibold">{name}</span>
      {kind === 'agent' && <span className="text-xs text-agent">agent</span>}
      {note}
      <Time at={at} className="text-xs text-ink-3" />
    </p>
  )
}

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
  const { base } = useRoom()
  const { open } = usePanel()
  const coordinator = message.author.kind === 'coordinator'
  return (
    <div id={`m-${message.id}`} className="grid gap-0.5">
      <Byline kind={message.author.kind} name={message.author.name} at={message.at} />
      <Prose
        size="chat"
        // The server sanitised this HTML when the message was written.
        // biome-ignore lint/security/noDangerouslySetInnerHtml: as above
        dangerouslySetInnerHTML={{ __html: message.html }}
      />
      <div className="flex flex-wrap items-center gap-1 text-xs">
        {coordinator && message.taskId && <Why taskId={message.taskId} />}
        {coordinator && message.goalId && !message.taskId && (
          <Link
            href={`${base}/plan?goal=${message.goalId}`}
            className={buttonClass('quiet', 'sm', 'text-xs underline underline-offset-2')}
          >
            plan
          </Link>
        )}
        {!coordinator && message.taskId && (
          <TaskLink taskId={message.taskId} className={buttonClass('quiet', 'sm', 'text-xs')}>
            task
          </TaskLink>
        )}
        {!inThread && (
          <button
            type="button"
            onClick={() => open('thread', message.id)}
            className={
              replies > 0
                ? buttonClass('quiet', 'sm', 'text-xs text-accent')
                : buttonClass(
                    'quiet',
                    'sm',
                    'text-xs text-ink-3 not-pointer-coarse:opacity-0 group-focus-within/entry:opacity-100 group-hover/entry:opacity-100',
                  )
            }
          >
            <MessageSquare aria-hidden className="size-3.5" />
            {replies > 0 ? `${replies} ${replies === 1 ? 'reply' : 'replies'}` : 'Reply'}
          </button>
        )}
      </div>
    </div>
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
