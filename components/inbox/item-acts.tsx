'use client'

import { useState } from 'react'
import type { InboxItem } from '../../server/contract/views.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { ConfirmBar } from '../workspace/confirm-bar.tsx'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { Answer } from './answer.tsx'
import { hrefOf } from './kinds.ts'
import type { Settle } from './settle.ts'
import { SettleActs } from './settle-acts.tsx'

/** What finishes a waiting thing where it stands. */
export function ItemActs({
  item,
  settle,
  onApprove,
  open = false,
}: {
  item: InboxItem
  settle: Settle
  onApprove: () => void
  /** Whether own words can be written at once, as in the preview. */
  open?: boolean
}) {
  const { base } = useWorkspace()
  const href = hrefOf(item, base)
  switch (item.kind) {
    case 'review':
      return (
        <>
          {item.deliverable && (
            <Button size="sm" {...(open ? { keys: 'a' } : {})} onClick={onApprove}>
              Approve v{item.deliverable.versionNumber}
            </Button>
          )}
          <ButtonLink size="sm" tone={open ? 'primary' : 'plain'} href={href} {...(open ? { keys: 'Enter' } : {})}>
            Review
          </ButtonLink>
        </>
      )
    case 'question':
    case 'goal_question':
      return <Answer item={item} settle={settle} open={open} />
    case 'conflict':
    case 'stale':
    case 'budget':
      return <SettleActs item={item} settle={settle} href={href} />
    case 'needs_human':
      return <Stuck item={item} settle={settle} open={open} href={href} />
    case 'mention':
      return <MentionActs item={item} settle={settle} open={open} href={href} />
    case 'plan':
      return <PlanActs item={item} settle={settle} href={href} />
    case 'action':
      return <ActionActs item={item} settle={settle} href={href} />
    case 'work':
      return (
        <ButtonLink size="sm" tone="primary" href={href}>
          Open
        </ButtonLink>
      )
  }
}

function usePending() {
  const [pending, setPending] = useState(false)
  const during = async (work: Promise<unknown>) => {
    setPending(true)
    await work
    setPending(false)
  }
  return { pending, during }
}

function PlanActs({ item, settle, href }: { item: InboxItem; settle: Settle; href: string }) {
  const { pending, during } = usePending()
  const { goalId } = item
  return (
    <>
      {goalId && item.options.includes('start') && (
        <Button
          size="sm"
          tone="primary"
          pending={pending}
          onClick={() => during(settle(item.id, 'plan.approve', { goalId }, 'The plan starts.'))}
        >
          Start
        </Button>
      )}
      <ButtonLink size="sm" href={href}>
        Look
      </ButtonLink>
    </>
  )
}

function ActionActs({ item, settle, href }: { item: InboxItem; settle: Settle; href: string }) {
  const { pending, during } = usePending()
  const { actionId } = item
  if (!actionId) return null
  return (
    <>
      <Button
        size="sm"
        pending={pending}
        onClick={() => during(settle(item.id, 'action.allow', { actionId }, 'Allowed.'))}
      >
        Allow
      </Button>
      <Button
        size="sm"
        tone="danger"
        pending={pending}
        onClick={() => during(settle(item.id, 'action.deny', { actionId }, 'Denied.'))}
      >
        Deny
      </Button>
      <ButtonLink size="sm" tone="quiet" href={href}>
        Look
      </ButtonLink>
    </>
  )
}

function Stuck({ item, settle, open, href }: { item: InboxItem; settle: Settle; open: boolean; href: string }) {
  const { pending, during } = usePending()
  const { taskId } = item
  return (
    <>
      <Answer item={item} settle={settle} />
      {taskId && item.options.length === 0 && (
        <Button
          size="sm"
          pending={pending}
          onClick={() => during(settle(item.id, 'task.retry', { taskId }, 'It is tried again.'))}
        >
          Try again
        </Button>
      )}
      {taskId && open && (
        <Button
          size="sm"
          pending={pending}
          onClick={() => during(settle(item.id, 'task.take_over', { taskId }, 'It is yours now.'))}
        >
          Take it over
        </Button>
      )}
      <ButtonLink size="sm" href={href}>
        {open ? 'Look, or hand on' : 'Look'}
      </ButtonLink>
    </>
  )
}

function MentionActs({ item, settle, open, href }: { item: InboxItem; settle: Settle; open: boolean; href: string }) {
  const { pending, during } = usePending()
  const { mention, roomId } = item
  if (!mention) return null
  const { messageId } = mention
  return (
    <>
      <Answer item={item} settle={settle} open={open} />
      <ButtonLink size="sm" href={href}>
        Open
      </ButtonLink>
      <Button
        size="sm"
        tone="quiet"
        pending={pending}
        onClick={() => during(settle(item.id, 'mention.see', { roomId, messageId }, 'Seen.'))}
      >
        Seen
      </Button>
    </>
  )
}

/** The second step of an approval: names the version and its bytes, and what the checks said. */
export function ApproveBar({ item, settle, onClose }: { item: InboxItem; settle: Settle; onClose: () => void }) {
  const { deliverable } = item
  if (!deliverable) return null
  const { id, versionId, versionNumber, sha256, checksPassed, checksTotal, required, approvals } = deliverable
  const approve = async () => {
    const said = `Approved v${versionNumber} of ${item.title}.`
    await settle(item.id, 'deliverable.approve', { deliverableId: id, versionId, sha256 }, said)
    onClose()
  }
  return (
    <ConfirmBar act={`Approve v${versionNumber}`} onConfirm={approve} onCancel={onClose}>
      <span className="font-serif font-semibold">{item.title}</span>, v{versionNumber}{' '}
      <code className="font-mono text-xs text-ink-2">{sha256.slice(0, 8)}</code>
      {checksTotal > 0 && (
        <span className={checksPassed < checksTotal ? 'font-medium text-needs' : 'text-ink-2'}>
          {' '}
          · {checksPassed} of {checksTotal} checks passed
        </span>
      )}
      {required > 1 && (
        <span className="text-ink-2">
          {' '}
          · approval {approvals + 1} of {required}
        </span>
      )}
    </ConfirmBar>
  )
}
