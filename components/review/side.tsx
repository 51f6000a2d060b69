'use client'

import { X } from 'lucide-react'
import { Broken } from '../ui/broken.tsx'
import { Heading } from '../ui/heading.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Checks } from './checks.tsx'
import { Comments } from './comments.tsx'
import { Disagreements } from './disagreements.tsx'
import { Drafts } from './draft-list.tsx'
import { Opinions } from './opinions.tsx'
import { useReview } from './review-context.tsx'
import { Reviews } from './reviews.tsx'
import { SourcePanel } from './source-panel.tsx'
import { Sources } from './sources.tsx'
import { Story } from './story.tsx'

/** All that is known of the version beside its text; a source that was asked for takes the whole panel. */
export function Side({ onClose }: { onClose: () => void }) {
  const { address, detail } = useReview()
  const cite = address.get('cite')
  const src = address.get('src')
  if (cite || src) return <SourcePanel onBack={() => address.set({ cite: null, src: null })} onClose={onClose} />
  return (
    <div className="relative grid grid-cols-[minmax(0,1fr)] gap-5 p-4">
      <div className="flex items-center gap-2">
        <Heading level={2} look="section" className="flex-1">
          About this version
        </Heading>
        <IconButton label="Close" keys="Escape" icon={<X aria-hidden className="size-4" />} onClick={onClose} />
      </div>
      {detail.failure && !detail.value && (
        <Broken level={3} title="Its story could not be read" onRetry={detail.again}>
          {detail.failure.detail}
        </Broken>
      )}
      {detail.value ? (
        <>
          <Story detail={detail.value} />
          <Drafts />
          <Disagreements />
          <Checks detail={detail.value} />
          <Opinions detail={detail.value} />
          <Sources detail={detail.value} />
        </>
      ) : (
        detail.loading && <Skeleton count={6} />
      )}
      <Comments />
      <Reviews />
    </div>
  )
}
