'use client'

import type { AttemptDetail } from '../../../server/contract/views.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useRow } from '../../workspace/live.ts'
import { attemptLooks, failureWords } from '../../workspace/states.ts'
import { useRead } from '../../workspace/use-read.ts'
import { State, Who } from '../../workspace/who.tsx'
import { useWorkspace } from '../../workspace/workspace-context.tsx'
import { TaskLink } from '../panel.tsx'
import { useRoom } from '../room-context.tsx'
import { MatchReasons } from '../why.tsx'
import type { Proof } from './evidence.ts'

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
        <Popover
          label={`About ${proof.label}`}
          className="w-96"
          trigger={
            <button type="button" className={linkClass}>
              {proof.label}
            </button>
          }
        >
          <AttemptProof attemptId={proof.id} />
        </Popover>
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
  }
}

/** One try as it is kept: who, how it ended and why, and the scores behind the choice. */
function AttemptProof({ attemptId }: { attemptId: string }) {
  const { base } = useRoom()
  const { value, failure } = useRead<AttemptDetail>(`/api/v1/attempts/${attemptId}`)
  if (failure) return <p className="text-sm text-failed">{failure.detail}</p>
  if (!value) return <Skeleton count={4} label="Reading the try" />
  return (
    <div className="grid gap-2 text-sm">
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="font-medium">Try {value.number}</span>
        <Who kind={value.agentId ? 'agent' : 'member'} name={value.doerName} size="sm" />
        <State look={attemptLooks[value.status]} />
      </p>
      {(value.reason || value.failure) && (
        <p className="text-ink-2">{value.reason ?? (value.failure ? failureWords[value.failure] : null)}</p>
      )}
      {value.match && <MatchReasons match={value.match} />}
      <p className="text-ink-2">
        {value.deliveries.length} requests, {value.activities.length} signs of life, {value.artifacts.length} drafts,{' '}
        {value.evidence.length} late reports
      </p>
      <ButtonLink href={`${base}/tasks/${value.taskId}`} size="sm" className="justify-self-start">
        The whole story
      </ButtonLink>
    </div>
  )
}
