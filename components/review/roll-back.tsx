'use client'

import { useState } from 'react'
import type { StalePolicy } from '../../server/domain/goal.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { TextareaGrow } from '../ui/textarea-grow.tsx'
import { toast } from '../ui/toast.tsx'
import { Blast } from '../workspace/blast.tsx'
import { refusalOf, send } from '../workspace/commands.ts'
import { useMay } from '../workspace/workspace-context.tsx'
import { useReview } from './review-context.tsx'

/** Takes an approval back, with a reason; what was built on it becomes out of date. */
export function RollBack() {
  const { deliverable, shown, lane } = useReview()
  const may = useMay('deliverable.decide')
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [policy, setPolicy] = useState<StalePolicy | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  if (!may) return null
  const rollBack = async () => {
    if (!reason.trim()) return setRefused('Say why, so that whoever built on it knows.')
    setPending(true)
    const input = {
      deliverableId: deliverable.id,
      versionId: shown.id,
      reason: reason.trim(),
      ...(policy ? { stale: policy } : {}),
    }
    const answer = await send('deliverable.roll_back', input, { until: lane })
    setPending(false)
    if (!answer.ok) return setRefused(refusalOf(answer))
    setOpen(false)
    setReason('')
    toast(`Rolled back v${shown.number}`, { tone: 'needs' })
  }
  return (
    <Dialog
      open={open}
      width="md"
      onOpenChange={setOpen}
      trigger={<Button>Roll back…</Button>}
      title={`Roll back v${shown.number}?`}
      description="The approval is taken back, and the work is done again with your reason."
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Keep it approved</Button>
          <Button tone="danger" pending={pending} onClick={rollBack}>
            Roll back v{shown.number}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Field label="Reason" required error={refused}>
          <TextareaGrow
            value={reason}
            onChange={(event) => {
              setReason(event.target.value)
              setRefused(null)
            }}
          />
        </Field>
        <Blast taskId={deliverable.taskId} policy={policy} onPolicy={setPolicy} />
      </div>
    </Dialog>
  )
}
