'use client'

import { useRef } from 'react'
import { Banner } from '../ui/banner.tsx'
import { Broken } from '../ui/broken.tsx'
import { Button } from '../ui/button.tsx'
import { DiffView as Words } from '../ui/diff-view.tsx'
import { Empty } from '../ui/empty.tsx'
import { useShortcut } from '../ui/shortcuts.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Readable } from './readable.tsx'
import { partsOf, useReview } from './review-context.tsx'

/** What is read: the rendered file, what changed, or the raw text; above it, what one should know first. */
export function Face() {
  const { mode } = useReview()
  return (
    <div className="relative mx-auto grid w-full max-w-3xl grid-cols-[minmax(0,1fr)] gap-4 px-4 py-5 has-data-wide:max-w-none sm:px-6">
      <Arrived />
      {mode === 'changes' ? <Changes /> : <Readable key={mode} raw={mode === 'source'} />}
    </div>
  )
}

/** A newer version came while this one is read: said, never jumped to. */
function Arrived() {
  const { shown, newest, openedWith, desk, address } = useReview()
  if (newest.id === shown.id) return null
  const arrived = newest.number > openedWith
  const drafts = desk.drafts.length
  return (
    <Banner
      tone="review"
      action={
        <>
          <Button size="sm" onClick={() => address.push({ v: String(newest.number), base: null, mode: null })}>
            Read v{newest.number}
          </Button>
          <Button
            size="sm"
            onClick={() =>
              address.push({ v: String(newest.number), base: String(shown.number), mode: 'changes', file: null })
            }
          >
            See what changed
          </Button>
        </>
      }
    >
      {arrived ? (
        <>
          v{newest.number} arrived while you read v{shown.number}.
        </>
      ) : (
        <>
          You read v{shown.number}; the newest is v{newest.number}.
        </>
      )}{' '}
      A decision on one version does not count for another.
      {drafts > 0 && ` Your ${drafts === 1 ? 'draft is' : `${drafts} drafts are`} kept.`}
    </Banner>
  )
}

function Changes() {
  const { diff, base, shown, file } = useReview()
  const body = useRef<HTMLDivElement>(null)
  const step = (by: 1 | -1) => {
    const changes = [...(body.current?.querySelectorAll<HTMLElement>('[data-change]') ?? [])]
    if (changes.length === 0) return
    const focused = document.activeElement
    const at = focused instanceof HTMLElement ? changes.indexOf(focused) : -1
    const next = changes[at < 0 && by < 0 ? changes.length - 1 : (at + by + changes.length) % changes.length]
    next?.focus()
    next?.scrollIntoView({ block: 'center' })
  }
  useShortcut('j', 'Next change', () => step(1), { enabled: diff.value !== null })
  useShortcut('k', 'Previous change', () => step(-1), { enabled: diff.value !== null })
  if (!base) return <Empty title="Nothing to compare with">v{shown.number} is the first version.</Empty>
  if (diff.failure)
    return (
      <Broken title="The versions could not be compared" onRetry={diff.again}>
        {diff.failure.detail}
      </Broken>
    )
  if (!diff.value) return <Skeleton count={8} label="Comparing" />
  return (
    <div ref={body}>
      <p className="mb-2 text-sm text-ink-3">
        What changed from v{diff.value.base.number} to v{diff.value.version.number}
        {file && ', in the main file'}.<span className="pointer-coarse:hidden"> J and K go from change to change.</span>
      </p>
      <Words parts={partsOf(diff.value)} />
    </div>
  )
}
