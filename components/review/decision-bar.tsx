'use client'

import { Banner } from '../ui/banner.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { StateMark } from '../ui/state-mark.tsx'
import { useRow } from '../workspace/live.ts'
import { versionLooks } from '../workspace/states.ts'
import { State } from '../workspace/who.tsx'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { Decide } from './decide.tsx'
import { KeptWords } from './kept-words.tsx'
import { useReview } from './review-context.tsx'
import { RollBack } from './roll-back.tsx'
import { useDeciding } from './use-deciding.ts'

/** Under the text: what one may decide on exactly this version, and that it can wait. */
export function DecisionBar() {
  const { standing } = useReview()
  const deciding = useDeciding()
  return (
    <>
      {deciding.refused && <Refused words={deciding.refused} onDismiss={deciding.forget} />}
      {standing.kind === 'decide' ? (
        <Decide approvals={standing.approvals} required={standing.required} deciding={deciding} />
      ) : (
        <>
          <KeptWords onSend={() => deciding.give('comment')} />
          <Standing />
        </>
      )}
    </>
  )
}

/** A decision that came too late or cannot be: why, with the way on. It stays when the version is decided meanwhile. */
function Refused({ words, onDismiss }: { words: string; onDismiss: () => void }) {
  const { shown, newest, address } = useReview()
  return (
    <Banner
      tone="failed"
      urgent
      className="rounded-none border-x-0 border-t-0"
      onDismiss={onDismiss}
      action={
        newest.id !== shown.id ? (
          <Button size="sm" onClick={() => address.push({ v: String(newest.number), base: null })}>
            Read v{newest.number}
          </Button>
        ) : undefined
      }
    >
      {words} What you wrote is kept.
    </Banner>
  )
}

function Standing() {
  const { standing, shown, address } = useReview()
  const look = versionLooks[shown.status]
  switch (standing.kind) {
    case 'decide':
      return null
    case 'waits':
      return (
        <Line>
          <StateMark tone="done" glyph="●" word={`You approved v${shown.number}.`} />
          <span className="text-ink-2">
            {standing.approvals} of {standing.required} approvals are in; it waits for the others.
          </span>
        </Line>
      )
    case 'older':
      return (
        <Line>
          <State look={look} suffix={`v${shown.number}`} />
          <span className="flex-1 text-ink-2">
            {shown.status === 'approved'
              ? `This approval is for v${shown.number} alone and does not count for v${standing.newest}.`
              : 'It is not decided on any more.'}
          </span>
          <Button onClick={() => address.push({ v: String(standing.newest), base: null })}>
            Go to v{standing.newest}
          </Button>
        </Line>
      )
    case 'approved':
      return (
        <Line>
          <State look={look} suffix={`v${shown.number}, for exactly these bytes`} />
          <span className="flex-1" />
          <RollBack />
        </Line>
      )
    case 'checking':
      return (
        <Line>
          <State look={look} suffix={`v${shown.number}`} />
          <span className="text-ink-2">You can decide as soon as the checks have run.</span>
        </Line>
      )
    case 'no-right':
      return (
        <Line>
          <State look={look} suffix={`v${shown.number}`} />
          <span className="text-ink-2">You may read it; members of the room decide.</span>
        </Line>
      )
    case 'closed':
      return (
        <Line>
          <State look={look} suffix={`v${shown.number}`} />
          <Next />
        </Line>
      )
  }
}

/** What happens after a version that is not decided on: another is made, a person is needed, or nothing. */
function Next() {
  const { base } = useWorkspace()
  const { deliverable, lane, roomId } = useReview()
  const task = useRow(lane, 'tasks', deliverable.taskId)
  if (task?.status === 'needs_human' || task?.status === 'failed') {
    return (
      <>
        <span className="flex-1 text-ink-2">
          No new version is being made: {task.reason ?? 'a person must say how to go on.'}
        </span>
        <ButtonLink href={`${base}/rooms/${roomId}/tasks/${task.id}`}>Go to the task</ButtonLink>
      </>
    )
  }
  return (
    <span className="text-ink-2">
      {deliverable.status === 'changes_requested'
        ? 'A new version is being made with what was asked for.'
        : 'Nothing is to be decided now.'}
    </span>
  )
}

function Line({ children }: { children: React.ReactNode }) {
  return <div className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2 text-sm">{children}</div>
}
