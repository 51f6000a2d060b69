'use client'

import { useState } from 'react'
import type { StalePolicy } from '../../server/domain/goal.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { TextareaGrow } from '../ui/textarea-grow.tsx'
import { Blast } from './blast.tsx'
import { refusalOf } from './commands.ts'
import type { Answer } from './outbox.ts'

/** Why, and what becomes of later work; without `stale` the goal's own rule holds. */
export type Taken = { reason: string; stale?: StalePolicy }

/** Before an accepted result of a task is taken back: why, what that touches, and what becomes of it. `onAct` does it; a refusal is shown and the words stay. */
export function BlastDialog({
  taskId,
  title,
  description,
  ask,
  words = '',
  missing,
  keep,
  act,
  onAct,
  onClose,
}: {
  taskId: string
  title: string
  description: string
  ask: string
  /** What stands in the reason at first. */
  words?: string
  missing: string
  keep: string
  act: string
  onAct: (taken: Taken) => Promise<Answer>
  onClose: () => void
}) {
  const [reason, setReason] = useState(words)
  const [policy, setPolicy] = useState<StalePolicy | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const go = async () => {
    if (!reason.trim()) return setRefused(missing)
    setPending(true)
    const answer = await onAct({ reason: reason.trim(), ...(policy ? { stale: policy } : {}) })
    setPending(false)
    if (answer.ok) onClose()
    else setRefused(refusalOf(answer))
  }
  return (
    <Dialog
      open
      width="md"
      onOpenChange={(open) => open || onClose()}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>{keep}</Button>
          <Button tone="danger" pending={pending} onClick={() => void go()}>
            {act}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Field label={ask} required error={refused}>
          <TextareaGrow
            value={reason}
            onChange={(event) => {
              setReason(event.target.value)
              setRefused(null)
            }}
          />
        </Field>
        <Blast taskId={taskId} policy={policy} onPolicy={setPolicy} />
      </div>
    </Dialog>
  )
}
