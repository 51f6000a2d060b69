'use client'

import dynamic from 'next/dynamic'
import { useRow } from '../../workspace/live.ts'
import { useWorkspace } from '../../workspace/workspace-context.tsx'
import { LatePopover } from '../late-popover.tsx'
import { TaskLink } from '../panel.tsx'
import { useRoom } from '../room-context.tsx'
import type { Proof } from './evidence.ts'

const AttemptProof = dynamic(() => import('./attempt-proof.tsx').then((part) => part.AttemptProof))
const linkClass =
  'relative inline-flex min-h-6 items-center rounded-control text-xs text-ink-2 underline underline-offset-2 hover:text-accent'

/** The evidence of a decision, each piece to be opened. */
export function Proofs({ proofs, taskId }: { proofs: readonly Proof[]; taskId: string | null }) {
  if (proofs.length === 0) return null
  return (
    <ul aria-label="Evidence" className="flex flex-wrap items-baseline gap-x-2.5">
      {proofs.map((proof) => (
        <li key={`${proof.kind} ${proof.id} ${proof.label}`} className="min-w-0 max-w-full">
          <ProofLink proof={proof} taskId={taskId} />
        </li>
      ))}
    </ul>
  )
}

function ProofLink({ proof, taskId }: { proof: Proof; taskId: string | null }) {
  const { lane, base } = useRoom()
  const { base: home } = useWorkspace()
  const version = useRow(lane, 'versions', proof.kind === 'version' ? proof.id : null)
  switch (proof.kind) {
    case 'said':
      return <code className="font-mono text-xs break-words text-ink-2">{proof.label}</code>
    case 'attempt':
      return (
        <LatePopover label={`About ${proof.label}`} word={proof.label} look={linkClass}>
          <AttemptProof attemptId={proof.id} />
        </LatePopover>
      )
    case 'task':
      return (
        <TaskLink taskId={proof.id} className={linkClass}>
          {proof.label}
        </TaskLink>
      )
    case 'deliverable':
      return (
        <a href={`${home}/deliverables/${proof.id}`} className={linkClass}>
          {proof.label}
        </a>
      )
    case 'version':
      if (version?.deliverableId)
        return (
          <a href={`${home}/deliverables/${version.deliverableId}?v=${version.number}`} className={linkClass}>
            {proof.label}
          </a>
        )
      return taskId ? (
        <TaskLink taskId={taskId} className={linkClass}>
          {proof.label}
        </TaskLink>
      ) : null
    case 'handoff':
      return (
        <a href={base} className={linkClass}>
          {proof.label}
        </a>
      )
    case 'incident':
      return (
        <a href={`${base}/activity?incident=${proof.id}`} className={linkClass}>
          {proof.label}
        </a>
      )
  }
}
