import type { ReviewView } from '../../server/contract/remark-views.ts'
import type { DeliverableView, VersionView } from '../../server/contract/snapshot.ts'

/** What a person may do with the version they read. */
export type Standing =
  | { kind: 'decide'; approvals: number; required: number }
  | { kind: 'waits'; approvals: number; required: number }
  | { kind: 'older'; newest: number }
  | { kind: 'checking' }
  | { kind: 'approved' }
  | { kind: 'closed' }
  | { kind: 'no-right' }

/** Approvals count for exact bytes: those of another version, or of other bytes, do not. */
export function approvalsOf(shown: VersionView, reviews: readonly ReviewView[]): ReviewView[] {
  const byMember = new Map<string, ReviewView>()
  for (const review of reviews) {
    if (review.versionId !== shown.id || review.sha256 !== shown.sha256 || review.verdict !== 'approved') continue
    byMember.set(review.memberId, review)
  }
  return [...byMember.values()]
}

export function standingOf(args: {
  deliverable: DeliverableView
  shown: VersionView
  newest: VersionView
  reviews: readonly ReviewView[]
  required: number
  memberId: string
  mayDecide: boolean
}): Standing {
  const { deliverable, shown, newest, reviews, required, memberId, mayDecide } = args
  if (shown.status === 'approved' && deliverable.status === 'approved') return { kind: 'approved' }
  if (shown.status === 'in_review') {
    if (!mayDecide) return { kind: 'no-right' }
    const given = approvalsOf(shown, reviews)
    const counted = { approvals: given.length, required }
    return { kind: given.some((review) => review.memberId === memberId) ? 'waits' : 'decide', ...counted }
  }
  if (shown.id !== newest.id) return { kind: 'older', newest: newest.number }
  return { kind: shown.status === 'checking' ? 'checking' : 'closed' }
}

/** What to compare with: the last version before this one that somebody decided on, else the one before. */
export function baseOf<V extends VersionView>(
  shown: VersionView,
  versions: readonly V[],
  reviews: readonly ReviewView[],
): V | null {
  const before = versions.filter((version) => version.number < shown.number).sort((a, b) => b.number - a.number)
  const decided = before.find((version) => reviews.some((review) => review.versionId === version.id))
  return decided ?? before[0] ?? null
}
