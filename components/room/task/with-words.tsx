'use client'

import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { TextareaGrow } from '../../ui/textarea-grow.tsx'

/** Asks for a few words, says what the act touches, then acts. */
export function WithWords({
  title,
  label,
  touches,
  act: verb,
  optional = false,
  danger = false,
  onAct,
  onClose,
}: {
  title: string
  label: string
  touches?: string
  act: string
  optional?: boolean
  danger?: boolean
  onAct: (words: string) => Promise<{ ok: boolean }>
  onClose: () => void
}) {
  const [words, setWords] = useState('')
  const [pending, setPending] = useState(false)
  const go = async () => {
    if (!optional && words.trim() === '') return
    setPending(true)
    const answer = await onAct(words.trim())
    setPending(false)
    if (answer.ok) onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={title}
      {...(touches ? { description: touches } : {})}
      footer={
        <>
          <Button onClick={onClose}>Keep as it is</Button>
          <Button
            tone={danger ? 'danger' : 'primary'}
            pending={pending}
            disabled={!optional && words.trim() === ''}
            onClick={() => void go()}
          >
            {verb}
          </Button>
        </>
      }
    >
      <Field label={label} optional={optional}>
        <TextareaGrow
          rows={3}
          value={words}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void go()
          }}
        />
      </Field>
    </Dialog>
  )
}
