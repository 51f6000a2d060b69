'use client'

import type { VersionDetail } from '../../server/contract/views.ts'
import type { AttemptStatus, FailureClass } from '../../server/domain/attempt.ts'
import { Mark } from '../ui/mark.tsx'
import { Spine, SpineItem } from '../ui/spine.tsx'
import { Time } from '../ui/time.tsx'
import { useKindOf } from '../workspace/kind-of.ts'
import { attemptLooks, failureWords } from '../workspace/states.ts'
import { markOf } from '../workspace/who.tsx'
import { Part } from './part.tsx'
import { useReview } from './review-context.tsx'

type Attempt = VersionDetail['lineage']['attempts'][number]

const words: Record<AttemptStatus, string> = {
  offered: 'was offered it',
  accepted: 'took it',
  working: 'works on it',
  submitted: 'handed it in',
  approved: 'handed it in, and the checks let it through',
  rejected: 'handed in something that was sent back',
  declined: 'declined',
  failed: 'gave up',
  lost: 'went silent',
  timed_out: 'ran out of time',
  superseded: 'had it taken away',
  cancelled: 'was told to stop',
}

/** The end of a sentence about the doer: what became of the attempt. */
function outcomeOf({ outcome }: Attempt): { words: string; failed: boolean } {
  if (Object.hasOwn(failureWords, outcome))
    return { words: failureWords[outcome as FailureClass], failed: outcome !== 'declined' }
  if (!Object.hasOwn(words, outcome)) return { words: outcome, failed: false }
  const status = outcome as AttemptStatus
  return { words: words[status], failed: attemptLooks[status].tone === 'failed' }
}

const triesWords = (tries: number, failed: number): string => {
  if (tries === 0) return 'out of parts, by their own tries'
  return `${tries === 1 ? 'one try' : `${tries} tries`}${failed > 0 ? `, ${failed} failed` : ''}`
}

/** How it was made, for who did not watch: every try with what went wrong, and what it was built from. */
export function Story({ detail }: { detail: VersionDetail }) {
  const { shown, address } = useReview()
  const kindOf = useKindOf()
  const { attempts, builtFrom, doer } = detail.lineage
  const failed = attempts.filter((attempt) => outcomeOf(attempt).failed).length
  return (
    <Part title="How it was made" aside={triesWords(attempts.length, failed)}>
      <Spine aria-label="Tries, in order">
        {attempts.map((attempt, index) => {
          const { words, failed } = outcomeOf(attempt)
          const before = attempts[index - 1]
          const thread = failed ? 'broken' : before && outcomeOf(before).failed ? 'mended' : 'whole'
          return (
            <SpineItem
              key={attempt.number}
              node={<Mark kind={markOf[kindOf(attempt.doer)]} name={attempt.doer} />}
              thread={thread}
            >
              <p className="text-sm">
                <span className="font-semibold">{attempt.doer}</span>{' '}
                <span className={failed ? 'text-failed' : 'text-ink-2'}>{words}</span>
              </p>
              {attempt.reason && <p className="text-sm text-ink-2 [overflow-wrap:anywhere]">{attempt.reason}</p>}
            </SpineItem>
          )
        })}
      </Spine>
      <p className="text-sm text-ink-2">
        v{shown.number} was handed in by {doer}, <Time at={shown.createdAt} />. Its bytes:{' '}
        <code className="font-mono text-xs" title={shown.sha256}>
          {shown.sha256.slice(0, 12)}
        </code>
      </p>
      {builtFrom.length > 0 && (
        <div className="grid gap-1 text-sm">
          <p className="text-ink-2">Built from</p>
          <ul className="grid gap-0.5">
            {builtFrom.map((part) => (
              <li key={part.versionId} className="flex min-w-0 items-center gap-2">
                <Mark kind={markOf[kindOf(part.doer)]} name={part.doer} size="sm" />
                <button
                  type="button"
                  onClick={() => address.push({ panel: 'about', src: part.versionId, cite: null })}
                  className="min-h-6 min-w-0 truncate text-start hover:text-accent hover:underline"
                >
                  {part.taskTitle || 'An earlier part'}
                </button>
                <span className="shrink-0 text-xs text-ink-3">by {part.doer}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Part>
  )
}
