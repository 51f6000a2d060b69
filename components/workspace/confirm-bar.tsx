'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import type { ButtonTone } from '../ui/button-class.ts'
import { useShortcut } from '../ui/shortcuts.tsx'

/** Asks once more in the place of the act: focus is on the button that does it, Enter confirms, Esc goes back. */
export function ConfirmBar({
  act,
  tone = 'primary',
  onConfirm,
  onCancel,
  children,
}: {
  act: ReactNode
  tone?: ButtonTone
  onConfirm: () => Promise<unknown>
  onCancel: () => void
  children: ReactNode
}) {
  const button = useRef<HTMLButtonElement>(null)
  const [pending, setPending] = useState(false)
  useEffect(() => {
    button.current?.focus()
  }, [])
  useShortcut('Escape', 'Do not decide yet', onCancel, { inFields: true })
  const confirm = async () => {
    setPending(true)
    try {
      await onConfirm()
    } finally {
      setPending(false)
    }
  }
  return (
    <fieldset
      aria-label="Confirm"
      className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-2 rounded-card border border-line-strong bg-raised px-3 py-2 text-sm"
    >
      <div className="min-w-0 flex-1 basis-56">{children}</div>
      <div className="flex gap-2">
        <Button ref={button} tone={tone} keys="Enter" pending={pending} onClick={confirm}>
          {act}
        </Button>
        <Button tone="quiet" keys="Escape" onClick={onCancel}>
          Not yet
        </Button>
      </div>
    </fieldset>
  )
}
