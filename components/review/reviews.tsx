'use client'

import type { ReviewView } from '../../server/contract/remark-views.ts'
import type { Verdict } from '../../server/domain/version.ts'
import { Mark } from '../ui/mark.tsx'
import { Spine, SpineItem } from '../ui/spine.tsx'
import { StateMark } from '../ui/state-mark.tsx'
import { Time } from '../ui/time.tsx'
import { useRows } from '../workspace/live.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { Part } from './part.tsx'
import { useReview } from './review-context.tsx'

const looks = {
  approved: { tone: 'done', glyph: '●', word: 'Approved' },
  changes_requested: { tone: 'review', glyph: '↺', word: 'Asked for changes' },
  rejected: { tone: 'failed', glyph: '✕', word: 'Rejected' },
  rolled_back: { tone: 'needs', glyph: '↺', word: 'Rolled back' },
} as const satisfies Record<Verdict, unknown>

/** What people decided before, newest first. */
export function Reviews() {
  const { reviews } = useReview()
  const { lane } = useWorkspace()
  const members = useRows(lane, 'members')
  if (reviews.length === 0) return null
  return (
    <Part title="Decisions so far">
      <Spine aria-label="Decisions, newest first">
        {reviews.map((review) => (
          <One
            key={review.id}
            review={review}
            name={members.find((member) => member.id === review.memberId)?.name ?? 'Someone who left'}
          />
        ))}
      </Spine>
    </Part>
  )
}

function One({ review, name }: { review: ReviewView; name: string }) {
  const { versions } = useReview()
  const number = versions.find((version) => version.id === review.versionId)?.number
  return (
    <SpineItem node={<Mark kind="person" name={name} />}>
      <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
        <span className="font-semibold">{name}</span>
        <StateMark {...looks[review.verdict]} suffix={number === undefined ? null : `v${number}`} />
        <Time at={review.at} className="text-xs text-ink-3" />
      </p>
      {review.summary && <p className="text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">{review.summary}</p>}
    </SpineItem>
  )
}
