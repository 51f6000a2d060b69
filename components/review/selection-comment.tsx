'use client'

import { MessageSquarePlus } from 'lucide-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import type { Anchor } from '../../server/domain/text/anchor.ts'
import { Button } from '../ui/button.tsx'
import { announce } from '../ui/live-region.tsx'
import { useShortcut } from '../ui/shortcuts.tsx'
import { TextareaGrow } from '../ui/textarea-grow.tsx'
import { anchorOf, plainWords } from './anchors.ts'
import { useReview } from './review-context.tsx'
import { offsetOf, readText } from './text-map.ts'

type Picked = { anchor: Anchor; top: number; left: number }
const cardWidth = 352

/** What is selected inside `root` now, with where a note beside it goes. */
function pickedIn(root: HTMLElement, source: string): Picked | null {
  const selection = document.getSelection()
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0)
  if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return null
  const { text } = readText(root)
  const start = offsetOf(root, range.startContainer, range.startOffset)
  const end = offsetOf(root, range.endContainer, range.endOffset)
  if (text.slice(start, end).trim() === '' || end - start > 4000) return null
  const anchor = anchorOf(text, source, start, end)
  const box = range.getBoundingClientRect()
  const frame = root.getBoundingClientRect()
  const left = Math.max(0, Math.min(box.left - frame.left, frame.width - cardWidth))
  return { anchor, top: box.bottom - frame.top + 6, left }
}

/** A stretch of text selected in `root` can be commented on: a button beside it, C on the keyboard. */
export function SelectionComment({ root, source }: { root: RefObject<HTMLElement | null>; source: string }) {
  const { desk, shown } = useReview()
  const [picked, setPicked] = useState<Picked | null>(null)
  const [writing, setWriting] = useState(false)
  const [body, setBody] = useState('')
  const card = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (writing) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      clearTimeout(timer)
      timer = setTimeout(() => setPicked(root.current ? pickedIn(root.current, source) : null), 120)
    }
    document.addEventListener('selectionchange', look)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('selectionchange', look)
    }
  }, [root, source, writing])
  const close = () => {
    setWriting(false)
    setPicked(null)
    setBody('')
  }
  const save = () => {
    if (!picked || !body.trim()) return
    desk.add({ ...picked.anchor, versionNumber: shown.number, body: body.trim() })
    announce('Draft comment kept')
    document.getSelection()?.removeAllRanges()
    close()
  }
  useShortcut('c', 'Comment on the selection', () => setWriting(true), { enabled: picked !== null && !writing })
  useShortcut('$mod+Enter', 'Keep the comment', save, { enabled: writing, inFields: true })
  useShortcut('Escape', 'Leave the comment', close, { enabled: writing, inFields: true })
  if (!picked) return null
  if (!writing) {
    return (
      <div className="absolute z-10 max-sm:right-0 max-sm:left-auto!" style={{ top: picked.top, left: picked.left }}>
        <Button
          size="sm"
          keys="c"
          className="shadow-float"
          icon={<MessageSquarePlus aria-hidden className="size-4" />}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => setWriting(true)}
        >
          Comment
        </Button>
      </div>
    )
  }
  return (
    <div
      ref={card}
      className="absolute z-20 grid w-88 max-w-full gap-2 rounded-card border border-line-strong bg-raised p-3 shadow-float"
      style={{ top: picked.top, left: picked.left }}
    >
      <blockquote className="line-clamp-3 border-s-2 border-thread ps-2 font-serif text-sm text-ink-2">
        {plainWords(picked.anchor.quote)}
      </blockquote>
      <TextareaGrow
        autoFocus
        rows={2}
        aria-label="Comment on the selected words"
        placeholder="What should change here?"
        value={body}
        onChange={(event) => setBody(event.target.value)}
      />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="text-xs text-ink-3">Only you see it until you decide.</span>
        <span className="flex gap-1.5">
          <Button size="sm" tone="quiet" onClick={close}>
            Cancel
          </Button>
          <Button size="sm" tone="primary" keys="$mod+Enter" aria-disabled={!body.trim()} onClick={save}>
            Keep
          </Button>
        </span>
      </div>
    </div>
  )
}
