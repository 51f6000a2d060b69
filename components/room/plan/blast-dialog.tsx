'use client'

import { useState } from 'react'
import type { TaskView } from '../../../server/contract/snapshot.ts'
import type { StalePolicy } from '../../../server/domain/goal.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { announce } from '../../ui/live-region.tsx'
import { TextareaGrow } from '../../ui/textarea-grow.tsx'
import { Blast } from '../../workspace/blast.tsx'
import { refusalOf, send } from '../../workspace/commands.ts'
import { shortId } from '../../workspace/states.ts'
import { useRoom } from '../room-context.tsx'

/** Opens a done task again: why, what that touches, and what becomes of it. */
export function ReopenDialog({ task, onClose }: { task: TaskView; onClose: () => void }) {
  const { lane } = useRoom()
  const [reason, setReason] = useState('')
  const [policy, setPolicy] = useState<StalePolicy | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const reopen = async () => {
    if (!reason.trim()) return setRefused('Say what should be different.')
    setPending(true)
    const input = { taskId: task.id, reason: reason.trim(), ...(policy ? { stale: policy } : {}) }
    const answer = await send('task.reopen', input, { until: lane })
    setPending(false)
    if (!answer.ok) return setRefused(refusalOf(answer))
    announce(`${shortId.task(task.number)} is open again`)
    onClose()
  }
  return (
    <Dialog
      open
      width="md"
      onOpenChange={(open) => open || onClose()}
      title={`Open “${task.title}” again?`}
      description="It is done once more, by whoever fits. Its result so far stays among its versions."
      footer={
        <>
          <Button onClick={onClose}>Keep it done</Button>
          <Button tone="danger" pending={pending} onClick={() => void reopen()}>
            Open it again
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Field label="What should be different?" required error={refused}>
          <TextareaGrow
            value={reason}
            onChange={(event) => {
              setReason(event.target.value)
              setRefused(null)
            }}
          />
        </Field>
        <Blast taskId={task.id} policy={policy} onPolicy={setPolicy} />
      </div>
    </Dialog>
  )
}
