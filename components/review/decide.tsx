'use client'

import { Ellipsis } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { useShortcut } from '../ui/shortcuts.tsx'
import { TextareaGrow } from '../ui/textarea-grow.tsx'
import { ConfirmBar } from '../workspace/confirm-bar.tsx'
import { useReview } from './review-context.tsx'
import type { Deciding, useDeciding } from './use-deciding.ts'

/** The summary and the verdicts; each verdict is confirmed once more, with what it will do. */
export function Decide({
  approvals,
  required,
  deciding,
}: {
  approvals: number
  required: number
  deciding: ReturnType<typeof useDeciding>
}) {
  const { desk, shown } = useReview()
  const [asking, setAsking] = useState<Deciding | null>(null)
  const [missing, setMissing] = useState<string | null>(null)
  const summary = useRef<HTMLTextAreaElement>(null)
  const drafts = desk.drafts.length
  const ask = (intent: Deciding) => {
    const lack = deciding.lacks(intent)
    setMissing(lack)
    if (lack) summary.current?.focus()
    else setAsking(intent)
  }
  const cancel = () => {
    setAsking(null)
    summary.current?.focus()
  }
  useShortcut('a', `Approve v${shown.number}`, () => ask('approve'), { enabled: asking === null })
  useShortcut('r', 'Ask for changes', () => ask('request_changes'), { enabled: asking === null })
  const confirm = async () => {
    if (asking && (await deciding.give(asking))) setAsking(null)
  }
  const count = drafts === 1 ? '1 comment' : `${drafts} comments`
  return (
    <div className="mx-auto grid w-full max-w-3xl grid-cols-[minmax(0,1fr)] gap-2 px-4 py-2.5 sm:px-6">
      {asking ? (
        <ConfirmBar act={words[asking](shown.number)} tone={tones[asking]} onConfirm={confirm} onCancel={cancel}>
          <Consequence intent={asking} approvals={approvals} required={required} comments={count} drafts={drafts} />
        </ConfirmBar>
      ) : (
        <>
          <div className="flex min-w-0 items-end gap-2">
            <TextareaGrow
              ref={summary}
              rows={1}
              maxRows={6}
              aria-label="Summary of your review"
              placeholder="Summary: what is good, what has to change"
              value={desk.summary}
              onChange={(event) => {
                desk.write(event.target.value)
                setMissing(null)
              }}
              {...(missing ? { 'aria-invalid': true, 'aria-describedby': 'review-missing' } : {})}
            />
          </div>
          {missing && (
            <p id="review-missing" role="alert" className="text-sm text-failed">
              {missing}
            </p>
          )}
          <div className="flex flex-wrap items-center gap-2">
            <Button tone="primary" keys="a" onClick={() => ask('approve')}>
              Approve v{shown.number}
            </Button>
            <Button keys="r" onClick={() => ask('request_changes')}>
              Ask for changes
            </Button>
            <Button tone="quiet" className="max-sm:hidden" onClick={() => ask('comment')}>
              Just comment
            </Button>
            <Button tone="quiet" className="max-sm:hidden" onClick={() => ask('reject')}>
              Reject
            </Button>
            <span className="sm:hidden">
              <Menu
                side="top"
                align="end"
                trigger={<IconButton label="Other decisions" icon={<Ellipsis aria-hidden className="size-4" />} />}
              >
                <MenuItem onSelect={() => ask('comment')}>Just comment</MenuItem>
                <MenuItem danger onSelect={() => ask('reject')}>
                  Reject
                </MenuItem>
              </Menu>
            </span>
            <span className="ml-auto text-xs text-ink-3">
              {drafts > 0 && `${count} as draft`}
              {required > 1 && ` ${approvals} of ${required} approvals`}
            </span>
          </div>
        </>
      )}
    </div>
  )
}

const words: Record<Deciding, (number: number) => string> = {
  approve: (number) => `Approve v${number}`,
  request_changes: () => 'Ask for changes',
  reject: (number) => `Reject v${number}`,
  comment: () => 'Send comments',
}
const tones = { approve: 'primary', request_changes: 'primary', reject: 'danger', comment: 'primary' } as const

function Consequence({
  intent,
  approvals,
  required,
  comments,
  drafts,
}: {
  intent: Deciding
  approvals: number
  required: number
  comments: string
  drafts: number
}) {
  const { shown, deliverable } = useReview()
  const failed = shown.checks.filter((check) => check.status === 'failed').length
  const what = (
    <>
      <span className="font-serif font-semibold">{deliverable.name}</span>, v{shown.number}{' '}
      <code className="font-mono text-xs text-ink-2">{shown.sha256.slice(0, 8)}</code>
    </>
  )
  if (intent === 'approve') {
    return (
      <>
        {what}. It counts for exactly these bytes
        {required > 1 && `, as approval ${approvals + 1} of ${required}`}.
        {failed > 0 && <span className="font-medium text-failed"> {failed} checks failed.</span>}
        {drafts > 0 && <span className="text-needs"> Your {comments} stay drafts; send them with Just comment.</span>}
      </>
    )
  }
  if (intent === 'request_changes')
    return (
      <>
        {what}. The maker gets your summary{drafts > 0 && ` and ${comments}`} at once and works on a new version.
      </>
    )
  if (intent === 'reject')
    return <>{what}. The work is thrown out with your reason; nobody is asked for a new version by this.</>
  return (
    <>
      {drafts > 0 ? comments : 'Your summary'} on {what}, for everybody in the room. Nothing is decided.
    </>
  )
}
