'use client'

import { ArrowLeft, ExternalLink, X } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useEffect, useRef } from 'react'
import type { SourceView } from '../../server/contract/views.ts'
import { readComputation } from '../../server/domain/checks/computation.ts'
import { findAnchor } from '../../server/domain/text/anchor.ts'
import { Banner } from '../ui/banner.tsx'
import { Broken } from '../ui/broken.tsx'
import { Button } from '../ui/button.tsx'
import { Heading } from '../ui/heading.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { StateMark } from '../ui/state-mark.tsx'
import { useRead } from '../workspace/use-read.ts'
import { useReview } from './review-context.tsx'
import { type CitedSource, foundLooks, foundOf } from './sources.tsx'

const CitedTable = dynamic(() => import('./cited-table.tsx'), { loading: () => <Skeleton shape="rows" count={8} /> })

/** One source: the claim, the words it rests on, and where they stand in the file. */
export function SourcePanel({ onBack, onClose }: { onBack: () => void; onClose: () => void }) {
  const { address, detail, roomId } = useReview()
  const back = useRef<HTMLButtonElement>(null)
  const cite = address.get('cite')
  const source = cite ? detail.value?.sources.find((one) => String(one.n) === cite) : undefined
  const fileId = source ? (source.inputId ?? source.versionId) : address.get('src')
  const read = useRead<SourceView>(fileId ? `/api/v1/sources/${roomId}/${encodeURIComponent(fileId)}` : null)
  useEffect(() => {
    back.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div className="relative grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
      {/* Stays in sight while the passage is scrolled to. */}
      <div className="sticky top-0 z-10 -mx-4 -mt-4 grid gap-1 border-b border-line bg-surface px-4 pt-3 pb-2">
        <div className="flex items-center gap-2">
          <Button
            ref={back}
            size="sm"
            tone="quiet"
            icon={<ArrowLeft aria-hidden className="size-4" />}
            onClick={onBack}
          >
            All sources
          </Button>
          <span className="flex-1" />
          <IconButton label="Close" keys="Escape" icon={<X aria-hidden className="size-4" />} onClick={onClose} />
        </div>
        <Heading level={2} look="section" className="[overflow-wrap:anywhere]">
          {read.value?.name ?? source?.inputName ?? source?.url ?? 'Source'}
        </Heading>
      </div>
      {source && <Claim source={source} />}
      {source?.url && !fileId && <Outside url={source.url} />}
      {read.failure && (
        <Broken level={3} title="The source could not be read" onRetry={read.again}>
          {read.failure.detail}
        </Broken>
      )}
      {read.loading && <Skeleton count={8} label="Reading the source" />}
      {read.value && <Cited view={read.value} source={source} />}
    </div>
  )
}

function Claim({ source }: { source: CitedSource }) {
  return (
    <div className="grid gap-2 text-sm">
      {source.claim && (
        <p>
          <span className="text-ink-3">Claim: </span>
          {source.claim}
        </p>
      )}
      <blockquote className="border-s-2 border-thread ps-3 font-serif text-chat">{source.quote}</blockquote>
      <p className="flex flex-wrap items-center gap-x-3 text-ink-3">
        <StateMark {...foundLooks[foundOf(source)]} />
        {source.locator && <span>{source.locator}</span>}
      </p>
    </div>
  )
}

function Outside({ url }: { url: string }) {
  const safe = /^https?:\/\//i.test(url)
  return (
    <Banner tone="needs">
      This source is outside. It was not fetched: look at it yourself.{' '}
      {safe ? (
        <a
          href={url}
          target="_blank"
          rel="noreferrer noopener"
          className="inline-flex items-center gap-1 text-accent underline [overflow-wrap:anywhere]"
        >
          {url}
          <ExternalLink aria-hidden className="size-3.5 shrink-0" />
        </a>
      ) : (
        <code className="font-mono text-xs [overflow-wrap:anywhere]">{url}</code>
      )}
    </Banner>
  )
}

/** A table with the cells a figure was worked out from, or the text of the source with the quoted words marked. */
function Cited({ view, source }: { view: SourceView; source: CitedSource | undefined }) {
  const locator = source?.locator ?? ''
  if (view.text !== null && readComputation(locator))
    return <CitedTable text={view.text} locator={locator} name={view.name} />
  return <CitedText text={view.text} quote={source?.quote ?? ''} />
}

function CitedText({ text, quote }: { text: string | null; quote: string }) {
  const mark = useRef<HTMLElement>(null)
  // Newer browsers answer scrollIntoView with a promise, which is no clean-up.
  useEffect(() => {
    void mark.current?.scrollIntoView({ block: 'center' })
  }, [])
  if (text === null)
    return <p className="text-sm text-ink-2">This file has no text to show. Download it from the room.</p>
  const found = quote ? findAnchor(text, { quote, prefix: '', suffix: '' }) : null
  const look = 'rounded-card border border-line bg-raised p-3 text-sm whitespace-pre-wrap [overflow-wrap:anywhere]'
  return (
    <>
      {quote && !found && <Banner tone="failed">The quoted words do not stand in this file.</Banner>}
      {found?.how === 'fuzzy' && (
        <Banner tone="needs">The words are not quoted exactly. The nearest passage is marked.</Banner>
      )}
      <div className={look}>
        {found ? (
          <>
            {text.slice(0, found.start)}
            <mark ref={mark} className="rounded-[2px] bg-needs-soft text-ink-1 underline decoration-needs">
              {text.slice(found.start, found.end)}
            </mark>
            {text.slice(found.end)}
          </>
        ) : (
          text
        )}
      </div>
    </>
  )
}
