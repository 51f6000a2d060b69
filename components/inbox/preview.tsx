'use client'

import clsx from 'clsx'
import { X } from 'lucide-react'
import type { InboxItem, PreviewView, VersionDetail } from '../../server/contract/views.ts'
import { counted } from '../../server/domain/text/counted.ts'
import { Heading } from '../ui/heading.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Prose } from '../ui/prose.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { StateMark } from '../ui/state-mark.tsx'
import { Time } from '../ui/time.tsx'
import { toneInk } from '../ui/tone.ts'
import { useKindOf } from '../workspace/kind-of.ts'
import { useRead } from '../workspace/use-read.ts'
import { Who } from '../workspace/who.tsx'
import { ApproveBar, ItemActs } from './item-acts.tsx'
import { Meta } from './item-row.tsx'
import { KindIcon } from './kind-icon.tsx'
import { kindLooks, plain } from './kinds.ts'
import type { Settle } from './settle.ts'

/** The chosen row, more of it, with the same acts. */
export function Preview({
  item,
  settle,
  approving,
  onApproving,
  onClose,
}: {
  item: InboxItem
  settle: Settle
  approving: boolean
  onApproving: (on: boolean) => void
  /** Only where the preview covers the list. */
  onClose?: (() => void) | undefined
}) {
  return (
    <div className="relative grid grid-cols-[minmax(0,1fr)] gap-3 p-4">
      <div className="flex items-start gap-2">
        <p className={clsx('flex flex-1 items-center gap-2 text-sm font-medium', toneInk[kindLooks[item.kind].tone])}>
          <KindIcon kind={item.kind} />
          {kindLooks[item.kind].word}
        </p>
        {onClose && (
          <IconButton label="Close" keys="Escape" icon={<X aria-hidden className="size-4" />} onClick={onClose} />
        )}
      </div>
      <div>
        <Heading level={2} look="title">
          {item.title}
          {item.deliverable && <span className="text-ink-3"> v{item.deliverable.versionNumber}</span>}
        </Heading>
        <p className="mt-1 flex min-w-0 flex-wrap gap-x-2 text-xs text-ink-3">
          <Meta item={item} />
          <Time at={item.at} />
        </p>
      </div>
      {item.kind !== 'review' && item.detail && (
        <p className="text-chat whitespace-pre-wrap text-ink-1 [overflow-wrap:anywhere]">{plain(item.detail)}</p>
      )}
      {approving ? (
        <ApproveBar item={item} settle={settle} onClose={() => onApproving(false)} />
      ) : (
        <div className="flex flex-wrap gap-2">
          <ItemActs item={item} settle={settle} onApprove={() => onApproving(true)} open />
        </div>
      )}
      {item.deliverable && (
        <DeliverableGlance key={item.deliverable.versionId} versionId={item.deliverable.versionId} />
      )}
    </div>
  )
}

const checkLooks = {
  passed: { tone: 'done', glyph: '●', word: 'Passed' },
  failed: { tone: 'failed', glyph: '✕', word: 'Failed' },
  unverified: { tone: 'needs', glyph: '◆', word: 'Look yourself' },
} as const

function DeliverableGlance({ versionId }: { versionId: string }) {
  const detail = useRead<VersionDetail>(`/api/v1/versions/${versionId}`)
  const preview = useRead<PreviewView>(`/api/v1/versions/${versionId}/preview`)
  const kindOf = useKindOf()
  if (!detail.value) return detail.loading ? <Skeleton count={5} /> : null
  const { checks, lineage, sources } = detail.value
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-2">
        <Who kind={kindOf(lineage.doer)} name={lineage.doer} />
        <span>
          {lineage.attempts.length > 1
            ? `${lineage.attempts.length} tries`
            : lineage.attempts.length === 1 && 'first try'}
          {sources.length > 0 && ` · ${counted(sources.length, 'source')}`}
        </span>
      </p>
      {checks.length > 0 && (
        <ul aria-label="Checks" className="grid gap-1 text-sm">
          {checks.map((check) => (
            <li key={check.name} className="flex min-w-0 items-baseline gap-1.5">
              <StateMark {...checkLooks[check.status]} look="glyph" />
              <span className="min-w-0">{check.summary}</span>
            </li>
          ))}
        </ul>
      )}
      {preview.value && <Glance preview={preview.value} />}
    </>
  )
}

/** The beginning of it, fading out. */
function Glance({ preview }: { preview: PreviewView }) {
  const fade =
    'relative max-h-96 overflow-hidden border-t border-line pt-3 [mask-image:linear-gradient(#000_70%,transparent)]'
  if (preview.kind === 'markdown' && preview.html !== null) {
    return (
      <div className={fade} inert>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by the server */}
        <Prose size="chat" dangerouslySetInnerHTML={{ __html: preview.html }} />
      </div>
    )
  }
  if (preview.text === null || preview.kind === 'html')
    return <p className="border-t border-line pt-3 text-sm text-ink-3">{preview.file.name}: open it to look inside.</p>
  return <pre className={`${fade} font-mono text-xs whitespace-pre-wrap`}>{preview.text.slice(0, 1500)}</pre>
}
