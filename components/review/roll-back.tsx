'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { toast } from '../ui/toast.tsx'
import type { Taken } from '../workspace/blast-dialog.tsx'
import { send } from '../workspace/commands.ts'
import { useMay } from '../workspace/workspace-context.tsx'
import { useReview } from './review-context.tsx'

const BlastDialog = dynamic(() => import('../workspace/blast-dialog.tsx').then((part) => part.BlastDialog))

/** Takes an approval back, with a reason (`reason` is what is written there at first); what was built on it becomes out of date. */
export function RollBack({ reason }: { reason?: string }) {
  const { deliverable, shown, lane } = useReview()
  const may = useMay('deliverable.decide')
  const [open, setOpen] = useState(false)
  if (!may) return null
  const rollBack = async (taken: Taken) => {
    const input = { deliverableId: deliverable.id, versionId: shown.id, ...taken }
    const answer = await send('deliverable.roll_back', input, { until: lane })
    if (answer.ok) toast(`Rolled back v${shown.number}`, { tone: 'needs' })
    return answer
  }
  return (
    <>
      <Button size={reason === undefined ? 'md' : 'sm'} onClick={() => setOpen(true)}>
        {reason === undefined ? 'Roll back…' : `Roll back v${shown.number}…`}
      </Button>
      {open && (
        <BlastDialog
          taskId={deliverable.taskId}
          title={`Roll back v${shown.number}?`}
          description="The approval is taken back, and the work is done again with your reason."
          ask="Reason"
          {...(reason === undefined ? {} : { words: reason })}
          missing="Say why, so that whoever built on it knows."
          keep="Keep it approved"
          act={`Roll back v${shown.number}`}
          onAct={rollBack}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
