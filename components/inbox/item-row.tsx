'use client'

import clsx from 'clsx'
import Link from 'next/link'
import type { InboxItem } from '../../server/contract/views.ts'
import { leaveWithinMs } from '../../server/domain/clocks.ts'
import { Glyph } from '../ui/glyph.tsx'
import { Row } from '../ui/row-list.tsx'
import { Time } from '../ui/time.tsx'
import { toneInk } from '../ui/tone.ts'
import { shortId } from '../workspace/states.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { ApproveBar, ItemActs } from './item-acts.tsx'
import { KindIcon } from './kind-icon.tsx'
import { hrefOf, type Kind, kindLooks, plain } from './kinds.ts'
import type { Outcome, Settle } from './settle.ts'

const wordyKinds: ReadonlySet<Kind> = new Set([
  'question',
  'goal_question',
  'needs_human',
  'conflict',
  'stale',
  'budget',
  'mention',
])

/** One waiting thing: what, from where, since when, and the acts that finish it. */
export function ItemRow({
  item,
  current,
  tabStop,
  outcome,
  approving,
  onApproving,
  onOpen,
  settle,
}: {
  item: InboxItem
  current: boolean
  tabStop: boolean
  outcome: Outcome | undefined
  approving: boolean
  onApproving: (on: boolean) => void
  onOpen: () => void
  settle: Settle
}) {
  const { base } = useWorkspace()
  const settled = outcome !== undefined && !outcome.refused
  const acts = !settled && !approving && <ItemActs item={item} settle={settle} onApprove={() => onApproving(true)} />
  // What is answered in words needs the row's whole width.
  const wordy = wordyKinds.has(item.kind)
  return (
    <Row
      id={item.id}
      tabStop={tabStop}
      current={current}
      onOpen={onOpen}
      lead={<KindIcon kind={item.kind} />}
      {...(acts && !wordy ? { actions: acts } : {})}
      className={clsx('px-4 py-2.5 max-md:px-3', settled && 'opacity-70')}
    >
      <p className="flex min-w-0 flex-wrap items-baseline gap-x-2">
        <Link href={hrefOf(item, base)} className="min-w-0 font-medium hover:underline">
          <span className="sr-only">{kindLooks[item.kind].word}: </span>
          {item.title}
          {item.deliverable && <span className="font-normal text-ink-2"> v{item.deliverable.versionNumber}</span>}
        </Link>
        <Time at={item.at} className="text-xs whitespace-nowrap text-ink-3" />
      </p>
      <p className="flex min-w-0 gap-x-2 text-xs text-ink-3">
        <span aria-hidden className={clsx('shrink-0 font-medium', toneInk[kindLooks[item.kind].tone])}>
          {kindLooks[item.kind].word}
        </span>
        <Meta item={item} />
      </p>
      {item.kind !== 'review' && item.detail && !settled && (
        <p className="mt-0.5 line-clamp-2 max-w-prose text-sm text-ink-2">{plain(item.detail)}</p>
      )}
      {acts && wordy && <div className="mt-1.5 flex max-w-prose flex-wrap gap-1.5">{acts}</div>}
      {outcome && (
        <p
          role={outcome.refused ? 'alert' : undefined}
          className={clsx('mt-1 text-sm font-medium', outcome.refused ? 'text-failed' : 'text-done')}
        >
          <Glyph name={outcome.refused ? '✕' : '●'} className="mr-1.5" />
          {outcome.said}
        </p>
      )}
      {approving && !settled && (
        <div className="mt-2">
          <ApproveBar item={item} settle={settle} onClose={() => onApproving(false)} />
        </div>
      )}
    </Row>
  )
}

/** Where it comes from and what is known of it, short. */
export function Meta({ item }: { item: InboxItem }) {
  const { deliverable } = item
  const number = deliverable
    ? shortId.deliverable(deliverable.number)
    : item.taskNumber !== null && shortId.task(item.taskNumber)
  const parts = [
    number && !item.title.startsWith(number) && number,
    item.roomName,
    item.goalTitle !== item.title && item.goalTitle,
    item.mention && item.mention.count > 1 && `and ${item.mention.count - 1} more since`,
    deliverable &&
      deliverable.checksTotal > 0 &&
      `${deliverable.checksPassed} of ${deliverable.checksTotal} checks passed`,
    deliverable && deliverable.required > 1 && `${deliverable.approvals} of ${deliverable.required} approvals`,
  ].filter(Boolean)
  return (
    <span className="min-w-0 truncate">
      {parts.join(' · ')}
      {item.kind === 'action' && (
        <>
          {' · denied by itself '}
          <Time at={item.at + leaveWithinMs} />
        </>
      )}
    </span>
  )
}
