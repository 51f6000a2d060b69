'use client'

import type { AttemptDetail } from '../../../server/contract/views.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { attemptLooks, failureWords } from '../../workspace/states.ts'
import { useRead } from '../../workspace/use-read.ts'
import { State, Who } from '../../workspace/who.tsx'
import { MatchReasons } from '../match-reasons.tsx'
import { useRoom } from '../room-context.tsx'

/** One try as it is kept: who, how it ended and why, and the scores behind the choice. */
export function AttemptProof({ attemptId }: { attemptId: string }) {
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
