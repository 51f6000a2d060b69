'use client'

import { createContext, useContext, useMemo, useState } from 'react'
import type { CommentView, ReviewView } from '../../server/contract/remark-views.ts'
import type { Collections, DeliverableView, GoalView } from '../../server/contract/snapshot.ts'
import type { DiffView, PreviewView, VersionDetail } from '../../server/contract/views.ts'
import type { DiffPart } from '../ui/word-diff.ts'
import { useAddress } from '../workspace/address.ts'
import { useRow, useRows } from '../workspace/live.ts'
import type { LaneStore } from '../workspace/store.ts'
import { type ReadState, useRead } from '../workspace/use-read.ts'
import { useMay, useWorkspace } from '../workspace/workspace-context.tsx'
import { type ReviewDesk, useDesk } from './drafts.ts'
import { baseOf, type Standing, standingOf } from './standing.ts'

const kinds = { same: 'same', added: 'add', removed: 'del' } as const
/** What changed, as the diff is shown and counted. */
export const partsOf = ({ parts }: DiffView): DiffPart[] => parts.map(({ op, text }) => ({ kind: kinds[op], text }))

export type Mode = 'read' | 'changes' | 'source'
const modes: readonly Mode[] = ['read', 'changes', 'source']
export type VersionRow = Collections['versions']

export type Review = {
  roomId: string
  lane: LaneStore
  deliverable: DeliverableView
  goal: GoalView | undefined
  /** Oldest first. */
  versions: readonly VersionRow[]
  shown: VersionRow
  newest: VersionRow
  base: VersionRow | null
  mode: Mode
  /** The file on screen; null is the main one. */
  file: string | null
  detail: ReadState<VersionDetail>
  preview: ReadState<PreviewView>
  diff: ReadState<DiffView>
  reviews: readonly ReviewView[]
  comments: readonly CommentView[]
  standing: Standing
  desk: ReviewDesk
  address: ReturnType<typeof useAddress>
  /** The newest version when the page was opened: a higher one arrived since. */
  openedWith: number
}

const ReviewContext = createContext<Review | null>(null)
export const ReviewProvider = ReviewContext.Provider

export function useReview(): Review {
  const review = useContext(ReviewContext)
  if (!review) throw new Error('This part needs a ReviewProvider above it')
  return review
}

/** The versions of a deliverable, oldest first, and what was said of them. */
function useLine(lane: LaneStore, deliverableId: string) {
  const allVersions = useRows(lane, 'versions')
  const allReviews = useRows(lane, 'reviews')
  const allComments = useRows(lane, 'comments')
  return useMemo(() => {
    const versions = allVersions
      .filter((version) => version.deliverableId === deliverableId)
      .sort((a, b) => a.number - b.number)
    const ids = new Set(versions.map((version) => version.id))
    return {
      versions,
      reviews: allReviews.filter((review) => review.deliverableId === deliverableId).sort((a, b) => b.at - a.at),
      comments: allComments.filter((comment) => ids.has(comment.versionId)),
    }
  }, [allVersions, allReviews, allComments, deliverableId])
}

/** What one came for: the version to decide on, else the approved one, else the newest that was checked. */
const firstToRead = (versions: readonly VersionRow[]): VersionRow | undefined =>
  versions.findLast((version) => version.status === 'in_review') ??
  versions.findLast((version) => version.status === 'approved') ??
  versions.findLast((version) => version.status !== 'checking') ??
  versions.at(-1)

/** Gathers what the review page shows; null while there is no version yet. */
export function useReviewOf(lane: LaneStore, deliverable: DeliverableView): Review | null {
  const { me } = useWorkspace()
  const address = useAddress()
  const { versions, reviews, comments } = useLine(lane, deliverable.id)
  const goal = useRow(lane, 'goals', deliverable.goalId)
  const mayDecide = useMay('deliverable.decide', true)
  const desk = useDesk(deliverable.id)
  const newest = versions.at(-1)
  const [openedWith] = useState(() => newest?.number ?? 0)
  const [pinned, setPinned] = useState<string | null>(null)
  const asked = versions.find((version) => String(version.number) === address.get('v'))
  const kept = versions.find((version) => version.id === pinned)
  const shown = asked ?? kept ?? firstToRead(versions)
  // What one reads stays on screen when a newer version comes.
  if (shown && shown.id !== pinned) setPinned(shown.id)
  const wantedBase = versions.find((version) => String(version.number) === address.get('base'))
  const base = shown ? (wantedBase && wantedBase.id !== shown.id ? wantedBase : baseOf(shown, versions, reviews)) : null
  const file = shown?.files.some((one) => one.name === address.get('file')) ? address.get('file') : null
  const path = shown ? `/api/v1/versions/${shown.id}` : null
  const opinions = useRows(lane, 'opinions').filter((one) => one.versionId === shown?.id).length
  const stamp = `${shown?.status} ${shown?.checks.length} ${opinions}`
  const detail = useRead<VersionDetail>(path, stamp)
  const preview = useRead<PreviewView>(path && `${path}/preview${file ? `?file=${encodeURIComponent(file)}` : ''}`)
  const diff = useRead<DiffView>(path && base && `${path}/diff?base=${base.id}`)
  if (!shown || !newest) return null
  const asking = modes.find((mode) => mode === address.get('mode')) ?? 'read'
  return {
    roomId: lane.laneId,
    ...{ lane, deliverable, goal, versions, shown, newest, base, file, detail, preview, diff },
    ...{ reviews, comments, desk, address, openedWith },
    mode: asking === 'changes' && !base ? 'read' : asking,
    standing: standingOf({
      ...{ deliverable, shown, newest, reviews, mayDecide },
      required: goal?.requiredApprovals ?? 1,
      memberId: me.memberId,
    }),
  }
}
