'use client'

import clsx from 'clsx'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { IconButton } from './icon-button.tsx'
import { countWords, type DiffPart, foldSame } from './word-diff.ts'

/** Two versions of a prose text as one: what came is underlined, what went struck through, unchanged stretches folded. */
export function DiffView({
  parts,
  fold = true,
  className,
}: {
  parts: readonly DiffPart[]
  fold?: boolean
  className?: string
}) {
  const body = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(-1)
  const { added, removed } = countWords(parts)
  const go = (step: 1 | -1) => {
    const changes = [...(body.current?.querySelectorAll<HTMLElement>('[data-change]') ?? [])]
    if (changes.length === 0) return
    const next = (at + step + changes.length) % changes.length
    setAt(next)
    changes[next]?.focus()
    changes[next]?.scrollIntoView({ block: 'center' })
  }
  return (
    <div className={clsx('min-w-0', className)}>
      <div className="mb-2 flex items-center gap-2 text-sm">
        {added + removed === 0 ? (
          <span className="text-ink-2">Nothing changed</span>
        ) : (
          <>
            <span className="rounded-control bg-add-bg px-1.5 font-medium text-add-ink">+{added} words</span>
            <span className="rounded-control bg-del-bg px-1.5 font-medium text-del-ink">−{removed} words</span>
            <span className="flex-1" />
            <IconButton
              label="Previous change"
              size="sm"
              icon={<ChevronUp aria-hidden className="size-4" />}
              onClick={() => go(-1)}
            />
            <IconButton
              label="Next change"
              size="sm"
              icon={<ChevronDown aria-hidden className="size-4" />}
              onClick={() => go(1)}
            />
          </>
        )}
      </div>
      <div ref={body} data-size="read" className="ui-prose whitespace-pre-wrap">
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one diff never move
          <Part key={index} part={part} fold={fold} />
        ))}
      </div>
    </div>
  )
}

function Part({ part, fold }: { part: DiffPart; fold: boolean }) {
  const [open, setOpen] = useState(false)
  const focusable = { 'data-change': '', tabIndex: -1 }
  if (part.kind === 'add') return <ins {...focusable}>{part.text}</ins>
  if (part.kind === 'del') return <del {...focusable}>{part.text}</del>
  const folded = fold && !open ? foldSame(part.text) : null
  if (!folded) return <span>{part.text}</span>
  return (
    <span>
      {folded.head}
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="mx-1 inline-flex min-h-6 items-center rounded-control bg-sunken px-2 font-sans text-xs text-ink-2 hover:text-ink-1"
      >
        ⋯ {folded.words} words unchanged
      </button>
      {folded.tail}
    </span>
  )
}
