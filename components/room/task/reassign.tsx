'use client'

import { useState } from 'react'
import type { TaskView } from '../../../server/contract/snapshot.ts'
import type { TaskDetail } from '../../../server/contract/views.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { toastUndo } from '../../ui/toast.tsx'
import { act } from '../../workspace/commands.ts'
import { useRead } from '../../workspace/use-read.ts'
import { Who } from '../../workspace/who.tsx'
import { useParticipants, useRoom } from '../room-context.tsx'
import { ranked } from './candidates.ts'

/** Gives a task to somebody else, with what is known for and against each; can be taken back for a while. */
export function Reassign({ task, touches, onClose }: { task: TaskView; touches: string; onClose: () => void }) {
  const { lane } = useRoom()
  const { value: story, failure } = useRead<TaskDetail>(`/api/v1/tasks/${task.id}`)
  const participants = useParticipants()
  const [chosen, setChosen] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const candidates = ranked(participants, task, story?.attempts ?? []).filter(({ one }) => one.id !== task.doer)
  // Ranked once, so that nobody moves under the pointer; what could not be read is no reason to keep people waiting.
  const known = story !== null || failure !== null
  const give = async () => {
    const to = participants.find((one) => one.id === chosen)
    if (!to) return
    const before = task.doer
    setPending(true)
    const answer = await act('task.assign', { taskId: task.id, participantId: to.id }, { until: lane })
    setPending(false)
    if (!answer.ok) return
    onClose()
    const undo = () => {
      if (before) void act('task.assign', { taskId: task.id, participantId: before }, { until: lane })
    }
    toastUndo(`${to.name} was given “${task.title}”.`, undo)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Who should do “${task.title}”?`}
      {...(touches ? { description: touches } : {})}
      footer={
        <>
          <Button onClick={onClose}>Keep as it is</Button>
          <Button tone="primary" disabled={!chosen} pending={pending} onClick={() => void give()}>
            {chosen ? `Give to ${participants.find((one) => one.id === chosen)?.name}` : 'Choose somebody'}
          </Button>
        </>
      }
    >
      <fieldset className="grid gap-1">
        <legend className="sr-only">Candidates, best first</legend>
        {!known && <Skeleton count={4} label="Reading who fits" />}
        {(known ? candidates : []).map(({ one, why }) => (
          <Checkbox
            key={one.id}
            kind="radio"
            name="doer"
            checked={chosen === one.id}
            onChange={() => setChosen(one.id)}
            label={<Who kind={one.kind} name={one.name} />}
            hint={why}
          />
        ))}
        {known && candidates.length === 0 && <p className="text-ink-2">Nobody else is in this room.</p>}
      </fieldset>
    </Dialog>
  )
}
