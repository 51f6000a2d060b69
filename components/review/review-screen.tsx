'use client'

import { useEffect } from 'react'
import type { DeliverableView } from '../../server/contract/snapshot.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Heading } from '../ui/heading.tsx'
import { useMedia } from '../ui/media.ts'
import { useShortcut } from '../ui/shortcuts.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { WorkspaceFrame } from '../workspace/frame.tsx'
import { useHeldLane, useLane, useRow } from '../workspace/live.ts'
import { shortId } from '../workspace/states.ts'
import type { LaneStore } from '../workspace/store.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { DecisionBar } from './decision-bar.tsx'
import { Face } from './face.tsx'
import { ReviewProvider, useReviewOf } from './review-context.tsx'
import { ReviewHeader } from './review-header.tsx'
import { Side } from './side.tsx'

/** The review of one deliverable; `roomId` null means that there is none this person may read. */
export function ReviewScreen({ roomId, deliverableId }: { roomId: string | null; deliverableId: string }) {
  return roomId ? <InRoom key={roomId} roomId={roomId} deliverableId={deliverableId} /> : <Missing />
}

function InRoom({ roomId, deliverableId }: { roomId: string; deliverableId: string }) {
  const lane = useHeldLane('rooms', roomId)
  const phase = useLane(lane, (state) => state.phase)
  const deliverable = useRow(lane, 'deliverables', deliverableId)
  if (deliverable) return <Opened key={deliverable.id} lane={lane} deliverable={deliverable} />
  if (phase === 'loading') {
    return (
      <WorkspaceFrame>
        <Skeleton count={9} label="Opening the deliverable" className="mx-auto max-w-2xl p-6" />
      </WorkspaceFrame>
    )
  }
  return <Missing />
}

function Missing() {
  const { base } = useWorkspace()
  return (
    <WorkspaceFrame>
      <Empty
        kind="no-right"
        level={2}
        title="No such deliverable, or not yours to read"
        action={<ButtonLink href={`${base}/inbox`}>Go to the inbox</ButtonLink>}
      >
        Ask somebody of its room to add you.
      </Empty>
    </WorkspaceFrame>
  )
}

function Opened({ lane, deliverable }: { lane: LaneStore; deliverable: DeliverableView }) {
  const { base } = useWorkspace()
  const review = useReviewOf(lane, deliverable)
  const wide = useMedia('(min-width: 75rem)')
  useEffect(() => {
    document.title = `${shortId.deliverable(deliverable.number)} ${deliverable.name} · Muster`
  }, [deliverable.number, deliverable.name])
  const panel = review?.address.get('panel') ?? null
  const open = panel === null ? wide : panel !== 'none'
  const close = () => review?.address.set({ panel: wide ? 'none' : null, cite: null, src: null })
  useShortcut('i', 'About this version', () => (open ? close() : review?.address.set({ panel: 'about' })), {
    enabled: review !== null,
  })
  if (!review) {
    return (
      <WorkspaceFrame
        header={
          <Heading level={1} className="px-4 py-3">
            {deliverable.name}
          </Heading>
        }
      >
        <Empty
          title="No version yet"
          action={<ButtonLink href={`${base}/rooms/${lane.laneId}/plan`}>See the plan</ButtonLink>}
        >
          It appears here as soon as somebody hands it in and the checks have run.
        </Empty>
      </WorkspaceFrame>
    )
  }
  return (
    <ReviewProvider value={review}>
      <WorkspaceFrame
        header={
          <ReviewHeader panelOpen={open} onPanel={() => (open ? close() : review.address.set({ panel: 'about' }))} />
        }
        foot={<DecisionBar />}
        footLabel="Decision"
        {...(open ? { side: <Side onClose={close} />, sideLabel: 'About this version', onCloseSide: close } : {})}
      >
        <Face />
      </WorkspaceFrame>
    </ReviewProvider>
  )
}
