'use client'

import type { ConflictView } from '../../server/contract/coordination-views.ts'
import { sideOf } from '../../server/domain/conflict.ts'
import { keepsToVerdict, verdictLine } from '../../server/domain/reconcile/verdict-line.ts'
import { Button } from '../ui/button.tsx'
import { announce } from '../ui/live-region.tsx'
import { Contradictions } from '../workspace/contradictions.tsx'
import { useRows } from '../workspace/live.ts'
import { useMay, useWorkspace } from '../workspace/workspace-context.tsx'
import { Part } from './part.tsx'
import { useReview } from './review-context.tsx'
import { RollBack } from './roll-back.tsx'

/** What this deliverable was made from disagrees on: nothing is settled by being left out. */
export function Disagreements() {
  const { lane, roomId, deliverable } = useReview()
  const { base, lane: workspace } = useWorkspace()
  const conflicts = useRows(lane, 'conflicts').filter((one) => one.taskId === deliverable.taskId)
  const participants = useRows(lane, 'participants')
  const members = useRows(workspace, 'members')
  const maySettle = useMay('task.steer')
  if (conflicts.length === 0) return null
  const [open, waits] = [conflicts.some((one) => one.status === 'open'), deliverable.status === 'in_review']
  const nameOf = (id: string | null) => {
    const participant = participants.find((one) => one.id === id)
    if (participant) return { kind: participant.kind, name: participant.name }
    const member = members.find((one) => one.id === id)
    return member ? { kind: 'member' as const, name: member.name } : null
  }
  return (
    <Part
      title="Contradictions"
      count={conflicts.length}
      {...(open && waits ? { aside: 'Approving leaves open ones as they are' } : {})}
    >
      <Contradictions
        conflicts={conflicts}
        nameOf={nameOf}
        roomBase={`${base}/rooms/${roomId}`}
        settleIn={maySettle ? lane : undefined}
        after={(conflict) => <WhatFollows conflict={conflict} />}
      />
    </Part>
  )
}

const readAs = {
  keeps: (number: number) => `v${number} says so.`,
  against: (number: number) => `v${number} names what does not hold.`,
  silent: (number: number) => `Look whether v${number} says so.`,
} as const

/** Somebody said what holds: whether the version on screen says so, and the way to a version that does. */
function WhatFollows({ conflict }: { conflict: ConflictView }) {
  const { standing, shown, preview, desk } = useReview()
  const { verdict } = conflict
  const held = verdict?.value === undefined ? null : sideOf(conflict, verdict.versionId ?? '', verdict.value)
  if (!held) return null
  const text = preview.value?.text ?? ''
  const read = keepsToVerdict(text, conflict, held.value)
  const line = verdictLine(conflict, held)
  const written = desk.summary.includes(line)
  const write = () => {
    desk.write([desk.summary.trim(), line].filter(Boolean).join('\n'))
    announce('Written into the summary of your review')
  }
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <span className={read === 'against' ? 'text-needs' : 'text-ink-2'}>{readAs[read](shown.number)}</span>
      {read !== 'keeps' && standing.kind === 'approved' && <RollBack reason={line} />}
      {read !== 'keeps' &&
        standing.kind === 'decide' &&
        (written ? (
          <span className="text-ink-2">It is in your summary: now ask for changes.</span>
        ) : (
          <Button size="sm" onClick={write}>
            Write it into my review
          </Button>
        ))}
    </div>
  )
}
