'use client'

import { type FormEvent, type KeyboardEvent, useState } from 'react'
import type { ConflictView } from '../../server/contract/coordination-views.ts'
import { valuesBeside } from '../../server/domain/conflict.ts'
import { Button } from '../ui/button.tsx'
import { announce } from '../ui/live-region.tsx'
import { Refusal } from '../ui/refusal.tsx'
import { TextareaGrow } from '../ui/textarea-grow.tsx'
import { refusalOf, send } from './commands.ts'
import type { LaneStore } from './store.ts'

/** Settles one contradiction by one of its values: what holds, what that leaves out, and why. `lane` is the room's. */
export function SettleConflict({
  conflict,
  held,
  lane,
  onClose,
}: {
  conflict: ConflictView
  held: ConflictView['positions'][number]
  lane: LaneStore
  onClose: () => void
}) {
  const [reason, setReason] = useState('')
  const [pending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const { versionId, value } = held
  const settle = async (event: FormEvent) => {
    event.preventDefault()
    setPending(true)
    const input = { taskId: conflict.taskId, conflictId: conflict.id, versionId, value, reason: reason.trim() }
    const answer = await send('task.accept_conflict', input, { until: lane })
    setPending(false)
    if (!answer.ok) return setRefusal(refusalOf(answer))
    announce(`Settled: ${value} holds`)
    onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void settle(event)
    if (event.key !== 'Escape') return
    event.stopPropagation()
    onClose()
  }
  return (
    <form onSubmit={settle} className="grid gap-2 border-t border-line pt-2">
      <p className="[overflow-wrap:anywhere]">
        <span className="font-semibold">{value}</span> holds, not {valuesBeside(conflict, value).join(' or ')}. What
        does not hold is kept here.
      </p>
      <TextareaGrow
        autoFocus
        rows={1}
        maxRows={6}
        aria-label={`Why ${value} holds`}
        placeholder="Why? It is kept with the verdict"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="flex flex-wrap gap-1.5">
        <Button type="submit" size="sm" tone="primary" pending={pending}>
          Settle it
        </Button>
        <Button size="sm" tone="quiet" onClick={onClose}>
          Not yet
        </Button>
      </div>
      <Refusal text={refusal} />
    </form>
  )
}
