import { expect, test } from 'vitest'
import type { ReviewView } from '../../server/contract/remark-views.ts'
import type { DeliverableView, VersionView } from '../../server/contract/snapshot.ts'
import { approvalsOf, baseOf, standingOf } from './standing.ts'

const version = (number: number, status: VersionView['status'] = 'in_review'): VersionView => ({
  id: `v${number}`,
  number,
  taskId: 't',
  sha256: `sha${number}`,
  status,
  createdBy: 'a',
  createdAt: number,
  files: [],
  checks: [],
  sources: 0,
})
const review = (of: VersionView, memberId: string, verdict: ReviewView['verdict'] = 'approved'): ReviewView => ({
  id: `${of.id}-${memberId}`,
  deliverableId: 'd',
  versionId: of.id,
  sha256: of.sha256,
  memberId,
  verdict,
  summary: '',
  at: of.number,
})
const deliverable = (status: DeliverableView['status'] = 'in_review'): DeliverableView => ({
  id: 'd',
  goalId: 'g',
  taskId: 't',
  number: 1,
  name: 'Report',
  kind: 'report',
  status,
  rounds: 0,
  createdAt: 0,
})
const stand = (over: Partial<Parameters<typeof standingOf>[0]>) =>
  standingOf({
    deliverable: deliverable(),
    shown: version(2),
    newest: version(2),
    reviews: [],
    required: 1,
    memberId: 'me',
    mayDecide: true,
    ...over,
  })

test('approval of v1 does not count for v2, nor for other bytes of v2', () => {
  const reviews = [review(version(1), 'li'), { ...review(version(2), 'li'), sha256: 'other' }]
  expect(approvalsOf(version(2), reviews)).toEqual([])
  expect(stand({ reviews })).toEqual({ kind: 'decide', approvals: 0, required: 1 })
})

test('two approvals of one person are one; who has approved waits for the others', () => {
  const reviews = [review(version(2), 'me'), { ...review(version(2), 'me'), id: 'again' }]
  expect(stand({ reviews, required: 2 })).toEqual({ kind: 'waits', approvals: 1, required: 2 })
})

test('an older version that was replaced is not decided on; a viewer decides on none', () => {
  expect(stand({ shown: version(1, 'superseded') })).toEqual({ kind: 'older', newest: 2 })
  expect(stand({ mayDecide: false }).kind).toBe('no-right')
  expect(stand({ shown: version(2, 'checking'), newest: version(2, 'checking') }).kind).toBe('checking')
})

test('what changed is told since the last decision, not since a version nobody decided on', () => {
  const versions = [version(1), version(2), version(3), version(4)]
  expect(baseOf(version(4), versions, [review(version(2), 'li', 'changes_requested')])?.number).toBe(2)
  expect(baseOf(version(4), versions, [])?.number).toBe(3)
  expect(baseOf(version(1), versions, [])).toBeNull()
})
