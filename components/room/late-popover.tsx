'use client'

import { type ReactNode, useState } from 'react'
import type { Popover } from '../ui/popover.tsx'

/** A word that opens a panel beside it. There may be hundreds on a page: what a panel is made of comes with the first press. */
export function LatePopover({
  label,
  word,
  look,
  children,
}: {
  label: string
  word: ReactNode
  /** Classes of the word. */
  look: string
  children: ReactNode
}) {
  const [Panel, setPanel] = useState<typeof Popover | null>(null)
  const [open, setOpen] = useState(true)
  if (Panel === null) {
    const bring = () => void import('../ui/popover.tsx').then((part) => setPanel(() => part.Popover))
    return (
      <button type="button" aria-haspopup="dialog" aria-expanded={false} className={look} onClick={bring}>
        {word}
      </button>
    )
  }
  const trigger = (
    <button type="button" className={look}>
      {word}
    </button>
  )
  return (
    <Panel label={label} className="w-96" open={open} onOpenChange={setOpen} trigger={trigger}>
      {children}
    </Panel>
  )
}
